package io.lingpai.server.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code lingpai}; what it does is said by its subcommands. */
@Command(
    name = "lingpai",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Keeps the credentials of WeChat and its kin, for every service that needs them.",
    subcommands = CommandLine.HelpCommand.class)
public final class Lingpai implements Runnable {

  /** Refused or found wrong. */
  public static final int REFUSED = 1;

  /** Used wrongly. */
  public static final int USAGE = 2;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli fills in the specification
  Lingpai() {}

  /** Runs a command and returns the exit status. */
  public static int run(String... arguments) {
    CommandLine line = new CommandLine(new Lingpai());
    CommandLine serve = new CommandLine(new Serve());
    Serve.addSettings(serve.getCommandSpec());
    line.addSubcommand("serve", serve);
    line.setExecutionExceptionHandler(
        (failure, command, parsed) -> {
          command.getErr().println("lingpai: " + failure.getMessage());
          return REFUSED;
        });
    return line.execute(arguments);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}
