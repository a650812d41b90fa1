package io.lingpai.server.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a text stands in Redis. A reader that expects another form fails on every call. */
final class Codec {

  private static final int SHORT_AT_MOST = 32;
  private static final int KRYO_STRING = 3;
  private static final byte[] IGBINARY = {0, 0, 0, 2};
  private static final int IGBINARY_STRING = 0x11;
  private static final Pattern PHP = Pattern.compile("s:([0-9]{1,9}):\"(.*)\";", Pattern.DOTALL);

  /** No credential has a blank, a quote or a brace in it, and no other form is without them. */
  private static final Pattern CREDENTIAL = Pattern.compile("[^\\p{Cntrl}\\s\"{};\uFFFD]+");

  private Codec() {}

  static byte[] string(String text) {
    return text.getBytes(UTF_8);
  }

  /** PHP's {@code serialize()} of a string; the length is in bytes. */
  static String php(String text) {
    return "s:" + text.getBytes(UTF_8).length + ":\"" + text + "\";";
  }

  /**
   * Kryo 5's registered class 3, String, as Redisson's default codec writes it: short ASCII ends at
   * the byte whose highest bit is set, anything else follows a length of its own.
   */
  static byte[] kryo5(String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(KRYO_STRING);
    byte[] bytes = text.getBytes(UTF_8);
    boolean ascii = bytes.length == text.length();
    if (ascii && text.length() > 1 && text.length() <= SHORT_AT_MOST) {
      bytes[bytes.length - 1] |= (byte) 0x80;
      out.writeBytes(bytes);
      return out.toByteArray();
    }
    int length = text.length() + 1;
    int first = 0x80 | (length & 0x3F);
    int rest = length >>> 6;
    out.write(rest == 0 ? first : first | 0x40);
    while (rest > 0) {
      out.write(rest > 0x7F ? (rest & 0x7F) | 0x80 : rest);
      rest >>>= 7;
    }
    out.writeBytes(bytes);
    return out.toByteArray();
  }

  /** The text of a value in a form that a library writes; empty for any other form. */
  static Optional<String> read(byte[] bytes) {
    return Optional.of(bare(bytes)).filter(text -> CREDENTIAL.matcher(text).matches());
  }

  private static String bare(byte[] bytes) {
    if (bytes.length > 1 && bytes[0] == KRYO_STRING) {
      return fromKryo5(bytes);
    }
    if (bytes.length > IGBINARY.length && Arrays.mismatch(IGBINARY, bytes) == IGBINARY.length) {
      return fromIgbinary(bytes);
    }
    String text = new String(bytes, UTF_8);
    Matcher php = PHP.matcher(text);
    if (php.matches()) {
      String said = php.group(2);
      return Integer.parseInt(php.group(1)) == string(said).length ? said : "";
    }
    boolean quoted = text.length() > 2 && text.startsWith("\"") && text.endsWith("\"");
    return quoted ? text.substring(1, text.length() - 1) : text;
  }

  /** What Symfony's cache writes where PHP has igbinary: a length of one, two or four bytes. */
  private static String fromIgbinary(byte[] bytes) {
    int sizes = bytes[IGBINARY.length] - IGBINARY_STRING;
    int start = IGBINARY.length + 1 + (1 << sizes);
    if (sizes < 0 || sizes > 2 || start > bytes.length) {
      return "";
    }
    int length =
        new BigInteger(1, Arrays.copyOfRange(bytes, IGBINARY.length + 1, start)).intValue();
    return length == bytes.length - start ? new String(bytes, start, length, UTF_8) : "";
  }

  private static String fromKryo5(byte[] bytes) {
    int at = 1;
    if ((bytes[at] & 0x80) == 0) {
      byte[] ascii = Arrays.copyOfRange(bytes, at, bytes.length);
      ascii[ascii.length - 1] &= 0x7F;
      return new String(ascii, UTF_8);
    }
    boolean more = (bytes[at++] & 0x40) != 0;
    while (more && at < bytes.length) {
      more = (bytes[at++] & 0x80) != 0;
    }
    return new String(bytes, at, bytes.length - at, UTF_8);
  }

  /** As PHP's {@code md5()}: a name, not a protection. */
  static String md5(String text) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(string(text)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has MD5", e);
    }
  }
}
