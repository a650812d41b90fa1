package io.lingpai.credential;

import io.lingpai.secret.Secret;
import java.time.Instant;

/**
 * The long-lived secret that a credential is refreshed with, such as an authorizer's refresh token.
 * It outlives every value made with it, and where the vendor replaces it at each use it can be had
 * only once: so it is stored in the same write as the value it came with.
 *
 * @param secret never empty, which {@link Secret} sees to
 * @param asOf the store's time when the vendor's answer that named it was here
 * @param rejected the vendor has refused it since: another must be found
 */
public record Partner(Secret secret, Instant asOf, boolean rejected) {

  public Partner(Secret secret, Instant asOf) {
    this(secret, asOf, false);
  }

  public Partner asRejected() {
    return new Partner(secret, asOf, true);
  }
}
