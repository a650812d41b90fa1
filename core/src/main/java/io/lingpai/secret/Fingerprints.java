package io.lingpai.secret;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tells secrets apart without showing them: the first eight hex digits of a keyed hash.
 *
 * <p>Keyed, because a bare hash of a guessable secret can be looked up. The key comes from the
 * master key, so that every node prints the same fingerprint for the same value.
 */
public final class Fingerprints {

  private final SecretKeySpec key;

  public Fingerprints(byte[] key) {
    this.key = new SecretKeySpec(key, "HmacSHA256");
  }

  public String of(Secret secret) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      byte[] digest = mac.doFinal(secret.reveal().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 4);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HmacSHA256 is part of every JDK", e);
    }
  }
}
