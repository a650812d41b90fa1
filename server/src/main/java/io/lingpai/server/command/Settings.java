package io.lingpai.server.command;

import io.lingpai.server.config.ConfigurationLoader;
import io.lingpai.server.config.ConfigurationRefused;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What a command is told of a server: by a file, the environment, and flags; the later wins. */
final class Settings {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "the configuration file; ./lingpai.yaml if there is one")
  private @Nullable Path config;

  @SuppressWarnings("NullAway.Init") // picocli fills in the command
  Settings() {}

  /** Makes a flag of every setting that may be one. */
  static void addFlags(CommandSpec command, boolean shown) {
    ConfigurationLoader.flags()
        .forEach(
            flag ->
                command.addOption(
                    OptionSpec.builder(flag.name())
                        .type(String.class)
                        .paramLabel("VALUE")
                        .description(flag.about())
                        .hidden(!shown)
                        .build()));
  }

  /** The file to read: named, or from the environment, or the one lying here. */
  @Nullable Path file(Terminal terminal) {
    if (config != null) {
      return terminal.folder().resolve(config);
    }
    Path here = terminal.file(terminal.variable("LINGPAI_CONFIG").orElse("lingpai.yaml"));
    return terminal.variable("LINGPAI_CONFIG").isPresent() || Files.exists(here) ? here : null;
  }

  ConfigurationLoader.Loaded load(Terminal terminal) throws ConfigurationRefused {
    return ConfigurationLoader.load(file(terminal), terminal.environment(), flags());
  }

  private Map<String, String> flags() {
    Map<String, String> flags = new HashMap<>();
    for (ConfigurationLoader.Flag flag : ConfigurationLoader.flags()) {
      String value = command.commandLine().getParseResult().matchedOptionValue(flag.name(), null);
      if (value != null) {
        flags.put(flag.path(), value);
      }
    }
    return flags;
  }
}
