package io.lingpai.keeper;

import io.lingpai.credential.Credential;
import io.lingpai.store.Claim;

/**
 * A claim of ours.
 *
 * @param asked this node's clocks before the claim was asked for: from here what has passed of the
 *     lease is never reckoned too short
 * @param received its clocks when it was here: from here what has passed since the store's time of
 *     the claim is never reckoned too long, so that no life is
 */
record Held(Claim claim, Timeline.Mark asked, Timeline.Mark received) {

  /** The same claim, after a write that kept it. */
  Held after(Credential written) {
    Claim now =
        new Claim(written, claim.fence(), claim.holder(), claim.claimedAt(), claim.leaseUntil());
    return new Held(now, asked, received);
  }
}
