package io.lingpai.acceptance.callbacks;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A server that is a process of its own, so that it can be killed. */
final class ServerProcess implements AutoCloseable {

  private final Path data;
  private final int port;
  private Process process;

  ServerProcess(Path data) throws IOException {
    this.data = data;
    try (ServerSocket free = new ServerSocket(0)) {
      this.port = free.getLocalPort();
    }
    start();
  }

  String base() {
    return "http://127.0.0.1:" + port;
  }

  void start() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.add("-Xmx512m");
    command.add("-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"));
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.addAll(List.of("io.lingpai.server.Main", "serve"));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(data.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(data.resolve("server.log").toFile()));
    builder
        .environment()
        .putAll(
            Station.settings(data.resolve("data"), Map.of("LINGPAI_LISTEN", "127.0.0.1:" + port)));
    process = builder.start();
  }

  /** As a loss of power would, but for the disk's own cache. */
  void kill() {
    process.destroyForcibly();
    try {
      process.onExit().get(20, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError("the server outlived being killed", e);
    }
  }

  @Override
  public void close() {
    kill();
  }
}
