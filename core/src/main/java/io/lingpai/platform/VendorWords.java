package io.lingpai.platform;

import io.lingpai.secret.Secret;
import java.util.regex.Pattern;

/** Makes a vendor's words fit to be shown: short, on one line, and without anything secret. */
public final class VendorWords {

  private static final int LONGEST = 200;
  private static final Pattern CONTROLS = Pattern.compile("[\\p{Cntrl}\\u2028\\u2029]+");
  private static final Pattern NAMED_SECRETS =
      Pattern.compile("(?i)((?:[a-z]+_)*(?:token|secret|ticket)\\s*[=:]\\s*)[\\w-]{8,}");

  private VendorWords() {}

  /**
   * @param said the vendor's words
   * @param sent what the request carried, which a vendor might repeat
   */
  public static String clean(String said, Secret sent) {
    String clean = said.replace(sent.reveal(), "…");
    clean = NAMED_SECRETS.matcher(clean).replaceAll("$1…");
    clean = CONTROLS.matcher(clean).replaceAll(" ").strip();
    if (clean.codePointCount(0, clean.length()) <= LONGEST) {
      return clean;
    }
    return clean.substring(0, clean.offsetByCodePoints(0, LONGEST - 1)) + "…";
  }
}
