package io.lingpai.keeper;

import io.lingpai.credential.Credential;
import io.lingpai.credential.Kind;
import io.lingpai.credential.Tally;
import io.lingpai.credential.Trouble;
import io.lingpai.credential.Value;
import io.lingpai.secret.Secret;
import java.time.Duration;
import java.time.Instant;

/** What to do when someone says that a value is dead: a pure function of what is known. */
sealed interface Suspicion {

  /** How much of the overlap the vendor's replication takes: 15 s of five minutes. */
  int LAGS_IN_AN_OVERLAP = 20;

  /**
   * A value that the vendor has just given again stands for so long, whatever it is refused for.
   */
  Duration GIVEN_AGAIN_STANDS = Duration.ofMinutes(1);

  /** It is not the current value, or it is known to be alive, or the budget is spent. */
  record Answered() implements Suspicion {}

  /**
   * Ask the vendor whether the value is alive.
   *
   * @param otherwiseDead what to think of it should the vendor prove nothing
   */
  record Check(boolean otherwiseDead) implements Suspicion {}

  /** There is no other way to find out: ask for a value. */
  record Fetch() implements Suspicion {}

  /**
   * Judges a report.
   *
   * <p>A value that is younger than the vendor's replication takes is no suspect while the value
   * before it lives, for callers go on with that. Hints that come right after a renewal mean the
   * value before.
   *
   * <p>A refusal of one call is checked with another, for there are calls that are refused so
   * whatever token they carry, and who makes them must not end the token of everybody else.
   */
  static Suspicion of(
      Credential credential,
      Kind kind,
      Secret rejected,
      Grounds grounds,
      Instant now,
      Policy policy) {
    Value current = credential.current();
    if (current == null || !current.secret().equals(rejected)) {
      return new Answered();
    }
    if (!current.aliveAt(now)) {
      Trouble trouble = credential.trouble();
      boolean backingOff = trouble != null && now.isBefore(trouble.askAgainAt());
      return backingOff ? new Answered() : new Fetch();
    }
    boolean young = isYoung(current, kind, now, policy);
    if (young && excused(credential, grounds, now)) {
      return new Answered();
    }
    boolean refused = grounds.byVendor();
    Tally tally = credential.tally().on(now);
    Instant until = tally.aliveUntil();
    boolean provenAlive = until != null && now.isBefore(until);
    return switch (kind.proof()) {
      case Kind.Proof.ByCall call -> {
        if (!refused && provenAlive) {
          yield new Answered();
        }
        yield tally.checks() >= call.dailyCap() ? new Answered() : new Check(refused && !young);
      }
      case Kind.Proof.ByRefetch refetch -> {
        Instant last = tally.lastCheckAt();
        boolean soon =
            refused
                ? provenAlive && !(kind.source() instanceof Kind.Source.Pushed)
                : last != null && now.isBefore(last.plus(refetch.atMostEvery()));
        yield soon ? new Answered() : new Fetch();
      }
    };
  }

  private static boolean excused(Credential credential, Grounds grounds, Instant now) {
    return switch (grounds) {
      case HINT -> credential.previous() != null;
      case HEARSAY, REFUSAL -> credential.previousAlive(now) != null;
      case BOTH_REFUSED -> false;
    };
  }

  /**
   * Whether a value is so new that the vendor's own replication may not have it everywhere yet. A
   * short life has a short lag, as it has a short overlap: a sandbox may be sped up.
   */
  static boolean isYoung(Value current, Kind kind, Instant now, Policy policy) {
    Duration share = kind.overlapFor(current.life()).dividedBy(LAGS_IN_AN_OVERLAP);
    Duration lag = share.compareTo(policy.lagFor()) < 0 ? share : policy.lagFor();
    return Duration.between(current.answeredAt(), now).abs().compareTo(lag) < 0;
  }
}
