package io.lingpai.server.command;

import io.lingpai.sandbox.Sandbox;
import io.lingpai.sandbox.SandboxProgram;
import java.io.UncheckedIOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lingpai sandbox}: plays the vendors. */
@Command(
    name = "sandbox",
    description = "Plays the vendors, with sample apps, until it is stopped.")
final class SandboxCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Option(
      names = "--listen",
      paramLabel = "ADDRESS",
      defaultValue = SandboxProgram.USUAL_LISTEN,
      description = "where (default: " + SandboxProgram.USUAL_LISTEN + ")")
  private String listen = SandboxProgram.USUAL_LISTEN;

  @Option(
      names = "--speed",
      paramLabel = "N",
      defaultValue = "1",
      description = "divides lives and intervals: at 12 a token of two hours lives ten minutes")
  private double speed = 1;

  SandboxCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Sandbox sandbox;
    try {
      sandbox = SandboxProgram.run(listen, speed, terminal.out());
    } catch (IllegalArgumentException e) {
      throw new WronglyUsed("--" + e.getMessage());
    } catch (UncheckedIOException e) {
      throw new Refused(e.getMessage() + "; choose another address with --listen", e);
    }
    Terminal.untilStopped(sandbox::close);
    return 0;
  }
}
