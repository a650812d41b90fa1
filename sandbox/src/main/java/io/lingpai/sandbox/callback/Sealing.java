package io.lingpai.sandbox.callback;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * WeChat's own envelope (developers.weixin.qq.com, "message encryption", read 2026-11):
 *
 * <pre>
 *   16 random bytes │ length, 4 bytes │ message │ app id │ padding to 32 bytes
 * </pre>
 *
 * under AES-256-CBC, the first half of the key being the start vector. The padding counts in blocks
 * of 32, which is why no padding of the JDK fits.
 */
public final class Sealing {
  private static final int BLOCK = 32;
  private static final int RANDOM = 16;

  private Sealing() {}

  /** What a block said, and for which app it was made. */
  public record Opened(String message, String appid) {}

  public static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;

    Unreadable(String why) {
      super(why);
    }
  }

  public static String seal(String aesKey, String random, String message, String appid) {
    byte[] said = message.getBytes(StandardCharsets.UTF_8);
    byte[] whose = appid.getBytes(StandardCharsets.UTF_8);
    int length = RANDOM + 4 + said.length + whose.length;
    int padding = BLOCK - length % BLOCK;
    ByteBuffer block = ByteBuffer.allocate(length + padding);
    block.put(random.getBytes(StandardCharsets.US_ASCII), 0, RANDOM);
    block.putInt(said.length).put(said).put(whose);
    while (block.hasRemaining()) {
      block.put((byte) padding);
    }
    return Base64.getEncoder().encodeToString(crypt(Cipher.ENCRYPT_MODE, aesKey, block.array()));
  }

  public static Opened open(String aesKey, String sealed) throws Unreadable {
    byte[] block;
    try {
      block = Base64.getDecoder().decode(sealed);
    } catch (IllegalArgumentException notBase64) {
      throw new Unreadable("Encrypt is not base64");
    }
    if (block.length == 0 || block.length % BLOCK != 0) {
      throw new Unreadable("Encrypt is " + block.length + " bytes, not a multiple of 32");
    }
    byte[] clear = crypt(Cipher.DECRYPT_MODE, aesKey, block);
    int padding = clear[clear.length - 1];
    int end = padding < 1 || padding > BLOCK ? clear.length : clear.length - padding;
    int length = ByteBuffer.wrap(clear).getInt(RANDOM);
    int start = RANDOM + 4;
    if (length < 0 || length > end - start) {
      throw new Unreadable("the length inside makes no sense: another key sealed it");
    }
    return new Opened(
        new String(clear, start, length, StandardCharsets.UTF_8),
        new String(clear, start + length, end - start - length, StandardCharsets.UTF_8));
  }

  /** Lower-case hexadecimal SHA-1 of the parts, sorted and put together. */
  public static String sign(String... parts) {
    String[] sorted = parts.clone();
    Arrays.sort(sorted);
    try {
      byte[] text = String.join("", sorted).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(text));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static byte[] crypt(int direction, String aesKey, byte[] block) {
    byte[] key = Base64.getDecoder().decode(aesKey + "=");
    try {
      Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding");
      cipher.init(direction, new SecretKeySpec(key, "AES"), new IvParameterSpec(key, 0, RANDOM));
      return cipher.doFinal(block);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
