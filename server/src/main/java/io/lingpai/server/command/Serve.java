package io.lingpai.server.command;

import io.lingpai.server.config.Address;
import io.lingpai.server.config.Configuration;
import io.lingpai.server.config.ConfigurationLoader;
import io.lingpai.server.config.ConfigurationRefused;
import io.lingpai.server.http.Listener.CannotListen;
import io.lingpai.server.wiring.CannotStart;
import io.lingpai.server.wiring.Node;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lingpai serve}: starts the server and runs until it is told to stop. */
@Command(
    name = "serve",
    description = "Starts the server. Every setting that is not secret is also a flag.")
final class Serve implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "the configuration file; ./lingpai.yaml if there is one")
  private @Nullable Path config;

  private final Terminal terminal;

  @SuppressWarnings("NullAway.Init") // picocli fills in the specification
  Serve(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Makes a flag of every setting that may be one. */
  static void addSettings(CommandSpec spec) {
    ConfigurationLoader.flags()
        .forEach(
            flag ->
                spec.addOption(
                    OptionSpec.builder(flag.name())
                        .type(String.class)
                        .paramLabel("VALUE")
                        .description(flag.about())
                        .build()));
  }

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    ConfigurationLoader.Loaded loaded;
    try {
      loaded = ConfigurationLoader.load(file(config, terminal), terminal.environment(), flags());
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

  /** The configuration file to read: named, or from the environment, or the one lying here. */
  static @Nullable Path file(@Nullable Path named, Terminal terminal) {
    if (named != null) {
      return terminal.folder().resolve(named);
    }
    Path here = terminal.file(terminal.variable("LINGPAI_CONFIG").orElse("lingpai.yaml"));
    return terminal.variable("LINGPAI_CONFIG").isPresent() || Files.exists(here) ? here : null;
  }

  private Map<String, String> flags() {
    Map<String, String> flags = new HashMap<>();
    for (ConfigurationLoader.Flag flag : ConfigurationLoader.flags()) {
      String value = spec.commandLine().getParseResult().matchedOptionValue(flag.name(), null);
      if (value != null) {
        flags.put(flag.path(), value);
      }
    }
    return flags;
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
