package io.lingpai.server.command;

/** The command was given wrongly, in a way only the command itself could find. Exit status 2. */
final class WronglyUsed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  WronglyUsed(String message) {
    super(message);
  }
}
