package io.lingpai.keeper;

import io.lingpai.credential.Credential;
import io.lingpai.credential.Intent;
import io.lingpai.credential.Kind;
import io.lingpai.credential.Partner;
import io.lingpai.credential.Trouble;
import io.lingpai.credential.Value;
import io.lingpai.credential.VendorError;
import io.lingpai.credential.VendorsDay;
import io.lingpai.platform.Issuance;
import io.lingpai.secret.Secret;
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

  /** The vendor names the very partner that it refuses: only a new authorization helps. */
  private static final Duration REFUSED_PARTNER_LOOK = Duration.ofHours(1);

  private static final String NAMED_AND_REFUSED =
      "the vendor names a refresh token and then refuses it";

  /** Asking again sooner would give the same dead value, over and over. */
  private static final Duration DEAD_VALUE_LOOK = Duration.ofSeconds(60);

  private static final String DEAD_AND_GIVEN_AGAIN =
      "the vendor calls the value dead, and gives it again";

  private static final Duration BETWEEN_CALLS_FOR_PUSHES = Duration.ofMinutes(10);

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
                      ? Duration.between(answeredAt, VendorsDay.endOf(answeredAt))
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
          case Issuance.PartnerRejected rejected -> partnerRejected(closed, rejected, answeredAt);
          case Issuance.PartnerFound found -> partnerFound(closed, found.partner(), answeredAt);
          case Issuance.Awaited awaited -> awaiting(closed, answeredAt);
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

  /** The first refusal is followed by a search at once; further ones wait longer and longer. */
  private Credential partnerRejected(
      Credential credential, Issuance.PartnerRejected rejected, Instant now) {
    Partner partner = credential.partner();
    Credential without =
        partner == null ? credential : credential.withPartner(partner.asRejected());
    Duration pause = credential.trouble() == null ? Duration.ZERO : backOff(credential);
    return attempt(without, Trouble.Nature.REFUSED, rejected.why(), now, pause);
  }

  private Credential partnerFound(Credential credential, Secret found, Instant now) {
    Partner before = credential.partner();
    Trouble trouble = credential.trouble();
    if (before != null && before.rejected() && before.secret().equals(found)) {
      VendorError why = trouble == null ? VendorError.of("", NAMED_AND_REFUSED) : trouble.error();
      return attempt(credential, Trouble.Nature.REFUSED, why, now, REFUSED_PARTNER_LOOK);
    }
    // The trouble is over when a value has been had with it, not before: it counts the attempts.
    Credential with = credential.withPartner(new Partner(found, now));
    return trouble == null ? with : with.withTrouble(trouble.askAgainAt(now));
  }

  /** The credential while a push is waited for; the value it has is used meanwhile. */
  Credential awaiting(Credential credential, Instant now) {
    VendorError why = VendorError.of("", "nothing was pushed; the vendor was asked to begin again");
    return attempt(credential, Trouble.Nature.NOT_READY, why, now, BETWEEN_CALLS_FOR_PUSHES);
  }

  /** The credential with what the vendor pushed at a time that is later than the last one's. */
  Credential pushed(
      Credential credential, Kind kind, Secret value, Instant sentAt, Instant receivedAt) {
    Value current = credential.current();
    Instant from = sentAt.isBefore(receivedAt) ? sentAt : receivedAt;
    Instant end = from.plus(kind.life());
    long version = credential.version();
    boolean same = current != null && current.secret().equals(value);
    Value next =
        new Value(value, same ? version : version + 1, sentAt, receivedAt, end, end, false, false);
    Credential with =
        same
            ? credential.withCurrent(next).withTrouble(null)
            : credential.succeededBy(next, current == null ? end : current.expiresAt());
    return with.withIntent(null);
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
    Credential with = withPartner(credential, issued, answeredAt);
    if (current != null && current.secret().equals(issued.value())) {
      if (current.provenDead() && kind.repeat() == Kind.Repeat.SAME_VALUE) {
        return attempt(
            with.withIntent(null),
            Trouble.Nature.UNAVAILABLE,
            VendorError.of("", DEAD_AND_GIVEN_AGAIN),
            answeredAt,
            DEAD_VALUE_LOOK);
      }
      return same(with, kind, current, askedAt, expiresAt, answeredAt);
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
    return with.succeededBy(next, oldUsableUntil(current, kind, askedAt, orderUnknown));
  }

  /** A value was had with it, so it is the right one; it may have been replaced by that. */
  private static Credential withPartner(
      Credential credential, Issuance.Issued issued, Instant answeredAt) {
    Partner before = credential.partner();
    Secret partner = issued.partner();
    if (partner == null && before != null) {
      partner = before.secret();
    }
    return partner == null ? credential : credential.withPartner(new Partner(partner, answeredAt));
  }

  private Credential same(
      Credential credential,
      Kind kind,
      Value current,
      Instant askedAt,
      Instant told,
      Instant answeredAt) {
    Instant expiresAt = bounded(kind, current, told, answeredAt);
    boolean lastLife = expiresAt.isBefore(told);
    boolean nearTheEnd = kind.repeat() == Kind.Repeat.NEW_NEAR_THE_END;
    boolean rehearsal = nearTheEnd && answeredAt.isBefore(current.renewAt());
    Instant planned =
        nearTheEnd || lastLife
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
    Credential with = credential.withCurrent(value).withIntent(null).withTrouble(null);
    return kind.repeat() == Kind.Repeat.SAME_VALUE
        ? with.withTally(with.tally().aliveUntil(answeredAt.plus(Suspicion.GIVEN_AGAIN_STANDS)))
        : with;
  }

  /**
   * The end that a vendor tells of a value it has given before, no later than any value can live.
   * Where even that is over, the vendor knows better than we do when it made the value.
   */
  private static Instant bounded(Kind kind, Value current, Instant told, Instant answeredAt) {
    Duration longest = kind.longestLife();
    if (longest == null) {
      return told;
    }
    Instant last = current.askedAt().plus(longest);
    return last.isAfter(answeredAt) && last.isBefore(told) ? last : told;
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
