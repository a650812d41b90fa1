package io.lingpai.secret;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.random.RandomGenerator;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * AES-256-GCM with a random nonce, and with the name of the place as associated data: what is
 * sealed for one place does not open at another.
 *
 * <pre>
 * nonce 12 bytes | ciphertext | tag 16 bytes
 * </pre>
 */
final class Sealer {

  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final RandomGenerator random;

  Sealer(RandomGenerator random) {
    this.random = random;
  }

  byte[] seal(SecretKey key, String place, byte[] plain) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, key, nonce, place).doFinal(plain);
      return ByteBuffer.allocate(NONCE_BYTES + sealed.length).put(nonce).put(sealed).array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM is part of every JDK", e);
    }
  }

  /** The plain bytes, or an exception if they were altered or sealed for another place. */
  static byte[] open(SecretKey key, String place, ByteBuffer sealed)
      throws GeneralSecurityException {
    if (sealed.remaining() < NONCE_BYTES + TAG_BITS / Byte.SIZE) {
      throw new GeneralSecurityException("cut short: " + sealed.remaining() + " bytes");
    }
    byte[] nonce = new byte[NONCE_BYTES];
    sealed.get(nonce);
    byte[] rest = new byte[sealed.remaining()];
    sealed.get(rest);
    return cipher(Cipher.DECRYPT_MODE, key, nonce, place).doFinal(rest);
  }

  private static Cipher cipher(int mode, SecretKey key, byte[] nonce, String place)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }
}
