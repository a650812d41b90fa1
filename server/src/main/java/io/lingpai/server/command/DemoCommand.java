package io.lingpai.server.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lingpai.sandbox.SampleApps;
import io.lingpai.sandbox.Sandbox;
import io.lingpai.sandbox.SandboxOptions;
import io.lingpai.server.config.ConfigurationLoader;
import io.lingpai.server.config.ConfigurationRefused;
import io.lingpai.server.demo.Backend;
import io.lingpai.server.demo.Pages;
import io.lingpai.server.demo.Phone;
import io.lingpai.server.http.Listener.CannotListen;
import io.lingpai.server.wiring.CannotStart;
import io.lingpai.server.wiring.Node;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
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
  private static final String PAGES_LISTEN = "127.0.0.1:8802";

  /** Where the sandbox plays each of them. */
  private static final Map<String, String> HOSTS =
      Map.of(
          "WECHAT_API", "",
          "WECHAT_MP", "",
          "WECHAT_OPEN", "",
          "DINGTALK_API", "/dingtalk/api",
          "DINGTALK_OAPI", "/dingtalk/oapi",
          "WECOM_API", "",
          "FEISHU_API", "");

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

  @Option(
      names = "--pages-listen",
      paramLabel = "ADDRESS",
      description = "where the pages to log in with are (default: " + PAGES_LISTEN + ")")
  private @Nullable String pagesListen;

  DemoCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    demandAddress(listen, "--listen");
    demandAddress(sandboxListen, "--sandbox-listen");
    demandAddress(pagesListen, "--pages-listen");
    Path data = Files.createTempDirectory("lingpai-demo-");
    Deque<AutoCloseable> running = new ArrayDeque<>();
    running.push(() -> delete(data));
    Demo demo;
    try {
      demo = started(data, running);
    } catch (RuntimeException | IOException e) {
      close(running);
      throw e;
    }
    Terminal.untilStopped(() -> DemoWords.print(terminal, demo), () -> close(running));
    return 0;
  }

  /** What is started ends in the opposite order: the sandbox answers the server to its end. */
  private Demo started(Path data, Deque<AutoCloseable> running) throws IOException {
    Sandbox sandbox = sandbox(freeOr(sandboxListen, SANDBOX_LISTEN, "--sandbox-listen"));
    running.push(sandbox);
    Node node = node(freeOr(listen, SERVER_LISTEN, "--listen"), sandbox, data);
    running.push(node);
    String server = "http://127.0.0.1:" + node.port();
    String sandboxPage = sandbox.baseUrl() + "/";
    Path adminKey = data.resolve("admin-key");
    Connection admin =
        new Connection(URI.create(server), Files.readString(adminKey).strip(), terminal.language());
    addApps(admin);
    Pages pages =
        pages(
            freeOr(pagesListen, PAGES_LISTEN, "--pages-listen"),
            new Phone(sandbox),
            new Backend(server, newKey(admin, "demo-pages", Backend.GRANTS)),
            sandboxPage);
    running.push(pages);
    String key = newKey(admin, "demo", Demo.GRANTS);
    String platform = DemoPlatform.begin(admin, sandbox, server);
    return new Demo(server, sandboxPage, platform, pages.url(), key, adminKey);
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
    InetSocketAddress at = address(address, "--sandbox-listen");
    try {
      return Sandbox.start(
          SandboxOptions.defaults()
              .listen(at.getHostString(), at.getPort())
              .seed(System.nanoTime())
              .apps(SampleApps.wechat())
              .app(SampleApps.dingtalk()));
    } catch (UncheckedIOException e) {
      throw new Refused(e.getMessage() + "; choose another address with --sandbox-listen", e);
    }
  }

  private static Pages pages(String address, Phone phone, Backend backend, String sandbox) {
    InetSocketAddress at = address(address, "--pages-listen");
    try {
      return Pages.start(
          new InetSocketAddress(at.getHostString(), at.getPort()), phone, backend, sandbox);
    } catch (IOException e) {
      backend.close();
      throw new Refused(
          "cannot listen on "
              + address
              + ": "
              + e.getMessage()
              + "; choose another address with --pages-listen",
          e);
    }
  }

  /** Before anything starts, rather than after half of it did. */
  private static void demandAddress(@Nullable String wish, String option) {
    if (wish != null) {
      address(wish, option);
    }
  }

  /** As it was written; looked up when it is listened on. */
  private static InetSocketAddress address(String text, String option) {
    int colon = text.lastIndexOf(':');
    if (colon < 1 || !text.substring(colon + 1).matches("[0-9]{1,5}")) {
      throw new WronglyUsed(option + ": " + text + " (expected: host:port)");
    }
    int port = Integer.parseInt(text.substring(colon + 1));
    if (port > 65535) {
      throw new WronglyUsed(option + ": port " + port + " (expected: 0 to 65535)");
    }
    return InetSocketAddress.createUnresolved(text.substring(0, colon), port);
  }

  // The environment is not heard: what is meant for a real server has no business here.
  private static Node node(String listen, Sandbox sandbox, Path data) {
    Map<String, String> settings = new HashMap<>();
    settings.put("LINGPAI_LISTEN", DemoPlatform.withPort(listen));
    settings.put("LINGPAI_DATA", data.toString());
    HOSTS.forEach((host, path) -> settings.put("LINGPAI_HOSTS_" + host, sandbox.baseUrl() + path));
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

  // Through the API, as anyone would.
  private static void addApps(Connection admin) {
    for (Demo.SampleApp app : Demo.APPS) {
      ObjectNode fields =
          Connection.object().put("name", app.name()).put("platform", app.platform());
      app.settings().forEach(fields::put);
      admin.post(Connection.path("apps"), fields);
    }
  }

  private static String newKey(Connection admin, String name, List<String> grants) {
    ObjectNode key = Connection.object().put("name", name);
    grants.forEach(key.putArray("grants")::add);
    return admin.post(Connection.path("keys"), key).path("key").asText();
  }

  private static void close(Deque<AutoCloseable> running) {
    while (!running.isEmpty()) {
      try {
        running.pop().close();
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static void delete(Path data) throws IOException {
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
