package io.lingpai.acceptance.followers;

import io.lingpai.sandbox.Sandbox;
import io.lingpai.server.config.ConfigurationLoader;
import io.lingpai.server.wiring.Node;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A server that is a process of its own, so that it can be killed. */
final class Server implements AutoCloseable {

  private final Path data;
  private final Map<String, String> settings;
  private final int port;
  private Process process;

  Server(Path data, Sandbox sandbox, Map<String, String> more) throws IOException {
    this.data = data;
    try (ServerSocket free = new ServerSocket(0)) {
      this.port = free.getLocalPort();
    }
    this.settings = settings(data.resolve("data"), sandbox, more);
    settings.put("LINGPAI_LISTEN", "127.0.0.1:" + port);
    this.process = start();
  }

  /** A node in this process. */
  static Node node(Path data, Sandbox sandbox, Map<String, String> more) throws Exception {
    return Node.start(
        ConfigurationLoader.load(null, settings(data, sandbox, more), Map.of()).configuration());
  }

  private static Map<String, String> settings(
      Path data, Sandbox sandbox, Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(more);
    settings.put("LINGPAI_LISTEN", "127.0.0.1:0");
    settings.put("LINGPAI_DATA", data.toString());
    settings.put("LINGPAI_ADMIN_KEY", Caller.ADMIN);
    settings.put("LINGPAI_HOSTS_WECHAT_API", sandbox.baseUrl());
    return settings;
  }

  String base() {
    return "http://127.0.0.1:" + port;
  }

  void restart() throws IOException {
    process = start();
  }

  private Process start() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    "-Xmx512m",
                    "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
                    "-cp",
                    System.getProperty("java.class.path"),
                    "io.lingpai.server.Main",
                    "serve"))
            .directory(data.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(data.resolve("server.log").toFile()));
    builder.environment().putAll(settings);
    return builder.start();
  }

  /** As a loss of power would, but for the disk's own cache. */
  void kill() {
    process.destroyForcibly();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        throw new AssertionError("the server outlived being killed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    kill();
  }
}
