package io.lingpai.keeper;

import io.lingpai.credential.Credential;
import io.lingpai.credential.CredentialKey;
import io.lingpai.credential.Kind;
import io.lingpai.credential.Partner;
import io.lingpai.credential.Value;
import io.lingpai.event.Happening;
import io.lingpai.platform.Issuance;
import io.lingpai.secret.Secret;
import io.lingpai.store.CredentialStore;
import io.lingpai.store.CredentialStore.Lease;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What comes to the keeper without a renewal of its own: values that the vendor pushes, and values
 * and partners that an authorization or the vendor's list brought.
 *
 * <p>All of it blocks, and is durable when a method returns. Each goes under a claim like any
 * renewal, so that an older one never takes the place of a newer. Throws {@link
 * io.lingpai.problem.StoreUnavailable} if the store cannot be reached; calling again is harmless.
 */
public final class Arrivals {

  /** As many pushed values of a credential are kept. */
  static final int PUSHES_KEPT = 12;

  private static final Duration BETWEEN_CLAIMS = Duration.ofMillis(50);

  /** A vendor's clock this far ahead is wrong, and must not keep later pushes out. */
  private static final Duration CLOCKS_DIFFER_AT_MOST = Duration.ofMinutes(10);

  /** What two nodes' times are compared by no more finely. */
  private static final Duration CERTAIN = Duration.ofSeconds(2);

  private final Workshop shop;
  private final CredentialStore store;
  private final Subjects subjects;

  Arrivals(Workshop shop, CredentialStore store, Subjects subjects) {
    this.shop = shop;
    this.store = store;
    this.subjects = subjects;
  }

  /**
   * The vendor pushed a value. It becomes the current one unless a later one has come before it,
   * and wakes what waits for it; in any case it is kept among the last.
   *
   * @param sentAt the vendor's own time
   * @throws java.util.NoSuchElementException if there is no such credential
   */
  public Credential pushed(CredentialKey key, Secret value, Instant sentAt) {
    Subject subject = subjects.find(key).orElseThrow();
    Instant latest = shop.now().plus(CLOCKS_DIFFER_AT_MOST);
    Instant at = sentAt.isAfter(latest) ? latest : sentAt;
    store.keepPush(key, value, at, PUSHES_KEPT);
    shop.create(subject);
    while (true) {
      Held held = claim(key);
      Credential stored = held.claim().credential();
      if (overtaken(stored, value, at)) {
        shop.write(held, stored, Lease.RELEASE, List.of());
        return stored;
      }
      Instant now = shop.now();
      Credential with = shop.settlement().pushed(stored, subject.kind(), value, at, now);
      with = with.dueAt(Decision.nextLook(with, subject, now));
      if (shop.write(held, with, Lease.RELEASE, subject.children())) {
        tell(with, at, now);
        return with;
      }
    }
  }

  /** A later one has come before it, or it is one that the vendor refused, delivered again. */
  private static boolean overtaken(Credential stored, Secret value, Instant sentAt) {
    Value current = stored.current();
    if (current == null) {
      return false;
    }
    if (refused(current, value, sentAt) || refused(stored.previous(), value, sentAt)) {
      return true;
    }
    if (current.provenDead() || sentAt.isAfter(current.askedAt())) {
      return false;
    }
    return sentAt.isBefore(current.askedAt()) || current.secret().equals(value);
  }

  private static boolean refused(@Nullable Value known, Secret value, Instant sentAt) {
    return known != null
        && known.provenDead()
        && known.secret().equals(value)
        && !sentAt.isAfter(known.askedAt());
  }

  private void tell(Credential credential, Instant sentAt, Instant now) {
    Value value = credential.current();
    if (value != null) {
      shop.tell(
          new Happening.Arrived(
              credential.key(), now, value.version(), shop.fingerprint(value), sentAt));
    }
  }

  /**
   * An authorization brought a value together with its partner.
   *
   * @param askedAt this keeper's time before the request for them left
   * @throws java.util.NoSuchElementException if there is no such credential
   */
  public Credential issued(CredentialKey key, Issuance.Issued issued, Instant askedAt) {
    Subject subject = subjects.find(key).orElseThrow();
    shop.create(subject);
    return new Adoption(shop, subject, Adoption.NO_LEASE).adopt(issued, null, askedAt, shop.now());
  }

  /**
   * The vendor named the partner of a credential. Nothing is written if that is known.
   *
   * @param askedAt this keeper's time before the request for it left
   * @throws java.util.NoSuchElementException if there is no such credential
   */
  public Credential named(CredentialKey key, Secret partner, Instant askedAt) {
    Subject subject = subjects.find(key).orElseThrow();
    if (!(subject.kind().source() instanceof Kind.Source.OwnPartner)) {
      throw new IllegalArgumentException(key + " (expected: a kind with a partner of its own)");
    }
    Credential copy = store.find(key).orElse(null);
    if (copy == null) {
      Credential absent = Credential.absent(key, null, Instant.EPOCH);
      Credential first = absent.withPartner(new Partner(partner, shop.now()));
      copy = first.dueAt(Decision.nextLook(first, subject, shop.now()));
      if (store.create(copy)) {
        return copy;
      }
    }
    if (known(copy, partner, askedAt)) {
      return copy;
    }
    while (true) {
      Held held = claim(key);
      Credential stored = held.claim().credential();
      Instant now = shop.now();
      Credential with = stored;
      if (!known(stored, partner, askedAt)) {
        with = stored.withPartner(new Partner(partner, now)).withTrouble(null);
        with = with.dueAt(Decision.nextLook(with, subject, now));
      }
      if (shop.write(held, with, Lease.RELEASE, List.of())) {
        return with;
      }
    }
  }

  /** It is the stored one, or was asked for before the stored one came. */
  private static boolean known(Credential stored, Secret partner, Instant askedAt) {
    Partner before = stored.partner();
    return before != null
        && (before.secret().equals(partner) || !askedAt.isAfter(before.asOf().plus(CERTAIN)));
  }

  private Held claim(CredentialKey key) {
    while (true) {
      Held held = shop.claim(key);
      if (held != null) {
        return held;
      }
      shop.pause(BETWEEN_CLAIMS);
    }
  }
}
