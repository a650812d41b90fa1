package io.lingpai.store;

import io.lingpai.credential.Credential;
import java.time.Instant;

/**
 * The right to change one credential, until the lease ends or another claim is made after that.
 *
 * @param credential as it is now: this is the reading again after the lease was taken
 * @param fence one more than any claim before it
 * @param holder random, for this claim alone; a fail-over that loses the last commits may repeat a
 *     fence, never a holder
 * @param claimedAt the store's time at the claim
 * @param leaseUntil the store's time at which another may claim
 */
public record Claim(
    Credential credential, long fence, String holder, Instant claimedAt, Instant leaseUntil) {}
