package io.lingpai.store;

import io.lingpai.credential.Credential;
import io.lingpai.credential.Trouble;
import java.time.Instant;

/**
 * What a write under a claim leaves, given what others did to the row since the claim was made.
 *
 * <p>The lease keeps other writers out, but {@code wake} and {@code wanted} do not ask for it: an
 * administrator who repairs an app while its refusal is still on the way must not have to repair it
 * twice. So a write must not undo them:
 *
 * <ol>
 *   <li>wanted longer since the claim: the longer stands, and the credential does not go dormant;
 *   <li>woken since the claim: it is due at once when the lease is given back, its trouble
 *       forgotten;
 *   <li>its parent recovered since the claim: the same, if it now says that it waits for its
 *       parent.
 * </ol>
 *
 * <p>Every store calls this, so that they cannot differ in it. Repeating a write gives the same row
 * again: the mark stays until the next claim.
 */
public final class Merge {

  /** Who woke a credential since it was last claimed. The order is that of strength. */
  public enum Woken {
    NO,
    BY_PARENT,
    BY_ANYONE
  }

  private Merge() {}

  /**
   * The row to store.
   *
   * @param claimed as the writer saw it
   * @param next as the writer wants it
   * @param wantedUntil as it is stored now
   * @param woken by whom, since the claim
   */
  public static Credential of(
      Credential claimed,
      Credential next,
      Instant wantedUntil,
      Woken woken,
      CredentialStore.Lease after,
      Instant now) {
    Credential merged = next;
    boolean extended = !wantedUntil.equals(claimed.wantedUntil());
    if (extended && wantedUntil.isAfter(next.wantedUntil())) {
      merged = merged.wantedUntil(wantedUntil);
      boolean wasIdle = merged.dueAt() == null || !claimed.wantedAt(now);
      if (wasIdle && merged.wantedAt(now)) {
        merged = merged.dueAt(now);
      }
    }
    if (after == CredentialStore.Lease.RELEASE && holds(woken, next)) {
      merged = merged.withTrouble(null).dueAt(now);
    }
    return merged;
  }

  /** A write speaks of the credential that was claimed. */
  public static void requireSameKey(Claim claim, Credential next) {
    if (!claim.credential().key().equals(next.key())) {
      throw new IllegalArgumentException(
          "claimed " + claim.credential().key() + ", but written: " + next.key());
    }
  }

  private static boolean holds(Woken woken, Credential next) {
    return switch (woken) {
      case NO -> false;
      case BY_PARENT -> {
        Trouble trouble = next.trouble();
        yield trouble != null && trouble.nature() == Trouble.Nature.BLOCKED_BY_PARENT;
      }
      case BY_ANYONE -> true;
    };
  }
}
