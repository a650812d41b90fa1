package io.lingpai.server.http;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Names requests, so that an answer, a log line and a person's question can be put together. */
final class RequestIds {

  private RequestIds() {}

  /** The caller's own id if it is harmless to repeat, otherwise a new one. */
  static String of(@Nullable String sent) {
    return sent != null && harmless(sent)
        ? sent
        : HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
  }

  private static boolean harmless(String id) {
    if (id.isEmpty() || id.length() > 64) {
      return false;
    }
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      boolean fine = letter || (c >= '0' && c <= '9') || c == '-' || c == '.';
      if (!fine) {
        return false;
      }
    }
    return true;
  }
}
