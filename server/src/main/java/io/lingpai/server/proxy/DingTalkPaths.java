package io.lingpai.server.proxy;

import io.lingpai.server.http.Query;
import io.lingpai.server.wire.WireRefusal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What is done with each path of DingTalk's two hosts. What the table does not name is passed on.
 *
 * <p>Ids stand in the newer host's paths and may be escaped there. No escape may hide a slash, a
 * dot or another escape; a path that differs from one in the table by case, by an escape or by a
 * slash at its end is refused where that one is not simply passed on.
 */
final class DingTalkPaths {

  private static final Pattern PLAIN =
      Pattern.compile("/(?:[A-Za-z0-9_./~$@+=,:!*'()-]|%[0-9A-Fa-f]{2})*");
  private static final Pattern HIDES =
      Pattern.compile("%(?:2[eEfF5]|5[cC]|[01][0-9A-Fa-f]|7[fF]|3[bB])");

  private static final Map<String, Treatment> EXACTLY =
      Map.ofEntries(
          Map.entry("/v1.0/oauth2/userAccessToken", Treatment.GIVES_USER_TOKENS),
          // Opens a stream of the app's events.
          Map.entry("/v1.0/gateway/connections/open", Treatment.WITH_SECRET),
          // Who changes where events go takes them from everybody else.
          Map.entry("/call_back/register_call_back", Treatment.GRANTED_BY_NAME),
          Map.entry("/call_back/update_call_back", Treatment.GRANTED_BY_NAME),
          Map.entry("/call_back/delete_call_back", Treatment.GRANTED_BY_NAME),
          // Tells the token and the key that events are encrypted with.
          Map.entry("/call_back/get_call_back", Treatment.ANSWER_CLEANED),
          // Answered here; what arrives nonetheless came by another method or in disguise.
          Map.entry("/gettoken", Treatment.REFUSED),
          Map.entry("/get_jsapi_ticket", Treatment.REFUSED),
          // Signed with the secret, which a key cannot do.
          Map.entry("/sns/getuserinfo_bycode", Treatment.REFUSED),
          // Takes the token of a robot, which is none of ours.
          Map.entry("/robot/send", Treatment.REFUSED));

  // Tokens of other sorts: of suites, of the back office, of people.
  private static final List<String> REFUSED_BENEATH =
      List.of("/v1.0/oauth2", "/service", "/sso", "/sns", "/connect");

  private DingTalkPaths() {}

  /**
   * What to do with a path, as it was sent.
   *
   * @throws WireRefusal if it has characters no path of this vendor's has
   */
  static Treatment treatment(String path) {
    boolean plain = PLAIN.matcher(path).matches() && !HIDES.matcher(path).find();
    if (!plain || path.contains("//") || path.contains("/.")) {
      throw new WireRefusal(40066, "invalid url");
    }
    Treatment named = EXACTLY.get(path);
    if (named != null) {
      return named;
    }
    String like = like(path);
    if (like(EXACTLY.keySet(), like) || beneathRefused(like)) {
      return Treatment.REFUSED;
    }
    boolean secret = like.contains("secret") || like.contains("gettoken");
    return secret ? Treatment.GRANTED_BY_NAME : Treatment.PASSED_ON;
  }

  private static boolean like(Set<String> names, String like) {
    return names.stream().anyMatch(name -> like(name).equals(like));
  }

  private static String like(String path) {
    String lower = Query.decode(path.replace("+", "%2B")).toLowerCase(Locale.ROOT);
    return lower.endsWith("/") ? lower.substring(0, lower.length() - 1) : lower;
  }

  private static boolean beneathRefused(String path) {
    return REFUSED_BENEATH.stream()
        .anyMatch(refused -> path.equals(refused) || path.startsWith(refused + "/"));
  }
}
