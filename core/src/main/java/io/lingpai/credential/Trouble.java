package io.lingpai.credential;

import java.time.Instant;

/**
 * Why a credential cannot be renewed just now. It does not touch the current value, which is served
 * as long as it lives.
 *
 * @param nature what sort of trouble, and so what the caller may hope for
 * @param error what the vendor said
 * @param since when it began
 * @param attempts how often in a row
 * @param askAgainAt nobody asks before
 */
public record Trouble(
    Nature nature, VendorError error, Instant since, int attempts, Instant askAgainAt) {

  /** What a caller may hope for. */
  public enum Nature {
    /** Asking again does not help until someone repairs the app. */
    REFUSED,
    /** An administrator must confirm at the vendor. */
    RISK_PENDING,
    /** The day's quota is spent, the vendor's or our own budget. */
    QUOTA_SPENT,
    /** The vendor is down, slow or confused. */
    UNAVAILABLE,
    /** A request left and its answer never came. */
    UNKNOWN,
    /** What this one is made from is itself in trouble. */
    BLOCKED_BY_PARENT,
    /** Waiting for something the vendor pushes. */
    NOT_READY
  }

  /** The same trouble, but somebody may ask at another time. */
  public Trouble askAgainAt(Instant when) {
    return new Trouble(nature, error, since, attempts, when);
  }
}
