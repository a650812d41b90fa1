package io.lingpai.keeper;

import io.lingpai.credential.Credential;
import io.lingpai.credential.CredentialKey;
import io.lingpai.credential.Intent;
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
 * Makes ours what another program fetched and what is in use, without asking the vendor: asking
 * would end it.
 *
 * <p>Only the rest of such a value's life is known, not when it was had. So:
 *
 * <ol>
 *   <li>it never takes the place of a value that lives, nor of a partner that is not refused: which
 *       is the newer one, nobody can tell;
 *   <li>its life is counted from now, and its renewal and all promises follow from the rest: a
 *       short rest has a short overlap, so that they err on the early side;
 *   <li>a request of our own whose outcome is unknown may have ended it: then it is served without
 *       promises, until one renewal has settled that.
 * </ol>
 *
 * Blocks; what {@link #take} returns from is durable.
 */
public final class Takeover {

  private static final Duration BETWEEN_CLAIMS = Duration.ofMillis(50);

  private final Workshop shop;
  private final CredentialStore store;
  private final Subjects subjects;

  Takeover(Workshop shop, CredentialStore store, Subjects subjects) {
    this.shop = shop;
    this.store = store;
    this.subjects = subjects;
  }

  /** What would become, or became, of something that was handed in. */
  public enum Outcome {
    TAKEN,
    /** It is what we have. */
    KNOWN,
    /** We have another one, which lives. */
    OURS_LIVES,
    /** The vendor has told us that it is dead. */
    DEAD
  }

  /** What would become of a value, as things stand; changes nothing. */
  public Outcome judge(CredentialKey key, Secret value) {
    return store.find(key).map(stored -> judge(stored, value)).orElse(Outcome.TAKEN);
  }

  private Outcome judge(Credential stored, Secret value) {
    Value current = stored.current();
    if (current == null) {
      return Outcome.TAKEN;
    }
    boolean same = current.secret().equals(value);
    if (current.aliveAt(shop.now())) {
      return same ? Outcome.KNOWN : Outcome.OURS_LIVES;
    }
    return same && current.provenDead() ? Outcome.DEAD : Outcome.TAKEN;
  }

  /**
   * Takes a value over, with its partner if there is one.
   *
   * @param found its life is what is left of it; a life longer than the kind's is not believed
   * @throws java.util.NoSuchElementException if there is no such credential
   */
  public Outcome take(CredentialKey key, Issuance.Issued found) {
    Subject subject = subjects.find(key).orElseThrow();
    shop.create(subject);
    while (true) {
      Held held = claim(key);
      Credential stored = held.claim().credential();
      Outcome outcome = judge(stored, found.value());
      Credential next = withPartner(stored, subject, found.partner());
      if (outcome == Outcome.TAKEN) {
        next = with(next, subject, found);
      }
      if (shop.write(held, next, Lease.RELEASE, woken(outcome, subject))) {
        tell(outcome, next);
        return outcome;
      }
    }
  }

  /** What would become of a partner, as things stand; changes nothing. */
  public Outcome judgePartner(CredentialKey key, Secret partner) {
    return store.find(key).map(stored -> judgePartner(stored, partner)).orElse(Outcome.TAKEN);
  }

  private static Outcome judgePartner(Credential stored, Secret partner) {
    Partner known = stored.partner();
    if (known == null) {
      return Outcome.TAKEN;
    }
    boolean same = known.secret().equals(partner);
    if (known.rejected()) {
      return same ? Outcome.DEAD : Outcome.TAKEN;
    }
    return same ? Outcome.KNOWN : Outcome.OURS_LIVES;
  }

  /**
   * Takes a partner over that came without a value.
   *
   * @throws java.util.NoSuchElementException if there is no such credential
   */
  public Outcome takePartner(CredentialKey key, Secret partner) {
    Subject subject = subjects.find(key).orElseThrow();
    shop.create(subject);
    while (true) {
      Held held = claim(key);
      Credential stored = held.claim().credential();
      Credential next = withPartner(stored, subject, partner);
      if (shop.write(held, next, Lease.RELEASE, List.of())) {
        return judgePartner(stored, partner);
      }
    }
  }

  private Credential with(Credential stored, Subject subject, Issuance.Issued found) {
    Kind kind = subject.kind();
    Instant now = shop.now();
    Duration rest = Schedule.shorter(found.validFor(), kind.life());
    Issuance.Issued alone = new Issuance.Issued(found.value(), rest);
    Intent open = stored.intent();
    Credential taken = shop.settlement().of(stored, subject, alone, now, now, open);
    if (open == null) {
      return taken;
    }
    Credential unsettled = taken.withIntent(open);
    return unsettled.dueAt(Decision.nextLook(unsettled, subject, now));
  }

  private Credential withPartner(Credential stored, Subject subject, @Nullable Secret partner) {
    if (partner == null || judgePartner(stored, partner) != Outcome.TAKEN) {
      return stored;
    }
    Instant now = shop.now();
    Credential with = stored.withPartner(new Partner(partner, now)).withTrouble(null);
    return with.dueAt(Decision.nextLook(with, subject, now));
  }

  private static List<CredentialKey> woken(Outcome outcome, Subject subject) {
    return outcome == Outcome.TAKEN ? subject.children() : List.of();
  }

  private void tell(Outcome outcome, Credential credential) {
    Value value = credential.current();
    if (outcome == Outcome.TAKEN && value != null) {
      shop.tell(
          new Happening.TakenOver(
              credential.key(),
              shop.now(),
              value.version(),
              shop.fingerprint(value),
              value.expiresAt()));
    }
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
