package io.lingpai.sandbox.vendor;

import java.util.Random;

/**
 * Makes tokens, tickets, codes and secrets. Each carries a marker that occurs nowhere else, so that
 * whoever searches logs, metrics and error messages for it finds every leak.
 */
public final class Values {
  public static final String TOKEN_MARKER = "SBXTOKEN";
  public static final String TICKET_MARKER = "SBXTICKET";
  public static final String CODE_MARKER = "SBXCODE";
  public static final String USER_TOKEN_MARKER = "SBXUSERTOKEN";
  public static final String REFRESH_TOKEN_MARKER = "SBXREFRESH";
  public static final String SESSION_KEY_MARKER = "SBXSESSIONKEY";
  public static final String PREAUTH_MARKER = "SBXPREAUTH";

  /** Secrets are hexadecimal, and so is their marker. */
  public static final String SECRET_MARKER = "5b5ec7e7";

  private static final String URL_SAFE =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  private static final String HEX = "0123456789abcdef";

  private final Random random;

  public Values(long seed) {
    random = new Random(seed);
  }

  /** {@code prefix + marker + random}, {@code length} characters in all, safe in a URL. */
  public String marked(String prefix, String marker, int length) {
    return prefix + marker + draw(URL_SAFE, length - prefix.length() - marker.length());
  }

  public String secret() {
    return SECRET_MARKER + draw(HEX, 32 - SECRET_MARKER.length());
  }

  /**
   * Base64 of 16 bytes: 22 characters and the padding, the last of them with four bits to spare.
   */
  public String sessionKey() {
    return SESSION_KEY_MARKER + draw(URL_SAFE.substring(0, 62), 8) + draw("AQgw", 1) + "==";
  }

  public String hex(int length) {
    return draw(HEX, length);
  }

  /** Decimal digits, the first not 0. */
  public String digits(int length) {
    return draw("123456789", 1) + draw("0123456789", length - 1);
  }

  private synchronized String draw(String alphabet, int length) {
    StringBuilder drawn = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      drawn.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return drawn.toString();
  }
}
