package io.lingpai.server.redis;

import java.net.UnknownHostException;

/** Why Redis cannot be had, in a line: the client hides some reasons behind its own words. */
final class Why {

  private Why() {}

  static String of(Exception failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnknownHostException) {
        return "there is no host of the name " + cause.getMessage();
      }
    }
    return String.valueOf(failure.getMessage());
  }
}
