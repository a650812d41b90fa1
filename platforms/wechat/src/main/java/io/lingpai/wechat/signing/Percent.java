package io.lingpai.wechat.signing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/** Percent-encoding as browsers do it, and its undoing, lenient with what is not well-formed. */
final class Percent {

  private static final String UNRESERVED =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.!~*'()";
  private static final String URI_PUNCTUATION = ";/?:@&=+$,#";
  private static final Pattern WHOLE = Pattern.compile("(?is)https?%3a(?:%2f|/){2}.*");
  private static final Pattern ESCAPE = Pattern.compile("%[0-9a-fA-F]{2}");

  private Percent() {}

  /** Encoded as a parameter, scheme and all. */
  static boolean isEncodedWhole(String url) {
    return WHOLE.matcher(url).matches();
  }

  /** {@code encodeURIComponent}. */
  static String component(String text) {
    return encoded(text, UNRESERVED);
  }

  /** {@code encodeURI}. */
  static String uri(String text) {
    return encoded(text, UNRESERVED + URI_PUNCTUATION);
  }

  /** As a browser's address bar gives it out: escapes stay, what is not ASCII is encoded. */
  static String asBrowsersShow(String text) {
    return encoded(text, UNRESERVED + URI_PUNCTUATION + "%[]|^`{}\\\"<>");
  }

  static String escapesInUpperCase(String text) {
    return ESCAPE.matcher(text).replaceAll(escape -> escape.group().toUpperCase(Locale.ROOT));
  }

  static String escapesInLowerCase(String text) {
    return ESCAPE.matcher(text).replaceAll(escape -> escape.group().toLowerCase(Locale.ROOT));
  }

  /** Undone once. A plus stays a plus. */
  static String decoded(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    byte[] from = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream to = new ByteArrayOutputStream(from.length);
    for (int i = 0; i < from.length; i++) {
      boolean escape =
          from[i] == '%'
              && i + 2 < from.length
              && HexFormat.isHexDigit(from[i + 1])
              && HexFormat.isHexDigit(from[i + 2]);
      if (escape) {
        to.write(HexFormat.fromHexDigit(from[i + 1]) * 16 + HexFormat.fromHexDigit(from[i + 2]));
        i += 2;
      } else {
        to.write(from[i]);
      }
    }
    return to.toString(StandardCharsets.UTF_8);
  }

  private static String encoded(String text, String leaving) {
    StringBuilder to = new StringBuilder(text.length() + 32);
    for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
      if (octet > 0 && leaving.indexOf(octet) >= 0) {
        to.append((char) octet);
      } else {
        to.append('%').append(HexFormat.of().withUpperCase().toHexDigits(octet));
      }
    }
    return to.toString();
  }
}
