package io.lingpai.server.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a text stands in Redis. A reader that expects another form fails on every call. */
final class Codec {

  private static final int SHORT_AT_MOST = 32;
  private static final Pattern PHP = Pattern.compile("s:[0-9]+:\"(.*)\";", Pattern.DOTALL);

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
    out.write(3);
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

  /** The text of a value in any of these forms, or as JSON's quotes have it. */
  static String read(byte[] bytes) {
    if (bytes.length > 1 && bytes[0] == 3) {
      return fromKryo5(bytes);
    }
    String text = new String(bytes, UTF_8);
    Matcher php = PHP.matcher(text);
    if (php.matches()) {
      return php.group(1);
    }
    boolean quoted = text.length() > 2 && text.startsWith("\"") && text.endsWith("\"");
    return quoted ? text.substring(1, text.length() - 1) : text;
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
