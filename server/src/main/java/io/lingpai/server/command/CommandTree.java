package io.lingpai.server.command;

import io.lingpai.server.problem.Language;
import java.util.Locale;
import java.util.ResourceBundle;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** All commands beneath {@code lingpai}, and how each of their failures is told. */
final class CommandTree {

  private static final String WORDS = "io.lingpai.server.command.words";

  private CommandTree() {}

  /** Adds every command to {@code lingpai} itself. */
  static void grow(CommandLine lingpai, Terminal terminal) {
    CommandLine serve = new CommandLine(new Serve(terminal));
    Settings.addFlags(serve.getCommandSpec(), true);
    CommandLine doctor = new CommandLine(new DoctorCommand(terminal));
    Settings.addFlags(doctor.getCommandSpec(), false);
    lingpai
        .addSubcommand("serve", serve)
        .addSubcommand(new DemoCommand(terminal))
        .addSubcommand(new SandboxCommand(terminal))
        .addSubcommand(new Simulate(terminal))
        .addSubcommand("doctor", doctor)
        .addSubcommand(new AppCommands(terminal))
        .addSubcommand(new KeyCommands(terminal))
        .addSubcommand(new TokenCommands(terminal))
        .addSubcommand(new ImportCommands(terminal))
        .addSubcommand(new Sign(terminal));
    lingpai
        .setExpandAtFiles(false) // `@FILE` is where a key comes from
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpLongOptionsMaxWidth(30)
        .setResourceBundle(words(terminal.language()))
        .setParameterExceptionHandler((wrong, given) -> usage(wrong, terminal))
        .setExecutionExceptionHandler(
            (failure, command, given) -> failed(failure, command, terminal));
  }

  private static ResourceBundle words(Language language) {
    return ResourceBundle.getBundle(
        WORDS,
        Locale.forLanguageTag(language.tag()),
        ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_DEFAULT));
  }

  private static int usage(ParameterException wrong, Terminal terminal) {
    CommandLine command = wrong.getCommandLine();
    terminal.err().println("lingpai: " + Misuse.told(wrong, terminal));
    if (Misuse.lacksACommand(wrong)) {
      // Whoever types a command's bare name wants to know what there is.
      command.usage(command.getErr());
    }
    terminal.err().println(hint(command, terminal));
    return CommandLine.ExitCode.USAGE;
  }

  private static int failed(Exception failure, CommandLine command, Terminal terminal) {
    terminal.err().println("lingpai: " + failure.getMessage());
    return switch (failure) {
      case WronglyUsed wrong -> {
        terminal.err().println(hint(command, terminal));
        yield CommandLine.ExitCode.USAGE;
      }
      case Refused refused -> CommandLine.ExitCode.SOFTWARE;
      default -> {
        failure.printStackTrace(terminal.err());
        yield CommandLine.ExitCode.SOFTWARE;
      }
    };
  }

  private static String hint(CommandLine command, Terminal terminal) {
    String name = command.getCommandSpec().qualifiedName(" ");
    return terminal.say("See `" + name + " --help`.", "参见 `" + name + " --help`。");
  }
}
