package io.lingpai.keeper;

import io.lingpai.credential.Credential;
import io.lingpai.credential.Intent;
import io.lingpai.credential.Partner;
import io.lingpai.credential.Value;
import io.lingpai.event.Happening;
import io.lingpai.event.Happening.Cause;
import io.lingpai.platform.Issuance;
import io.lingpai.secret.Secret;
import io.lingpai.store.CredentialStore.Lease;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to do with a value that came back when its lease was no longer ours. It may be the vendor's
 * newest, and what is stored already in its last minutes, so it is never merely dropped:
 *
 * <ol>
 *   <li>if its request left after the stored value's answer came, it is the newer one: it becomes
 *       the next version, under a new claim;
 *   <li>if its answer came before the stored value's request left, it is the older one;
 *   <li>if the two overlapped, nobody can tell: one more renewal settles it.
 * </ol>
 *
 * <p>A partner that came with it is the newer one if the stored one is still the one it was had
 * with, or is older than its request. Then it is stored before anything else is done: a vendor that
 * replaces partners hands each out once.
 *
 * <p>No check call is made: in the overlap a superseded value still passes.
 */
final class Adoption {

  /** Times from two claims are compared no more finely than this. */
  private static final Duration CERTAIN = Duration.ofSeconds(2);

  /** For what no renewal asked for. */
  static final long NO_LEASE = 0;

  private static final Duration BETWEEN_CLAIMS = Duration.ofMillis(500);

  private final Workshop shop;
  private final Subject subject;
  private final long fence;

  Adoption(Workshop shop, Subject subject, long fence) {
    this.shop = shop;
    this.subject = subject;
    this.fence = fence;
  }

  /**
   * Adopts.
   *
   * @param used the partner that the request was made with
   */
  Credential adopt(
      Issuance.Issued late, @Nullable Secret used, Instant askedAt, Instant answeredAt) {
    Instant dead = askedAt.plus(late.validFor());
    while (shop.now().isBefore(dead)) {
      Held held = shop.claim(subject.key());
      if (held == null) {
        shop.pause(BETWEEN_CLAIMS);
        continue;
      }
      return under(held, late, used, askedAt, answeredAt);
    }
    return shop.asStored(Credential.absent(subject.key(), null, Instant.EPOCH));
  }

  private Credential under(
      Held held, Issuance.Issued late, @Nullable Secret used, Instant askedAt, Instant answeredAt) {
    Credential stored = held.claim().credential();
    Secret newPartner = newer(stored.partner(), late.partner(), used, askedAt);
    Value current = stored.current();
    boolean known = current != null && current.secret().equals(late.value());
    boolean older = current != null && answeredAt.plus(CERTAIN).isBefore(current.askedAt());
    if (known || older) {
      Credential kept = older ? stored : with(stored, newPartner, answeredAt);
      shop.write(held, kept, Lease.RELEASE, List.of());
      return kept;
    }
    if (current == null || askedAt.isAfter(current.answeredAt().plus(CERTAIN))) {
      Issuance.Issued newest = new Issuance.Issued(late.value(), late.validFor(), newPartner);
      return takeOver(held, stored, newest, used, askedAt, answeredAt);
    }
    if (newPartner == null) {
      return new Renewal(shop, held, subject, Cause.SETTLEMENT).run();
    }
    Credential safe = with(stored, newPartner, answeredAt);
    return shop.write(held, safe, Lease.KEEP, List.of())
        ? new Renewal(shop, held.after(safe), subject, Cause.SETTLEMENT).run()
        : adopt(late, used, askedAt, answeredAt);
  }

  /** The late answer's partner, if it takes the place of the stored one. */
  private static @Nullable Secret newer(
      @Nullable Partner stored, @Nullable Secret late, @Nullable Secret used, Instant askedAt) {
    if (late == null || stored == null || stored.secret().equals(late)) {
      return late;
    }
    boolean successor = used != null && stored.secret().equals(used);
    return successor || askedAt.isAfter(stored.asOf().plus(CERTAIN)) ? late : null;
  }

  private static Credential with(Credential stored, @Nullable Secret partner, Instant answeredAt) {
    return partner == null ? stored : stored.withPartner(new Partner(partner, answeredAt));
  }

  private void tell(Credential adopted, Instant answeredAt) {
    Value value = adopted.current();
    shop.tell(
        fence == NO_LEASE && value != null
            ? new Happening.Entrusted(
                subject.key(), answeredAt, adopted.version(), shop.fingerprint(value))
            : new Happening.LateAnswerAdopted(subject.key(), answeredAt, adopted.version()));
  }

  private Credential takeOver(
      Held held,
      Credential stored,
      Issuance.Issued late,
      @Nullable Secret used,
      Instant askedAt,
      Instant answeredAt) {
    Intent others = stored.intent();
    Credential adopted = shop.settlement().of(stored, subject, late, askedAt, answeredAt, others);
    if (others != null && others.fence() != fence) {
      // Another's request is still unknown, and may have ended this value already: it is served,
      // without promises, until one more renewal has settled that.
      adopted = adopted.withIntent(others);
      adopted = adopted.dueAt(Decision.nextLook(adopted, subject, shop.now()));
    }
    if (shop.write(held, adopted, Lease.RELEASE, subject.children())) {
      tell(adopted, answeredAt);
      return adopted;
    }
    return adopt(late, used, askedAt, answeredAt);
  }
}
