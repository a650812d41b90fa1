package io.lingpai.server.command;

/** The command cannot be done, for a reason that the message tells the user. Exit status 1. */
class Refused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Refused(String message) {
    super(message);
  }

  Refused(String message, Throwable cause) {
    super(message, cause);
  }
}
