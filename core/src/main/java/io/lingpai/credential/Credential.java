package io.lingpai.credential;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Everything the store holds about one credential: the whole input of every decision about it.
 *
 * @param key which one
 * @param current the value served; {@code null} before the first
 * @param previous the one before, while its overlap lasts
 * @param previousUntil the end of that overlap
 * @param partner what it is refreshed with, if it has a long-lived partner; once known, one is
 *     always kept
 * @param intent a request that may have left and is not known to have ended
 * @param trouble why it cannot be renewed just now
 * @param tally what it has cost today
 * @param dueAt when someone must look at it next; {@code null} for "only when asked"
 * @param wantedUntil it is kept warm until then; {@link Instant#MAX} for "always"
 */
public record Credential(
    CredentialKey key,
    @Nullable Value current,
    @Nullable Value previous,
    @Nullable Instant previousUntil,
    @Nullable Partner partner,
    @Nullable Intent intent,
    @Nullable Trouble trouble,
    Tally tally,
    @Nullable Instant dueAt,
    Instant wantedUntil) {

  /** Kept warm from now on. */
  public static final Instant ALWAYS = Instant.parse("9999-12-31T00:00:00Z");

  /** A credential nobody has asked for yet. */
  public static Credential absent(CredentialKey key, @Nullable Instant dueAt, Instant wantedUntil) {
    return new Credential(key, null, null, null, null, null, null, Tally.ZERO, dueAt, wantedUntil);
  }

  /** The current value if it is usable. */
  public @Nullable Value alive(Instant now) {
    return current != null && current.aliveAt(now) ? current : null;
  }

  /** The value before the current one, while the overlap lasts. */
  public @Nullable Value previousAlive(Instant now) {
    boolean lives =
        previous != null
            && previousUntil != null
            && now.isBefore(previousUntil)
            && previous.aliveAt(now);
    return lives ? previous : null;
  }

  public long version() {
    return current == null ? 0 : current.version();
  }

  public boolean wantedAt(Instant now) {
    return now.isBefore(wantedUntil);
  }

  public Credential withCurrent(@Nullable Value value) {
    return new Credential(
        key, value, previous, previousUntil, partner, intent, trouble, tally, dueAt, wantedUntil);
  }

  /** A new value takes over; the old one is remembered until its overlap ends. */
  public Credential succeededBy(Value value, Instant oldUsableUntil) {
    return new Credential(
        key,
        value,
        current,
        current == null ? null : oldUsableUntil,
        partner,
        null,
        null,
        tally,
        dueAt,
        wantedUntil);
  }

  /** The partner, if it may be used. */
  public @Nullable Partner usablePartner() {
    return partner != null && !partner.rejected() ? partner : null;
  }

  /** Refreshed with another partner from now on. There is no way back to none. */
  public Credential withPartner(Partner changed) {
    return new Credential(
        key, current, previous, previousUntil, changed, intent, trouble, tally, dueAt, wantedUntil);
  }

  public Credential withIntent(@Nullable Intent changed) {
    return new Credential(
        key,
        current,
        previous,
        previousUntil,
        partner,
        changed,
        trouble,
        tally,
        dueAt,
        wantedUntil);
  }

  public Credential withTrouble(@Nullable Trouble changed) {
    return new Credential(
        key, current, previous, previousUntil, partner, intent, changed, tally, dueAt, wantedUntil);
  }

  public Credential withTally(Tally changed) {
    return new Credential(
        key,
        current,
        previous,
        previousUntil,
        partner,
        intent,
        trouble,
        changed,
        dueAt,
        wantedUntil);
  }

  public Credential dueAt(@Nullable Instant when) {
    return new Credential(
        key, current, previous, previousUntil, partner, intent, trouble, tally, when, wantedUntil);
  }

  public Credential wantedUntil(Instant when) {
    return new Credential(
        key, current, previous, previousUntil, partner, intent, trouble, tally, dueAt, when);
  }
}
