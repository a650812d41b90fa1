package io.lingpai.server.follower;

import io.lingpai.keeper.Waiting;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Lets one call go every so often: an import must leave the vendor's quota to others. */
final class Pace {

  private final Waiting waiting;
  private final LongSupplier nanos;
  private final long every;
  private long next;

  /**
   * @param nanos a clock that only ever goes on
   */
  Pace(Waiting waiting, LongSupplier nanos, Duration every) {
    this.waiting = waiting;
    this.nanos = nanos;
    this.every = every.toNanos();
    this.next = nanos.getAsLong();
  }

  /** Waits until it is time. For one thread. */
  void await() {
    long early = next - nanos.getAsLong();
    if (early > 0) {
      waiting.pause(Duration.ofNanos(early));
    }
    next = nanos.getAsLong() + every;
  }
}
