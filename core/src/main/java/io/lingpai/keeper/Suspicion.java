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

  /** It is not the current value, or it is known to be alive, or the budget is spent. */
  record Answered() implements Suspicion {}

  /** Ask the vendor whether the value is alive. */
  record Check() implements Suspicion {}

  /** The value is dead, or there is no other way to find out: ask for a value. */
  record Fetch() implements Suspicion {}

  /**
   * Judges a report.
   *
   * @param proven the vendor itself said so to us just now, so that no check is needed
   */
  static Suspicion of(
      Credential credential,
      Kind kind,
      Secret rejected,
      boolean proven,
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
    if (lags(current, kind, now, policy)) {
      return new Answered();
    }
    if (proven) {
      return new Fetch();
    }
    Tally tally = credential.tally().on(now);
    return switch (kind.proof()) {
      case Kind.Proof.ByCall call -> {
        boolean known = tally.aliveUntil() != null && now.isBefore(tally.aliveUntil());
        yield known || tally.checks() >= call.dailyCap() ? new Answered() : new Check();
      }
      case Kind.Proof.ByRefetch refetch -> {
        Instant last = tally.lastCheckAt();
        boolean soon = last != null && now.isBefore(last.plus(refetch.atMostEvery()));
        yield soon ? new Answered() : new Fetch();
      }
    };
  }

  /**
   * Whether a value is so new that the vendor's own replication may not have it everywhere yet. A
   * short life has a short lag, as it has a short overlap: a sandbox may be sped up.
   */
  static boolean lags(Value current, Kind kind, Instant now, Policy policy) {
    Duration share = kind.overlapFor(current.life()).dividedBy(LAGS_IN_AN_OVERLAP);
    Duration lag = share.compareTo(policy.lagFor()) < 0 ? share : policy.lagFor();
    return Duration.between(current.answeredAt(), now).abs().compareTo(lag) < 0;
  }
}
