package io.lingpai.wechat;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The caller's address as WeChat saw it, which is the one to put on a whitelist. It stands in the
 * text only: {@code invalid ip 1.2.3.4 ipv6 ::ffff:1.2.3.4, not in whitelist}, {@code access
 * clientip is not registered requestIP: 1.2.3.4}.
 */
final class NamedAddress {

  private static final Set<Integer> NAMES_ONE =
      Set.of(40164, 45035, 61004, 89501, 89502, 89503, 89504, 89505, 89506, 89507);
  private static final Pattern ADDRESS =
      Pattern.compile("(?i)(?:invalid ip|requestip:?|clientip:?)\\s+([0-9a-f.:]{3,45})");
  private static final Pattern IP_4 = Pattern.compile("[0-9]{1,3}(?:\\.[0-9]{1,3}){3}");
  private static final Pattern IP_6 = Pattern.compile("(?i)[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}");
  private static final String IP_4_IN_6 = "::ffff:";

  private NamedAddress() {}

  static @Nullable String in(int code, String message) {
    if (!NAMES_ONE.contains(code)) {
      return null;
    }
    Matcher found = ADDRESS.matcher(message);
    while (found.find()) {
      String address = found.group(1);
      if (address.startsWith(IP_4_IN_6)) {
        address = address.substring(IP_4_IN_6.length());
      }
      if (IP_4.matcher(address).matches() || IP_6.matcher(address).matches()) {
        return address;
      }
    }
    return null;
  }
}
