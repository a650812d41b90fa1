package io.lingpai.sandbox.wechat;

import java.util.Map;
import java.util.Set;

/**
 * WeChat says no. Thrown inside the chapter only, so that a rule can refuse from any depth; it has
 * no stack trace, being an answer and not a failure.
 *
 * <p>Texts are those officially printed where one is known (developers.weixin.qq.com, global return
 * codes, read 2026-11). Of 40243 and the 895xx only the Chinese is published.
 */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private static final Map<Integer, String> TEXTS =
      Map.ofEntries(
          Map.entry(-1, "system error"),
          Map.entry(
              40001,
              "invalid credential, access_token is invalid or not latest, could get access_token"
                  + " by getStableAccessToken, more details at https://mmbizurl.cn/s/JtxxFh33r"),
          Map.entry(40002, "invalid grant_type"),
          Map.entry(40003, "invalid openid"),
          Map.entry(40008, "invalid message type"),
          Map.entry(40013, "invalid appid"),
          Map.entry(40014, "invalid access_token"),
          Map.entry(40029, "invalid code"),
          Map.entry(40030, "invalid refresh_token"),
          Map.entry(40032, "invalid openid list size"),
          Map.entry(40052, "invalid action name"),
          Map.entry(40053, "invalid action info"),
          Map.entry(40066, "invalid url"),
          Map.entry(40097, "invalid args"),
          Map.entry(40125, "invalid appsecret"),
          Map.entry(40163, "code been used"),
          Map.entry(40170, "args count exceed count limit"),
          Map.entry(40201, "callback url not set"),
          Map.entry(40202, "invalid action"),
          Map.entry(40203, "invalid check_operator"),
          Map.entry(40226, "code blocked"),
          Map.entry(87008, "invalid sig_method"),
          Map.entry(87009, "invalid signature"),
          Map.entry(40243, "AppSecret已被冻结，请登录MP解冻后再次调用"),
          Map.entry(41001, "access_token missing"),
          Map.entry(41002, "appid missing"),
          Map.entry(41003, "refresh_token missing"),
          Map.entry(41004, "appsecret missing"),
          Map.entry(41008, "missing code"),
          Map.entry(41009, "missing openid"),
          Map.entry(41018, "missing component_appid"),
          Map.entry(41021, "missing component_access_token"),
          Map.entry(42001, "access_token expired"),
          Map.entry(42002, "refresh_token expired"),
          Map.entry(42007, "access_token and refresh_token exception"),
          Map.entry(43001, "require GET method"),
          Map.entry(43002, "require POST method"),
          Map.entry(43004, "require subscribe"),
          Map.entry(44002, "empty post data"),
          Map.entry(44004, "empty content"),
          Map.entry(45009, "reach max api daily quota limit"),
          Map.entry(45011, "api minute-quota reach limit mustslower retry next minute"),
          Map.entry(47001, "data format error"),
          Map.entry(48001, "api unauthorized"),
          Map.entry(48004, "api forbidden for irregularities"),
          Map.entry(48006, "forbid to clear quota because of reaching the limit"),
          Map.entry(50001, "user unauthorized"),
          Map.entry(50002, "user limited"),
          Map.entry(50004, "not allowed to use the token api"),
          Map.entry(50007, "account is frozen"),
          Map.entry(61003, "component is not authorized by this account"),
          Map.entry(61005, "component ticket is expired"),
          Map.entry(61006, "component ticket is invalid"),
          Map.entry(61007, "api is unauthorized to component"),
          Map.entry(61009, "code is invalid"),
          Map.entry(61010, "code is expired"),
          Map.entry(61011, "invalid component"),
          Map.entry(61012, "invalid option name"),
          Map.entry(61013, "invalid option value"),
          Map.entry(61014, "must use component token for component api"),
          Map.entry(61015, "must use account token, not component token"),
          Map.entry(61023, "refresh_token is invalid"),
          Map.entry(61024, "must use api(api_component_token) to get token for component acct"),
          Map.entry(76001, "rid not found"),
          Map.entry(76002, "rid is error"),
          Map.entry(76003, "could not query this rid,no permission"),
          Map.entry(76004, "rid time is error"),
          Map.entry(76021, "cgi_path not found, please check"),
          Map.entry(76022, "could not use this cgi_path,no permission"),
          Map.entry(89501, "此IP正在等待管理员确认,请联系管理员"),
          Map.entry(89503, "此次调用需要管理员确认，请耐心等候"),
          Map.entry(89506, "24小时内该IP被管理员拒绝调用两次，24小时内不可再使用该IP调用"),
          Map.entry(89507, "1小时内该IP被管理员拒绝调用一次，1小时内不可再使用该IP调用"));

  /** After these a comma stands before the rid, as community samples show. */
  private static final Set<Integer> WITH_COMMA = Set.of(40029, 40125, 40163);

  private final int code;
  private final String text;

  Refusal(int code) {
    this(code, TEXTS.getOrDefault(code, "sandbox refuses on request"));
  }

  Refusal(int code, String text) {
    super(text, null, false, false);
    this.code = code;
    this.text = text;
  }

  /** The refusals that name the address they saw. */
  static Refusal seeing(int code, String ip) {
    return switch (code) {
      case 40164 -> {
        String seen = ip.contains(":") ? ip : ip + " ipv6 ::ffff:" + ip;
        yield new Refusal(code, "invalid ip " + seen + ", not in whitelist");
      }
      case 61004 -> new Refusal(code, "access clientip is not registered requestIP: " + ip);
      default -> new Refusal(code);
    };
  }

  int code() {
    return code;
  }

  String text() {
    return text;
  }

  /** The text as it goes out: {@code invalid code, rid: 68231586-663e56da-1e04e5eb}. */
  String textWith(String rid) {
    return text + (WITH_COMMA.contains(code) ? ", rid: " : " rid: ") + rid;
  }
}
