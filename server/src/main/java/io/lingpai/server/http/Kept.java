package io.lingpai.server.http;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** A body that was passed on, kept as long as it is small enough to be sent again. */
final class Kept {

  private final int atMost;
  private @Nullable Buffer whole = Buffer.buffer();

  Kept(int atMost) {
    this.atMost = atMost;
  }

  void add(Buffer piece) {
    if (whole == null) {
      return;
    }
    if (whole.length() + (long) piece.length() > atMost) {
      whole = null;
      return;
    }
    whole.appendBuffer(piece);
  }

  /** Everything so far; null if that was too much to keep. */
  @Nullable Buffer whole() {
    return whole;
  }
}
