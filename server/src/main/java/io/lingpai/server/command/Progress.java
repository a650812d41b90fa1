package io.lingpai.server.command;

import java.io.PrintStream;

/**
 * Shows how far long work has come: a bar that is drawn over itself where a person sits, and a line
 * at every tenth elsewhere, which a log can keep. On the error stream, so that results stay alone.
 */
final class Progress {

  private static final int WIDTH = 30;
  private static final int TENTHS = 10;

  private final PrintStream err;
  private final boolean interactive;
  private final String unit;
  private final long total;
  private long tenths;
  private boolean drawn;

  Progress(Terminal terminal, String unit, long total) {
    this.err = terminal.err();
    this.interactive = terminal.interactive();
    this.unit = unit;
    this.total = total;
  }

  void at(long done) {
    if (interactive) {
      int filled = (int) (WIDTH * done / total);
      err.printf(
          "\r[%s%s] %d/%d %s", "#".repeat(filled), ".".repeat(WIDTH - filled), done, total, unit);
      err.flush();
      drawn = true;
      return;
    }
    long reached = TENTHS * done / total;
    if (reached > tenths) {
      tenths = reached;
      err.println(done + "/" + total + " " + unit);
    }
  }

  /** Takes the bar away. */
  void end() {
    if (drawn) {
      err.print("\r" + " ".repeat(WIDTH + 60) + "\r");
      err.flush();
    }
  }
}
