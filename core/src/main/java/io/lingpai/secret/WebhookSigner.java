package io.lingpai.secret;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs what is sent to somebody's address, as Standard Webhooks wants it: HMAC-SHA256 of id, time
 * and body. While a secret is changed there are several, and as many signatures.
 *
 * @see <a href="https://github.com/standard-webhooks/standard-webhooks">checked 2026-11-21</a>
 */
public final class WebhookSigner {

  private static final Pattern SECRET = Pattern.compile("whsec_([A-Za-z0-9+/]{16,}={0,2})");
  private static final String PREFIX = "whsec_";
  private static final int LEAST_BYTES = 16;

  private final List<SecretKeySpec> keys = new ArrayList<>();

  /**
   * @param secrets one or several of {@code whsec_<base64>} with white space or commas between them
   * @throws IllegalArgumentException if it is anything else; the message never repeats it
   */
  public WebhookSigner(Secret secrets) {
    for (String one : secrets.reveal().strip().split("[\\s,]+")) {
      keys.add(new SecretKeySpec(bytes(one), "HmacSHA256"));
    }
  }

  private static byte[] bytes(String secret) {
    if (!SECRET.matcher(secret).matches()) {
      throw expected();
    }
    try {
      byte[] bytes = Base64.getDecoder().decode(secret.substring(PREFIX.length()));
      if (bytes.length < LEAST_BYTES) {
        throw expected();
      }
      return bytes;
    } catch (IllegalArgumentException e) {
      throw expected();
    }
  }

  private static IllegalArgumentException expected() {
    return new IllegalArgumentException(
        "expected whsec_ and base64 of " + LEAST_BYTES + " bytes or more");
  }

  /** The value of {@code webhook-signature}. */
  public String sign(String id, long seconds, String body) {
    byte[] signed = (id + "." + seconds + "." + body).getBytes(StandardCharsets.UTF_8);
    List<String> signatures = new ArrayList<>();
    for (SecretKeySpec key : keys) {
      try {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(key);
        signatures.add("v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed)));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("HmacSHA256 is part of every JDK", e);
      }
    }
    return String.join(" ", signatures);
  }
}
