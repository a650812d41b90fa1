package io.lingpai.server.wire;

import java.util.Base64;

/**
 * Bytes as text that needs no escapes in a URL. Each text is the only one of its bytes: the library
 * alone would ignore the bits that are left over in a last character, and take sixteen texts for
 * one token.
 */
public final class ExactBase64 {

  private ExactBase64() {}

  public static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /**
   * @throws IllegalArgumentException if {@link #encode} makes this text of no bytes
   */
  public static byte[] decode(String text) {
    byte[] bytes = Base64.getUrlDecoder().decode(text);
    if (!encode(bytes).equals(text)) {
      throw new IllegalArgumentException("not the text of these bytes");
    }
    return bytes;
  }
}
