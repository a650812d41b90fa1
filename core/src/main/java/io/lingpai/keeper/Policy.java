package io.lingpai.keeper;

import java.time.Duration;

/**
 * How carefully to keep. Every duration says what it bounds.
 *
 * @param renewBefore how long before its end a value is renewed, for lives long enough
 * @param spreadBy renewals are spread over this much more, so that herds don't form
 * @param leaseFor how long a claim keeps others away; outlives the vendor call
 * @param answerWithin how long a vendor may take
 * @param listenEvery how long between two looks at the change feed
 * @param claimAtMost due credentials taken in one step
 * @param inFlightAtMost renewals under way on this node
 * @param keepWarmFor how long after a read a credential is kept warm that nobody listed
 * @param aliveFor how long a proof of life holds
 * @param lagFor how long after a renewal a dead-token answer is the vendor's own lag
 * @param backOffAtMost the longest pause between attempts while a vendor is unavailable
 */
public record Policy(
    Duration renewBefore,
    Duration spreadBy,
    Duration leaseFor,
    Duration answerWithin,
    Duration listenEvery,
    int claimAtMost,
    int inFlightAtMost,
    Duration keepWarmFor,
    Duration aliveFor,
    Duration lagFor,
    Duration backOffAtMost) {

  public static final Policy DEFAULT =
      new Policy(
          Duration.ofMinutes(10),
          Duration.ofMinutes(2),
          Duration.ofSeconds(25),
          Duration.ofSeconds(10),
          Duration.ofMillis(500),
          64,
          1024,
          Duration.ofHours(24),
          Duration.ofSeconds(60),
          Duration.ofSeconds(15),
          Duration.ofSeconds(60));

  public Policy {
    positive("renewBefore", renewBefore);
    positive("leaseFor", leaseFor);
    positive("answerWithin", answerWithin);
    positive("listenEvery", listenEvery);
    if (spreadBy.isNegative()) {
      throw new IllegalArgumentException("spreadBy: " + spreadBy + " (expected: >= 0)");
    }
    if (leaseFor.compareTo(answerWithin.multipliedBy(2)) < 0) {
      throw new IllegalArgumentException(
          "leaseFor: "
              + leaseFor
              + " (expected: at least twice answerWithin, "
              + answerWithin
              + ", or a slow answer finds its lease gone)");
    }
  }

  /** The same with other margins, as {@code renewal:} in the configuration sets them. */
  public Policy renewing(Duration before, Duration spread) {
    return new Policy(
        before,
        spread,
        leaseFor,
        answerWithin,
        listenEvery,
        claimAtMost,
        inFlightAtMost,
        keepWarmFor,
        aliveFor,
        lagFor,
        backOffAtMost);
  }

  /**
   * How much of a lease may be gone when the request leaves: what remains must hold the longest
   * answer and the write after it.
   */
  Duration latestAsk() {
    return leaseFor.minus(answerWithin).minus(answerWithin.dividedBy(4));
  }

  private static void positive(String name, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: > 0)");
    }
  }
}
