package io.lingpai.keeper;

import io.lingpai.credential.Credential;
import io.lingpai.credential.Intent;
import io.lingpai.credential.Kind;
import io.lingpai.credential.Partner;
import io.lingpai.credential.Tally;
import io.lingpai.credential.Trouble;
import io.lingpai.credential.Value;
import io.lingpai.credential.VendorError;
import io.lingpai.credential.VendorsDay;
import io.lingpai.event.Happening;
import io.lingpai.event.Happening.Cause;
import io.lingpai.platform.Issuance;
import io.lingpai.platform.IssueRequest;
import io.lingpai.secret.Secret;
import io.lingpai.store.CredentialStore.Lease;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One renewal under one claim. The order is the point:
 *
 * <ol>
 *   <li>the lease is ours, and the claim brought the credential as it is now;
 *   <li>is it still needed? Another node may just have done it;
 *   <li>the intent is written: from here on a crash reads as "unknown";
 *   <li>is there time left on the lease for the longest answer? A node that was paused finds out
 *       here;
 *   <li>the vendor is asked;
 *   <li>the outcome is stored, if no newer claim was made, and only then seen by anyone;
 *   <li>if a newer claim was made, a value is not dropped but {@linkplain Adoption adopted}.
 * </ol>
 */
final class Renewal {

  private static final int FORCED_A_DAY = 20;
  private static final Duration BETWEEN_FORCED = Duration.ofSeconds(30);
  private static final int STEPS_AT_MOST = 3;

  private final Workshop shop;
  private final Held held;
  private final Subject subject;
  private final Cause cause;
  private final int step;

  Renewal(Workshop shop, Held held, Subject subject, Cause cause) {
    this(shop, held, subject, cause, 1);
  }

  private Renewal(Workshop shop, Held held, Subject subject, Cause cause, int step) {
    this.shop = shop;
    this.held = held;
    this.subject = subject;
    this.cause = cause;
    this.step = step;
  }

  /** Renews if it is still needed; the credential as it is afterwards. */
  Credential run() {
    Credential credential = held.claim().credential();
    Instant now = shop.now();
    return switch (Decision.of(credential, subject, cause, now)) {
      case Decision.Leave leave -> release(credential.dueAt(leave.lookAgainAt()));
      case Decision.Spent spent ->
          release(shop.settlement().spent(credential, subject, now, spent.until()));
      case Decision.Ask ask -> ask(credential, cause == Cause.ADMINISTRATOR && forcible());
    };
  }

  /** Asks, unless there is no need or no budget. */
  Credential askWithinBudget(Credential credential) {
    return switch (Decision.of(credential, subject, cause, shop.now())) {
      case Decision.Leave leave -> release(credential.dueAt(leave.lookAgainAt()));
      case Decision.Spent spent ->
          release(shop.settlement().spent(credential, subject, shop.now(), spent.until()));
      case Decision.Ask ask -> ask(credential, false);
    };
  }

  private Credential ask(Credential credential, boolean forced) {
    if (subject.kind().source() instanceof Kind.Source.Pushed(Duration quietFor)) {
      return askForPush(credential, quietFor);
    }
    Secret parent = null;
    if (subject.parent() != null) {
      Value of = shop.parentOf(subject);
      if (of == null) {
        return blocked(credential);
      }
      parent = of.secret();
    }
    if (forced) {
      Trouble tooOften = tooOftenForced(credential);
      if (tooOften != null) {
        return notForced(credential, tooOften);
      }
    }
    // The claim's time is the store's own and lies before the call: no clock of ours can make the
    // promises that end on it too long.
    Instant claimedAt = held.claim().claimedAt();
    Intent unsettled = credential.intent();
    Credential intended =
        credential
            .withIntent(
                new Intent(unsettled == null ? claimedAt : unsettled.at(), held.claim().fence()))
            .withTally(counted(credential, forced));
    if (!shop.write(held, intended, Lease.KEEP, List.of())) {
      return shop.asStored(credential);
    }
    if (shop.timeline().atMostSince(held.asked()).compareTo(shop.policy().latestAsk()) > 0) {
      return release(credential.dueAt(shop.now()));
    }
    Instant askedAt = claimedAt.plus(shop.timeline().atLeastSince(held.received()));
    Partner partner = credential.usablePartner();
    Secret with = partner == null ? null : partner.secret();
    Issuance issuance = subject.platform().issue(request(parent, with, forced));
    Instant answeredAt = claimedAt.plus(shop.timeline().atMostSince(held.asked()));
    if (!forced && mustForce(credential, issuance)) {
      return ask(intended.withIntent(credential.intent()), true);
    }
    return store(intended, issuance, askedAt, answeredAt, unsettled, parent);
  }

