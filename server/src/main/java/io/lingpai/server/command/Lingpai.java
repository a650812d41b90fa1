package io.lingpai.server.command;

import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command {@code lingpai}; what it does is said by its subcommands. */
@Command(
    name = "lingpai",
    versionProvider = Version.class,
    description = "Keeps the credentials of WeChat and its kin, for every service that needs them.")
public final class Lingpai implements Runnable {

  /** Refused or found wrong. */
  public static final int REFUSED = 1;

  /** Used wrongly. */
  public static final int USAGE = 2;

  @Spec private CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "explain this command")
  @SuppressWarnings("UnusedVariable") // picocli acts on it
  private boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "say which release this is")
  @SuppressWarnings("UnusedVariable") // picocli acts on it
  private boolean version;

  @SuppressWarnings("NullAway.Init") // picocli fills in the specification
  Lingpai() {}

  /** Runs a command and returns the exit status. */
  public static int run(String... arguments) {
    return run(Terminal.ofProcess(), arguments);
  }

  static int run(Terminal terminal, String... arguments) {
    CommandLine line = new CommandLine(new Lingpai());
    CommandTree.grow(line, terminal);
    line.setOut(writer(terminal.out()));
    line.setErr(writer(terminal.err()));
    return line.execute(arguments);
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, stream.charset()), true);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}
