package io.lingpai.keeper;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The store's time, as this node reckons it between two looks at the store.
 *
 * <p>All times in a credential are the store's, so that nodes whose clocks differ agree on them.
 * From the last look on, time has passed by whichever is more of the wall clock and the monotonic
 * clock: the monotonic one stands still in a suspended machine, the wall clock may be set back.
 * Erring ahead is safe (a value is called dead too early), and the next look corrects it.
 */
public final class Timeline {

  private final InstantSource wall;
  private final LongSupplier nanos;
  private volatile Anchor anchor;

  /**
   * Starts out from the wall clock, until the store is first heard.
   *
   * @param wall this machine's clock
   * @param nanos a monotonic clock, such as {@code System::nanoTime}
   */
  public Timeline(InstantSource wall, LongSupplier nanos) {
    this.wall = wall;
    this.nanos = nanos;
    Instant start = wall.instant();
    this.anchor = new Anchor(start, Instant.MIN, start, nanos.getAsLong());
  }

  /** The store's time now, or a little ahead of it. */
  public Instant now() {
    return anchor.now(wall.instant(), nanos.getAsLong());
  }

  /** A mark to be taken before the store is asked for its time. */
  Mark mark() {
    return new Mark(wall.instant(), nanos.getAsLong());
  }

  /**
   * The change feed was read to its end, and the store said what time it was, in answer to a
   * question asked at {@code asked}.
   */
  void heard(Instant storeTime, Mark asked) {
    anchor = new Anchor(storeTime, storeTime, asked.wall(), asked.nanos());
  }

  /**
   * The store said what time it was, though not all that had happened. A clock that was set since
   * the last look must not decide what is done under a claim.
   */
  void adjusted(Instant storeTime, Mark asked) {
    anchor = new Anchor(storeTime, anchor.heard(), asked.wall(), asked.nanos());
  }

  /** The store's time when it was last heard; {@link Instant#MIN} if never. */
  public Instant lastHeard() {
    return anchor.heard();
  }

  /** How long since a mark at the most: what a lease or a life must be measured by. */
  Duration atMostSince(Mark mark) {
    return longer(byWall(mark), byNanos(mark));
  }

  /** How long since a mark at the least: what "after" must be measured by. Never negative. */
  Duration atLeastSince(Mark mark) {
    Duration least = Schedule.shorter(byWall(mark), byNanos(mark));
    return least.isNegative() ? Duration.ZERO : least;
  }

  private Duration byWall(Mark mark) {
    return Duration.between(mark.wall(), wall.instant());
  }

  private Duration byNanos(Mark mark) {
    return Duration.ofNanos(nanos.getAsLong() - mark.nanos());
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) >= 0 ? a : b;
  }

  /** A moment on this node, by both clocks. */
  record Mark(Instant wall, long nanos) {}

  private record Anchor(Instant store, Instant heard, Instant wall, long nanos) {
    Instant now(Instant wallNow, long nanosNow) {
      Duration passed = longer(Duration.between(wall, wallNow), Duration.ofNanos(nanosNow - nanos));
      return passed.isNegative() ? store : store.plus(passed);
    }
  }
}
