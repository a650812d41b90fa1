package io.lingpai.platform.http;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.function.LongSupplier;

/** A moment on the monotonic clock by which everything must be over. */
record Deadline(LongSupplier nanos, long end) {

  static Deadline in(Duration time, LongSupplier nanos) {
    return new Deadline(nanos, nanos.getAsLong() + time.toNanos());
  }

  /**
   * What is left, as sockets want it: at least one, because they take zero for ever.
   *
   * @throws SocketTimeoutException if nothing is left
   */
  int millisLeft() throws SocketTimeoutException {
    long left = end - nanos.getAsLong();
    if (left <= 0) {
      throw new SocketTimeoutException("no time left");
    }
    return Math.clamp(Duration.ofNanos(left).toMillis(), 1, Integer.MAX_VALUE);
  }
}
