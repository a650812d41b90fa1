package io.lingpai.server.command;

import io.lingpai.server.config.Address;
import io.lingpai.server.config.Configuration;
import io.lingpai.server.config.ConfigurationLoader;
import io.lingpai.server.config.ConfigurationRefused;
import io.lingpai.server.http.Listener.CannotListen;
import io.lingpai.server.wiring.CannotStart;
import io.lingpai.server.wiring.Node;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code lingpai serve}: starts the server and runs until it is told to stop. */
@Command(
    name = "serve",
    description = "Starts the server. Every setting that is not secret is also a flag.")
final class Serve implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private Settings settings = new Settings();

  private final Terminal terminal;

  @SuppressWarnings("NullAway.Init") // picocli fills in the specification
  Serve(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    ConfigurationLoader.Loaded loaded;
    try {
      loaded = settings.load(terminal);
    } catch (ConfigurationRefused e) {
      err.println("lingpai: the configuration cannot be used:");
      e.findings().forEach(finding -> err.println("  " + finding));
      return Lingpai.REFUSED;
    }
    greet(loaded);
    Node node;
    try {
      node = Node.start(loaded.configuration());
    } catch (CannotStart | CannotListen e) {
      err.println("lingpai: cannot start: " + e.getMessage());
      return Lingpai.REFUSED;
    }
    serve(node, loaded.configuration());
    return 0;
  }

  private void greet(ConfigurationLoader.Loaded loaded) {
    PrintWriter out = spec.commandLine().getOut();
    out.println("effective configuration:");
    loaded.effective().lines().forEach(line -> out.println("  " + line));
    loaded.warnings().forEach(warning -> out.println("warning: " + warning));
    Configuration configuration = loaded.configuration();
    warnIfOpen(out, configuration.listen());
    configuration.publicListen().ifPresent(address -> warnIfOpen(out, address));
    configuration.wireListen().values().forEach(address -> warnIfOpen(out, address));
    out.flush();
  }

  private static void warnIfOpen(PrintWriter out, Address address) {
    if (!address.loopback()) {
      out.println(
          "warning: plain HTTP on "
              + address
              + ", which is not a loopback address: put a proxy with"
              + " TLS before it");
    }
  }

  private void serve(Node node, Configuration configuration) {
    PrintWriter out = spec.commandLine().getOut();
    Address listen = configuration.listen();
    if (node.adminKeyMade()) {
      out.println(
          "an administrator's key was made and written to "
              + configuration.data().resolve("admin-key").toAbsolutePath().normalize());
    }
    Terminal.untilStopped(
        () -> {
          out.println("ready on http://" + new Address(listen.host(), node.port()));
          out.flush();
        },
        node::close);
  }
}
