package io.lingpai.server.http;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** The beginning of an answer, held back until it is known whether to pass it on. */
final class Beginning {

  /**
   * An error of a vendor's is whole within this. What follows is not looked at, even where it is
   * here already: how an answer was cut into packets must not decide what is thought of it.
   */
  static final int ENOUGH = 4096;

  private final boolean zipped;
  private final Buffer held = Buffer.buffer();

  Beginning(@Nullable String contentEncoding) {
    this.zipped =
        "gzip".equalsIgnoreCase(contentEncoding) || "x-gzip".equalsIgnoreCase(contentEncoding);
  }

  void add(Buffer piece) {
    held.appendBuffer(piece);
  }

  Buffer held() {
    return held;
  }

  /** Whether there is enough of it to judge. */
  boolean enough() {
    return held.length() >= ENOUGH || (held.length() > 0 && !looksLikeJson());
  }

  boolean looksLikeJson() {
    if (zipped) {
      return held.length() > 0 && held.getByte(0) == 0x1f;
    }
    for (int i = 0; i < held.length(); i++) {
      byte b = held.getByte(i);
      if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
        return b == '{';
      }
    }
    return true;
  }

  /** As much of it as is judged, unzipped as far as it goes. */
  String text() {
    byte[] bytes =
        zipped ? unzipped(held.getBytes()) : held.getBytes(0, Math.min(held.length(), ENOUGH));
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static byte[] unzipped(byte[] bytes) {
    byte[] clear = new byte[ENOUGH];
    int length = 0;
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      int read = in.read(clear, 0, clear.length);
      while (read > 0) {
        length += read;
        read = length < clear.length ? in.read(clear, length, clear.length - length) : 0;
      }
    } catch (IOException cutHere) {
      return Arrays.copyOf(clear, length);
    }
    return Arrays.copyOf(clear, length);
  }
}
