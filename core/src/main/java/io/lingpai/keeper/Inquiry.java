package io.lingpai.keeper;

import io.lingpai.credential.Credential;
import io.lingpai.credential.Kind;
import io.lingpai.credential.Tally;
import io.lingpai.credential.Value;
import io.lingpai.event.Happening;
import io.lingpai.event.Happening.Cause;
import io.lingpai.platform.Verdict;
import io.lingpai.secret.Secret;
import io.lingpai.store.CredentialStore.Lease;
import io.lingpai.store.CredentialStore.Push;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One report that a value is dead, looked into under one claim: what {@link Suspicion} says is to
 * be done is done, and a value that is dead is served no longer before another is asked for.
 */
final class Inquiry {

  private static final Duration UNPROVEN_FOR = Duration.ofSeconds(10);

  private final Workshop shop;
  private final Held held;
  private final Subject subject;
  private final Renewal renewal;

  Inquiry(Workshop shop, Held held, Subject subject) {
    this.shop = shop;
    this.held = held;
    this.subject = subject;
    this.renewal = new Renewal(shop, held, subject, Cause.SUSPICION);
  }

  /** The credential as it is afterwards. */
  Credential settle(Secret rejected, Grounds grounds) {
    Credential credential = held.claim().credential();
    Kind kind = subject.kind();
    return switch (Suspicion.of(credential, kind, rejected, grounds, shop.now(), shop.policy())) {
      case Suspicion.Answered answered -> renewal.release(credential);
      case Suspicion.Check(boolean otherwiseDead) -> check(credential, rejected, otherwiseDead);
      case Suspicion.Fetch fetch -> {
        boolean another = grounds.byVendor() && kind.source() instanceof Kind.Source.Pushed;
        if (another || kind.proof() instanceof Kind.Proof.ByCall) {
          yield replace(credential);
        }
        Tally tally = credential.tally().on(shop.now()).plusCheck(shop.now());
        yield renewal.askWithinBudget(credential.withTally(tally));
      }
    };
  }

  private Credential check(Credential credential, Secret rejected, boolean otherwiseDead) {
    Verdict verdict =
        subject
            .platform()
            .check(subject.app(), subject.kind(), rejected, shop.policy().answerWithin());
    Instant now = shop.now();
    Tally tally = credential.tally().on(now).plusCheck(now);
    return switch (verdict) {
      case Verdict.Alive alive -> {
        shop.tell(new Happening.Checked(subject.key(), now, false));
        Instant until = now.plus(shop.policy().aliveFor());
        yield renewal.release(credential.withTally(tally.aliveUntil(until)));
      }
      case Verdict.Unproven unproven -> {
        shop.tell(new Happening.Checked(subject.key(), now, null));
        if (otherwiseDead) {
          yield replace(credential.withTally(tally));
        }
        yield renewal.release(credential.withTally(tally.aliveUntil(now.plus(UNPROVEN_FOR))));
      }
      case Verdict.Dead dead -> {
        shop.tell(new Happening.Checked(subject.key(), now, true));
        // Renewals have a budget of their own. Were deaths to spend that of checks, the last of
        // them
        // would be believed by nobody.
        yield replace(credential);
      }
    };
  }

  /** The current value is proven dead: it is served no longer, and a new one is asked for. */
  private Credential replace(Credential credential) {
    Value current = credential.current();
    if (current == null || current.provenDead()) {
      return renewal.askWithinBudget(credential);
    }
    Credential dead = credential.withCurrent(current.asDead());
    Instant now = shop.now();
    if (subject.kind().source() instanceof Kind.Source.Pushed) {
      return fallBack(dead, current);
    }
    boolean byNobody = credential.intent() == null && now.isBefore(current.expiresAt());
    if (byNobody) {
      dead = dead.withTally(dead.tally().plusForeignFetch());
      shop.tell(
          new Happening.ForeignFetch(
              subject.key(), now, current.version(), dead.tally().foreignFetches()));
    }
    return renewal.askWithinBudget(dead);
  }

  /**
   * What was pushed before the refused value may still be good: each lives out its own life. None
   * is tried twice, because only older ones are looked at; a newer push takes over as ever.
   */
  private Credential fallBack(Credential dead, Value refused) {
    Optional<Push> earlier = shop.pushBefore(subject, refused);
    if (earlier.isEmpty()) {
      return renewal.askWithinBudget(dead);
    }
    // It came when it came: silence counts from the last push, and nothing about it is new.
    Credential with =
        shop.settlement()
            .pushed(
                dead,
                subject.kind(),
                earlier.get().value(),
                earlier.get().sentAt(),
                refused.answeredAt());
    with = with.dueAt(Decision.nextLook(with, subject, shop.now()));
    return shop.write(held, with, Lease.RELEASE, subject.children()) ? with : shop.asStored(with);
  }
}
