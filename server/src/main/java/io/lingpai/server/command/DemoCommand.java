package io.lingpai.server.command;

import io.lingpai.sandbox.SampleApps;
import io.lingpai.sandbox.Sandbox;
import io.lingpai.sandbox.SandboxOptions;
import io.lingpai.server.config.ConfigurationLoader;
import io.lingpai.server.config.ConfigurationRefused;
import io.lingpai.server.http.Listener.CannotListen;
import io.lingpai.server.wiring.CannotStart;
import io.lingpai.server.wiring.Node;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code lingpai demo}: a server and the vendors it talks to, in one process, with apps and a key.
 * It starts from nothing every time, because the sandbox has forgotten what it issued before.
 */
@Command(
    name = "demo",
    description = {
      "Starts a server and a sandbox with sample apps, and prints what to try.",
      "Needs no vendor's account and no network, and leaves nothing behind."
    })
final class DemoCommand implements Callable<Integer> {

  private static final String SERVER_LISTEN = "127.0.0.1:8800";
  private static final String SANDBOX_LISTEN = "127.0.0.1:8801";
  private static final List<String> HOSTS =
      List.of(
          "WECHAT_API",
          "WECHAT_MP",
          "WECHAT_OPEN",
          "DINGTALK_API",
          "DINGTALK_OAPI",
          "WECOM_API",
          "FEISHU_API");

  private final Terminal terminal;

  @Option(
      names = "--listen",
      paramLabel = "ADDRESS",
      description = "where the server listens (default: " + SERVER_LISTEN + ")")
  private @Nullable String listen;

  @Option(
      names = "--sandbox-listen",
      paramLabel = "ADDRESS",
      description = "where the sandbox listens (default: " + SANDBOX_LISTEN + ")")
  private @Nullable String sandboxListen;

  DemoCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    Path data = Files.createTempDirectory("lingpai-demo-");
    Sandbox sandbox = null;
    Node node = null;
    Demo demo;
    try {
      sandbox = sandbox(freeOr(sandboxListen, SANDBOX_LISTEN, "--sandbox-listen"));
      node = node(freeOr(listen, SERVER_LISTEN, "--listen"), sandbox, data);
      demo = filled(node, sandbox, data);
    } catch (RuntimeException e) {
      close(node, sandbox, data);
      throw e;
    }
    Node running = node;
    Sandbox playing = sandbox;
    Terminal.untilStopped(
        () -> DemoWords.print(terminal, demo), () -> close(running, playing, data));
    return 0;
  }

  /** The wish, or the usual address, or where that is taken any free port beside it. */
  private String freeOr(@Nullable String wish, String usual, String option) {
    if (wish != null) {
      return wish;
    }
    int port = Integer.parseInt(usual.substring(usual.indexOf(':') + 1));
    try {
      new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
      return usual;
    } catch (IOException taken) {
      terminal
          .err()
          .println(
              terminal.say(
                  usual + " is taken, so another port is used; " + option + " chooses one",
                  usual + " 已被占用，改用其他端口；可用 " + option + " 指定"));
      return "127.0.0.1:0";
    }
  }

  private static Sandbox sandbox(String address) {
    int colon = address.lastIndexOf(':');
    if (colon < 1 || !address.substring(colon + 1).matches("[0-9]{1,5}")) {
      throw new WronglyUsed("--sandbox-listen: " + address + " (expected: host:port)");
    }
    try {
      return Sandbox.start(
          SandboxOptions.defaults()
              .listen(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)))
              .seed(System.nanoTime())
              .apps(SampleApps.wechat()));
    } catch (IllegalArgumentException e) {
      throw new WronglyUsed("--sandbox-listen: " + e.getMessage());
    } catch (UncheckedIOException e) {
      throw new Refused(e.getMessage() + "; choose another address with --sandbox-listen", e);
    }
  }

  // The environment is not heard: what is meant for a real server has no business here.
  private static Node node(String listen, Sandbox sandbox, Path data) {
    Map<String, String> settings = new HashMap<>();
    settings.put("LINGPAI_LISTEN", DemoPlatform.withPort(listen));
    settings.put("LINGPAI_DATA", data.toString());
    HOSTS.forEach(host -> settings.put("LINGPAI_HOSTS_" + host, sandbox.baseUrl()));
    try {
      return Node.start(ConfigurationLoader.load(null, settings, Map.of()).configuration());
    } catch (ConfigurationRefused e) {
      throw new WronglyUsed(String.valueOf(e.getMessage()));
    } catch (CannotListen e) {
      throw new Refused(e.getMessage() + " with --listen", e);
    } catch (CannotStart e) {
      throw new Refused(String.valueOf(e.getMessage()), e);
    }
  }

  /** With the sample apps and a key that may use them, made through the API as anyone would. */
  private Demo filled(Node node, Sandbox sandbox, Path data) throws IOException {
    String server = "http://127.0.0.1:" + node.port();
    Path adminKey = data.resolve("admin-key");
    Connection admin =
        new Connection(URI.create(server), Files.readString(adminKey).strip(), terminal.language());
    for (Demo.SampleApp app : Demo.APPS) {
      admin.post(
          Connection.path("apps"),
          Connection.object()
              .put("name", app.name())
              .put("platform", app.platform())
              .put("appid", app.appid())
              .put("secret", app.secret()));
    }
    var key = Connection.object().put("name", "demo");
    Demo.GRANTS.forEach(key.putArray("grants")::add);
    String made = admin.post(Connection.path("keys"), key).path("key").asText();
    String platform = DemoPlatform.begin(admin, sandbox, server);
    return new Demo(server, sandbox.baseUrl() + "/", platform, made, adminKey);
  }

  // The server first: what it has under way is answered by the sandbox.
  private static void close(@Nullable Node node, @Nullable Sandbox sandbox, Path data) {
    if (node != null) {
      node.close();
    }
    if (sandbox != null) {
      sandbox.close();
    }
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
