package io.lingpai.platform;

import io.lingpai.credential.VendorError;
import io.lingpai.secret.Secret;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What came of asking a vendor for a value. */
public sealed interface Issuance {

  /**
   * A value, and how long it lives from before the request left.
   *
   * @param partner what the next one is refreshed with; {@code null} if that has not changed
   */
  record Issued(Secret value, Duration validFor, @Nullable Secret partner) implements Issuance {
    public Issued(Secret value, Duration validFor) {
      this(value, validFor, null);
    }

    public Issued {
      if (validFor.isNegative() || validFor.isZero()) {
        throw new IllegalArgumentException("validFor: " + validFor + " (expected: > 0)");
      }
    }
  }

  /** No, and asking again will not help; look again after {@code askAgainIn} all the same. */
  record Refused(VendorError why, Duration askAgainIn) implements Issuance {}

  /** An administrator must confirm first. */
  record RiskPending(VendorError why, Duration askAgainIn) implements Issuance {}

  /** The vendor's quota is spent. A zero {@code askAgainIn} means: until the vendor's day ends. */
  record QuotaSpent(VendorError why, Duration askAgainIn) implements Issuance {}

  /** Not now, and certainly nothing changed at the vendor. */
  record Unavailable(VendorError why) implements Issuance {}

  /** The credential this one is made from was called dead by the vendor. */
  record ParentRejected(VendorError why) implements Issuance {}

  /** The partner was called dead by the vendor: it was replaced, or never was one. */
  record PartnerRejected(VendorError why) implements Issuance {}

  /** No value was asked for, since the partner was not known; this is it. */
  record PartnerFound(Secret partner) implements Issuance {}

  /** The vendor has been asked to push; the value comes by that way. */
  record Awaited() implements Issuance {}

  /** The request may have been carried out, and its answer is lost. */
  record Unknown(VendorError why) implements Issuance {}
}