  private IssueRequest request(@Nullable Secret parent, @Nullable Secret partner, boolean forced) {
    return new IssueRequest(
        subject.app(), subject.kind(), parent, partner, forced, shop.policy().answerWithin());
  }

  /**
   * The lease is given back before the vendor is asked: what it then pushes, perhaps before it has
   * answered, must not wait for us.
   */
  private Credential askForPush(Credential credential, Duration quietFor) {
    Instant now = shop.now();
    Value last = credential.current();
    Trouble before = credential.trouble();
    Instant since = last != null ? last.answeredAt() : before != null ? before.since() : now;
    Credential counted = credential.withTally(counted(credential, false));
    Credential awaiting = shop.settlement().awaiting(counted, now);
    Credential waiting = awaiting.dueAt(Decision.nextLook(awaiting, subject, now));
    if (!shop.write(held, waiting, Lease.RELEASE, List.of())) {
      return shop.asStored(waiting);
    }
    if (!now.isBefore(since.plus(quietFor))) {
      shop.tell(new Happening.PushesSilent(subject.key(), now, since));
    }
    Issuance issuance = subject.platform().issue(request(null, null, false));
    if (issuance instanceof Issuance.Awaited) {
      return waiting;
    }
    Held again = shop.claim(subject.key());
    if (again == null) {
      return shop.asStored(waiting);
    }
    return new Renewal(shop, again, subject, cause).notPushed(waiting, issuance);
  }

  /** The vendor would not even begin to push; unless it has done so meanwhile, that is shown. */
  private Credential notPushed(Credential waiting, Issuance issuance) {
    Credential credential = held.claim().credential();
    Instant now = shop.now();
    if (credential.version() != waiting.version()) {
      return release(credential);
    }
    Credential settled =
        shop.settlement().of(credential, subject, issuance, now, now, credential.intent());
    Trouble trouble = settled.trouble();
    if (trouble != null) {
      shop.tell(new Happening.NotRenewed(subject.key(), now, trouble, cause));
    }
    return release(settled);
  }

  private Credential store(
      Credential intended,
      Issuance issuance,
      Instant askedAt,
      Instant answeredAt,
      @Nullable Intent unsettled,
      @Nullable Secret parent) {
    Credential settled =
        shop.settlement().of(intended, subject, issuance, askedAt, answeredAt, unsettled);
    if (shop.write(held, settled, Lease.RELEASE, subject.children())) {
      tell(intended, settled, issuance, askedAt, answeredAt);
      if (issuance instanceof Issuance.ParentRejected && parent != null) {
        shop.parentRejected(subject, parent);
      }
      return aboutThePartner(issuance) ? next(settled) : settled;
    }
    if (issuance instanceof Issuance.Issued issued) {
      Partner used = intended.partner();
      return new Adoption(shop, subject, held.claim().fence())
          .adopt(issued, used == null ? null : used.secret(), askedAt, answeredAt);
    }
    return shop.asStored(settled);
  }

  private static boolean aboutThePartner(Issuance issuance) {
    return issuance instanceof Issuance.PartnerRejected
        || issuance instanceof Issuance.PartnerFound;
  }

