package io.lingpai.server.proxy;

import io.lingpai.server.wire.WireRefusal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What is done with each path of {@code api.weixin.qq.com}. What the table does not name is passed
 * on.
 *
 * <p>The vendor may be more generous than we are in what it takes for the same path. So only plain
 * characters go on at all, and a path that differs from one in the table by case or by a slash at
 * its end is treated as that one would be at its strictest.
 */
final class WechatPaths {

  private static final Pattern PLAIN = Pattern.compile("/[A-Za-z0-9_./~-]*");

  private static final Map<String, Treatment> EXACTLY =
      Map.ofEntries(
          Map.entry("/sns/jscode2session", Treatment.WITH_SECRET),
          Map.entry("/sns/oauth2/access_token", Treatment.GIVES_USER_TOKENS),
          Map.entry("/sns/oauth2/refresh_token", Treatment.RENEWS_USER_TOKENS),
          Map.entry("/sns/userinfo", Treatment.WITH_USER_TOKEN),
          Map.entry("/sns/auth", Treatment.WITH_USER_TOKEN),
          // What it tells of a request has the real token in its address.
          Map.entry("/cgi-bin/openapi/rid/get", Treatment.ANSWER_CLEANED),
          // Who clears a quota spends one of ten chances a month that belong to everybody.
          Map.entry("/cgi-bin/clear_quota", Treatment.GRANTED_BY_NAME),
          Map.entry("/cgi-bin/openapi/quota/clear", Treatment.GRANTED_BY_NAME),
          // Carries the app's secret in its body.
          Map.entry("/cgi-bin/clear_quota/v2", Treatment.REFUSED),
          // A key to the account's cloud storage.
          Map.entry("/tcb/getqcloudtoken", Treatment.GRANTED_BY_NAME),
          // Answered here; what arrives nonetheless came by another method or in disguise.
          Map.entry("/cgi-bin/token", Treatment.REFUSED),
          Map.entry("/cgi-bin/stable_token", Treatment.REFUSED),
          Map.entry("/cgi-bin/ticket/getticket", Treatment.REFUSED),
          Map.entry("/cgi-bin/component/api_create_preauthcode", Treatment.FOR_PLATFORM),
          Map.entry("/cgi-bin/component/api_get_authorizer_info", Treatment.ANSWER_WITH_HANDLES),
          Map.entry("/cgi-bin/component/api_get_authorizer_list", Treatment.ANSWER_WITH_HANDLES),
          // A mini program that a platform registers: the code comes by an event, not by an answer.
          Map.entry("/cgi-bin/component/fastregisterweapp", Treatment.FOR_PLATFORM),
          Map.entry("/cgi-bin/component/get_authorizer_option", Treatment.FOR_PLATFORM_OR_ACCOUNT),
          Map.entry("/cgi-bin/component/set_authorizer_option", Treatment.FOR_PLATFORM_OR_ACCOUNT),
          Map.entry("/sns/component/jscode2session", Treatment.ON_BEHALF),
          Map.entry("/sns/oauth2/component/access_token", Treatment.ON_BEHALF_GIVES_USER_TOKENS),
          Map.entry("/sns/oauth2/component/refresh_token", Treatment.ON_BEHALF_RENEWS_USER_TOKENS));

  // A third-party platform's own calls carry every tenant's refresh tokens: they are opened one by
  // one, above or where we answer ourselves.
  private static final List<String> REFUSED_BENEATH =
      List.of("/cgi-bin/component", "/sns/component", "/sns/oauth2/component");

  private WechatPaths() {}

  /**
   * What to do with a path, as it was sent.
   *
   * @throws WireRefusal if it has characters no path of this vendor's has
   */
  static Treatment treatment(String path) {
    if (!PLAIN.matcher(path).matches() || path.contains("//") || path.contains("/.")) {
      throw new WireRefusal(40066, "invalid url");
    }
    Treatment named = EXACTLY.get(path);
    if (named != null) {
      return named;
    }
    String like = like(path);
    if (EXACTLY.containsKey(like) || beneathRefused(like)) {
      return Treatment.REFUSED;
    }
    return like.contains("secret") ? Treatment.GRANTED_BY_NAME : Treatment.PASSED_ON;
  }

  private static String like(String path) {
    String lower = path.toLowerCase(Locale.ROOT);
    return lower.endsWith("/") ? lower.substring(0, lower.length() - 1) : lower;
  }

  private static boolean beneathRefused(String path) {
    return REFUSED_BENEATH.stream()
        .anyMatch(refused -> path.equals(refused) || path.startsWith(refused + "/"));
  }
}
