package io.lingpai.callback;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * SHA-1 of the parts, sorted byte by byte and joined with nothing between them. The token is one of
 * the parts, so that only who knows it can sign.
 *
 * @see <a href="https://developers.weixin.qq.com/doc/oplatform/developers/dev/push/">checked
 *     2026-11-21</a>
 */
public final class MessageSignature {

  private MessageSignature() {}

  public static String of(String... parts) {
    byte[][] sorted = new byte[parts.length][];
    for (int i = 0; i < parts.length; i++) {
      sorted[i] = parts[i].getBytes(StandardCharsets.UTF_8);
    }
    Arrays.sort(sorted, Arrays::compareUnsigned);
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      for (byte[] part : sorted) {
        sha1.update(part);
      }
      return HexFormat.of().formatHex(sha1.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-1 is part of every JDK", e);
    }
  }

  /** Compares in time that does not depend on where the two differ. */
  public static boolean matches(String claimed, String... parts) {
    return MessageDigest.isEqual(
        of(parts).getBytes(StandardCharsets.US_ASCII), claimed.getBytes(StandardCharsets.UTF_8));
  }
}
