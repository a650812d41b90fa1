package io.lingpai.secret;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The one key an operator keeps: everything secret in the store hangs on it.
 *
 * <p>It is never used itself. Each purpose has a key of its own, derived by HKDF, so that what one
 * purpose shows (a fingerprint, a mark) says nothing about another.
 */
public final class MasterKey {

  private static final int BYTES = 32;
  private static final int MARK_BYTES = 8;

  private final byte[] material;

  private MasterKey(byte[] material) {
    this.material = material;
  }

  /**
   * Reads a key as people write it.
   *
   * @param text base64 of 32 bytes; white space around it is ignored
   * @throws IllegalArgumentException if it is anything else; the message never repeats it
   */
  public static MasterKey parse(String text) {
    String trimmed = text.strip();
    if (trimmed.isEmpty()) {
      throw new IllegalArgumentException("master-key: empty " + expected());
    }
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(trimmed);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "master-key: " + trimmed.length() + " characters that are not base64 " + expected(), e);
    }
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException(
          "master-key: base64 of " + bytes.length + " bytes " + expected());
    }
    return new MasterKey(bytes);
  }

  /** Takes the 32 bytes of a key. */
  public static MasterKey of(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("master-key: " + bytes.length + " bytes " + expected());
    }
    return new MasterKey(bytes.clone());
  }

  /** Tells master keys apart without showing them: sixteen hex digits. */
  public String mark() {
    return HexFormat.of().formatHex(derive("mark"), 0, MARK_BYTES);
  }

  /** Fingerprints that are the same on every node with this key. */
  public Fingerprints fingerprints() {
    return new Fingerprints(derive("fingerprint"));
  }

  /** A key for another purpose, such as signing virtual tokens; the same on every node. */
  public byte[] derive(String purpose) {
    try {
      return KDF.getInstance("HKDF-SHA256")
          .deriveData(
              HKDFParameterSpec.ofExtract()
                  .addIKM(material)
                  .thenExpand(("lingpai " + purpose).getBytes(StandardCharsets.UTF_8), BYTES));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HKDF-SHA256 is part of every JDK", e);
    }
  }

  SecretKey wrappingKey() {
    return new SecretKeySpec(derive("wrap"), "AES");
  }

  @Override
  public String toString() {
    return "MasterKey[" + mark() + "]";
  }

  private static String expected() {
    return "(expected: base64 of 32 bytes, as `openssl rand -base64 32` prints)";
  }
}
