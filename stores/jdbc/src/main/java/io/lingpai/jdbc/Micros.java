package io.lingpai.jdbc;

import io.lingpai.credential.Credential;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Times as the databases hold them: microseconds since 1970, cut, never rounded up. */
final class Micros {

  private static final long A_SECOND = 1_000_000;
  private static final int NANOS = 1_000;

  private Micros() {}

  static long of(Instant time) {
    Instant bounded = time.isAfter(Credential.ALWAYS) ? Credential.ALWAYS : time;
    return Math.addExact(
        Math.multiplyExact(bounded.getEpochSecond(), A_SECOND), bounded.getNano() / NANOS);
  }

  static Instant instant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, A_SECOND), Math.floorMod(micros, A_SECOND) * NANOS);
  }

  /** The time as it would be read back. */
  static Instant cut(Instant time) {
    return time.truncatedTo(ChronoUnit.MICROS);
  }
}
