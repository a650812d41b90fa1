package io.lingpai.keeper;

import io.lingpai.credential.Credential;
import io.lingpai.credential.Intent;
import io.lingpai.credential.Kind;
import io.lingpai.credential.Tally;
import io.lingpai.credential.Trouble;
import io.lingpai.credential.Value;
import io.lingpai.credential.VendorError;
import io.lingpai.platform.Issuance;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a credential when an answer, or none, came back: pure but for the dice of the
 * back-off.
 */
final class Settlement {

  private static final Duration FIRST_BACK_OFF = Duration.ofSeconds(1);
  private static final Duration PARENT_LOOK = Duration.ofSeconds(60);
  private static final int DOUBLINGS_AT_MOST = 16;

  private final Policy policy;
  private final RandomGenerator dice;

  Settlement(Policy policy, RandomGenerator dice) {
    this.policy = policy;
    this.dice = dice;
  }

  /**
   * The credential after an issuance.
   *
   * @param credential as it was when the request left, its intent included
   * @param askedAt the store's time before the request left
   * @param answeredAt the store's time when the answer was here
   * @param unsettled an earlier request whose outcome is still unknown. It may have been carried
   *     out between the current value's and this one, so that the current value is the one before
   *     last; an answer without a value leaves it as unsettled as it was
   */
  Credential of(
      Credential credential,
      Subject subject,
      Issuance issuance,
      Instant askedAt,
      Instant answeredAt,
      @Nullable Intent unsettled) {
    Credential closed = credential.withIntent(unsettled);
    Credential settled =
        switch (issuance) {
          case Issuance.Issued issued ->
              issued(credential, subject, issued, askedAt, answeredAt, unsettled != null);
          case Issuance.Refused refused ->
              attempt(
                  closed, Trouble.Nature.REFUSED, refused.why(), answeredAt, refused.askAgainIn());
          case Issuance.RiskPending pending ->
              attempt(
                  closed,
                  Trouble.Nature.RISK_PENDING,
                  pending.why(),
                  answeredAt,
                  pending.askAgainIn());
          case Issuance.QuotaSpent spent ->
              attempt(
                  closed,
                  Trouble.Nature.QUOTA_SPENT,
                  spent.why(),
                  answeredAt,
                  spent.askAgainIn().isZero()
                      ? Duration.between(answeredAt, Tally.dayAfter(answeredAt))
                      : spent.askAgainIn());
          case Issuance.Unavailable unavailable ->
              attempt(
                  closed,
                  Trouble.Nature.UNAVAILABLE,
                  unavailable.why(),
                  answeredAt,
                  backOff(credential));
          case Issuance.ParentRejected rejected ->
              attempt(
                  closed,
                  Trouble.Nature.BLOCKED_BY_PARENT,
                  rejected.why(),
                  answeredAt,
                  backOff(credential));
          case Issuance.Unknown unknown ->
              // The intent stays open: promises end on it, and nobody asks again before they have.
              attempt(
                  credential,
                  Trouble.Nature.UNKNOWN,
                  unknown.why(),
                  answeredAt,
                  backOff(credential));
        };
    return settled.dueAt(Decision.nextLook(settled, subject, answeredAt));
  }

  /** The credential while its parent has no usable value; the parent's recovery wakes it. */
  Credential blocked(Credential credential, Subject subject, VendorError why, Instant now) {
    Credential blocked =
        attempt(credential, Trouble.Nature.BLOCKED_BY_PARENT, why, now, PARENT_LOOK);
    return blocked.dueAt(Decision.nextLook(blocked, subject, now));
  }

  /** The credential when our own budget for the day is spent. */
  Credential spent(Credential credential, Subject subject, Instant now, Instant until) {
    VendorError why =
        VendorError.of("", "our own budget of " + subject.kind().dailyBudget() + " calls a day");
    Credential spent =
        attempt(credential, Trouble.Nature.QUOTA_SPENT, why, now, Duration.between(now, until));
    return spent.dueAt(Decision.nextLook(spent, subject, now));
  }

  private Credential issued(
      Credential credential,
      Subject subject,
      Issuance.Issued issued,
      Instant askedAt,
      Instant answeredAt,
      boolean orderUnknown) {
    Kind kind = subject.kind();
    Instant expiresAt = askedAt.plus(issued.validFor());
    Value current = credential.current();
    if (current != null && current.secret().equals(issued.value())) {
      return same(credential, kind, current, askedAt, expiresAt, answeredAt);
    }
    Value next =
        new Value(
            issued.value(),
            credential.version() + 1,
            askedAt,
            answeredAt,
            expiresAt,
            Schedule.renewAt(kind, policy, credential.key(), askedAt, expiresAt),
            false,
            false);
    return credential.succeededBy(next, oldUsableUntil(current, kind, askedAt, orderUnknown));
  }

  private Credential same(
      Credential credential,
      Kind kind,
      Value current,
      Instant askedAt,
      Instant expiresAt,
      Instant answeredAt) {
    boolean nearTheEnd = kind.repeat() == Kind.Repeat.NEW_NEAR_THE_END;
    boolean rehearsal = nearTheEnd && answeredAt.isBefore(current.renewAt());
    Instant planned =
        nearTheEnd
            ? Schedule.askAgainAt(kind, answeredAt, expiresAt)
            : Schedule.renewAt(kind, policy, credential.key(), askedAt, expiresAt);
    // A renewal may move back, never forward: promises were given on it.
    Instant renewAt =
        rehearsal || planned.isBefore(current.renewAt()) ? current.renewAt() : planned;
    Value value =
        new Value(
            current.secret(),
            current.version(),
            current.askedAt(),
            answeredAt,
            expiresAt,
            renewAt,
            nearTheEnd,
            current.provenDead());
    return credential.withCurrent(value).withIntent(null).withTrouble(null);
  }

  private static Instant oldUsableUntil(
      @Nullable Value old, Kind kind, Instant askedAt, boolean orderUnknown) {
    if (old == null || old.provenDead() || orderUnknown) {
      return askedAt;
    }
    if (kind.repeat() != Kind.Repeat.ENDS_THE_OLD_AFTER_OVERLAP) {
      return old.expiresAt();
    }
    Instant overlapEnd = askedAt.plus(kind.overlapFor(old.life()));
    return overlapEnd.isBefore(old.expiresAt()) ? overlapEnd : old.expiresAt();
  }

  private static Credential attempt(
      Credential credential,
      Trouble.Nature nature,
      VendorError why,
      Instant now,
      Duration askAgainIn) {
    Trouble before = credential.trouble();
    Instant since = now;
    int attempts = 1;
    if (before != null && before.nature() == nature) {
      since = before.since();
      attempts = before.attempts() + 1;
    }
    return credential.withTrouble(new Trouble(nature, why, since, attempts, now.plus(askAgainIn)));
  }

  /** Doubles from a second, with full jitter over the upper half, so that nodes don't march. */
  private Duration backOff(Credential credential) {
    Trouble before = credential.trouble();
    int attempts = before == null ? 0 : Math.min(before.attempts(), DOUBLINGS_AT_MOST);
    Duration cap =
        Schedule.shorter(policy.backOffAtMost(), FIRST_BACK_OFF.multipliedBy(1L << attempts));
    return Schedule.scaled(cap, 0.5 + dice.nextDouble() / 2);
  }
}