  /**
   * The way from a refused partner to a value has three calls: refused, found again, refreshed.
   * Each is a renewal of its own, and what each brought is stored before the next.
   */
  private Credential next(Credential settled) {
    Trouble trouble = settled.trouble();
    boolean later = trouble != null && shop.now().isBefore(trouble.askAgainAt());
    Held again = later || step == STEPS_AT_MOST ? null : shop.claim(subject.key());
    if (again == null) {
      return settled;
    }
    return new Renewal(shop, again, subject, cause, step + 1).run();
  }

  private Credential blocked(Credential credential) {
    VendorError why = shop.whyParentIsMissing(subject);
    return release(shop.settlement().blocked(credential, subject, why, shop.now()));
  }

  /** Stable mode hands back the value it holds, dead or not: only force replaces a dead one. */
  private boolean mustForce(Credential credential, Issuance issuance) {
    Value current = credential.current();
    return forcible()
        && current != null
        && current.provenDead()
        && issuance instanceof Issuance.Issued issued
        && issued.value().equals(current.secret());
  }

  private boolean forcible() {
    return subject.kind().repeat() == Kind.Repeat.NEW_NEAR_THE_END;
  }

  private @Nullable Trouble tooOftenForced(Credential credential) {
    Instant now = shop.now();
    Tally tally = credential.tally().on(now);
    Instant last = tally.lastForcedAt();
    if (tally.forced() >= FORCED_A_DAY) {
      return forcedTrouble(now, VendorsDay.endOf(now), FORCED_A_DAY + " forced renewals a day");
    }
    if (last != null && now.isBefore(last.plus(BETWEEN_FORCED))) {
      return forcedTrouble(now, last.plus(BETWEEN_FORCED), "one forced renewal in 30 seconds");
    }
    return null;
  }

  /** Told to whoever wanted it; a value that still lives is renewed as planned all the same. */
  private Credential notForced(Credential credential, Trouble why) {
    Value current = credential.current();
    if (current == null || current.aliveAt(shop.now())) {
      return release(credential).withTrouble(why);
    }
    Instant planned = current.renewAt();
    Instant again =
        planned.isAfter(shop.now()) && planned.isBefore(why.askAgainAt())
            ? planned
            : why.askAgainAt();
    Trouble until = new Trouble(why.nature(), why.error(), why.since(), why.attempts(), again);
    return release(credential.withIntent(null).withTrouble(until).dueAt(again));
  }

  private static Trouble forcedTrouble(Instant now, Instant until, String limit) {
    return new Trouble(
        Trouble.Nature.QUOTA_SPENT,
        VendorError.of("", "the vendor allows " + limit),
        now,
        1,
        until);
  }

  private Tally counted(Credential credential, boolean forced) {
    Tally tally = credential.tally().on(shop.now()).plusVendorCall();
    return forced ? tally.plusForced(shop.now()) : tally;
  }

  /** Gives the claim back with the credential as it is now. */
  Credential release(Credential credential) {
    return shop.write(held, credential, Lease.RELEASE, List.of())
        ? credential
        : shop.asStored(credential);
  }

  private void tell(
      Credential before,
      Credential settled,
      Issuance issuance,
      Instant askedAt,
      Instant answeredAt) {
    Value value = settled.current();
    if (issuance instanceof Issuance.Issued && value != null) {
      shop.tell(
          new Happening.Renewed(
              subject.key(),
              answeredAt,
              value.version(),
              shop.fingerprint(value),
              value.expiresAt(),
              value.version() != before.version(),
              cause,
              Duration.between(askedAt, answeredAt)));
    } else if (issuance instanceof Issuance.PartnerFound && settled.usablePartner() != null) {
      shop.tell(new Happening.PartnerRecovered(subject.key(), answeredAt));
    } else if (settled.trouble() != null) {
      shop.tell(new Happening.NotRenewed(subject.key(), answeredAt, settled.trouble(), cause));
    }
  }
}
