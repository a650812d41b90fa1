package io.lingpai.sandbox.dingtalk;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What DingTalk's client compares with: either digest, over the page's address decoded. */
final class PageConfig {
  private PageConfig() {}

  static boolean matches(
      String ticket, String url, String nonce, String timestamp, String signature) {
    String plain =
        "jsapi_ticket="
            + ticket
            + "&noncestr="
            + nonce
            + "&timestamp="
            + timestamp
            + "&url="
            + compared(url);
    return signature.equals(digest("SHA-256", plain)) || signature.equals(digest("SHA-1", plain));
  }

  private static String compared(String page) {
    String url = page.split("#", 2)[0];
    int query = url.indexOf('?');
    return query < 0
        ? url
        : url.substring(0, query + 1)
            + URLDecoder.decode(url.substring(query + 1), StandardCharsets.UTF_8);
  }

  private static String digest(String algorithm, String plain) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance(algorithm).digest(plain.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }
}
