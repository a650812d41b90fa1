package io.lingpai.server.problem;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The sorts of problem there are, told apart by what the caller can do about them. The texts are
 * the single source of the pages under {@code /problems/} and of {@code docs/problems.md}.
 */
@SuppressWarnings("ImmutableEnumChecker") // Words holds nothing but text
public enum Sort {
  MALFORMED(
      400,
      new Words(
          "The request is not what was expected",
          "A body, a parameter, a header or the URL breaks a rule. `field` names it, `detail` says"
              + " the rule.",
          "Correct the request. Sending it again unchanged will not help."),
      new Words(
          "请求不符合要求", "请求体、参数、请求头或 URL 违反了某条规则。`field` 指出位置，`detail` 说明规则。", "请修正请求。原样重发没有用处。")),
  UNAUTHENTICATED(
      401,
      new Words(
          "No valid key arrived",
          "The header `Authorization: Bearer lpk_…` is missing, malformed, or names a key that is"
              + " unknown, expired or revoked. `detail` says which, and never repeats a key.",
          "Send a valid key. If the caller did send the header, a proxy in between dropped it: nginx"
              + " needs `proxy_set_header Authorization $http_authorization;`, Apache"
              + " `CGIPassAuth On`, PHP-FPM behind nginx"
              + " `fastcgi_param HTTP_AUTHORIZATION $http_authorization;`."),
      new Words(
          "没有收到有效的密钥",
          "请求头 `Authorization: Bearer lpk_…` 缺失、格式不对，或其中的密钥未知、已过期或已吊销。`detail` 说明是哪一种，且绝不重复密钥。",
          "请发送有效的密钥。如果调用方确实发送了该请求头，则是中间的代理丢弃了它：nginx 需要"
              + " `proxy_set_header Authorization $http_authorization;`，Apache 需要"
              + " `CGIPassAuth On`，nginx 之后的 PHP-FPM 需要"
              + " `fastcgi_param HTTP_AUTHORIZATION $http_authorization;`。")),
  NOT_ALLOWED(
      403,
      new Words(
          "The key may not do this",
          "The key is valid, but none of its grants covers this call. The answer is the same whether"
              + " or not the app exists. On a callback address: what arrived is not an authentic"
              + " callback; why is in the server's log only.",
          "Ask an administrator for a key with the grant this call needs; the grant stands in"
              + " `/openapi.yaml`."),
      new Words(
          "该密钥无权执行此操作",
          "密钥有效，但它的授权都不包含此调用。无论应用是否存在，响应都相同。在回调地址上：收到的不是真实的回调，原因只写在服务器日志中。",
          "请向管理员申请带有所需授权的密钥；所需授权写在 `/openapi.yaml` 中。")),
  NOT_FOUND(
      404,
      new Words(
          "There is no such thing",
          "The address, or the app, kind or key it names, does not exist.",
          "Check the spelling against `/openapi.yaml` and the list of apps."),
      new Words("不存在", "该地址，或其中的应用、种类、密钥并不存在。", "请对照 `/openapi.yaml` 与应用列表检查拼写。")),
  METHOD_NOT_ALLOWED(
      405,
      new Words(
          "The address exists, but not with this method",
          "The header `Allow` lists the methods this address takes.",
          "Use one of them."),
      new Words("该地址不支持此方法", "响应头 `Allow` 列出该地址支持的方法。", "请使用其中之一。")),
  CONFLICT(
      409,
      new Words(
          "This contradicts what is there",
          "The name is taken, the app is declared in the configuration file, it changed meanwhile, or"
              + " an `Idempotency-Key` came back with another request.",
          "Read again, then decide anew."),
      new Words("与现状冲突", "名称已被占用、应用由配置文件声明、期间已被修改，或同一 `Idempotency-Key` 用于不同的请求。", "请重新读取后再决定。")),
  TOO_LARGE(
      413,
      new Words(
          "The body is too large",
          "The body exceeds what this call takes. The connection is closed.",
          "Send less."),
      new Words("请求体过大", "请求体超过此调用的上限。连接将被关闭。", "请减小请求体。")),
  URI_TOO_LONG(
      414,
      new Words("The URL is too long", "The first line of the request is too long.", "Shorten it."),
      new Words("URL 过长", "请求的首行过长。", "请缩短 URL。")),
  EXPECTATION_FAILED(
      417,
      new Words(
          "The expectation cannot be met",
          "The only value of `Expect` that is understood is `100-continue`.",
          "Leave the header out."),
      new Words("无法满足 Expect", "`Expect` 只支持 `100-continue`。", "请去掉该请求头。")),
  TOO_MANY(
      429,
      new Words(
          "Too many at once",
          "A limit on rate or on concurrent waits is reached.",
          "Ask again after `Retry-After`."),
      new Words("请求过多", "已达到速率或并发等待的上限。", "请在 `Retry-After` 之后重试。")),
  HEADERS_TOO_LARGE(
      431,
      new Words(
          "The headers are too large", "The request's headers exceed the limit.", "Send fewer."),
      new Words("请求头过大", "请求头超过上限。", "请减少请求头。")),
  INTERNAL(
      500,
      new Words(
          "Something went wrong here",
          "This is a fault of the server's. Its log has the details under the request's id.",
          "Tell whoever runs the server, with the value of `request_id`."),
      new Words("服务器内部错误", "这是服务器的错误。日志中按请求编号记录了详情。", "请把 `request_id` 的值告诉服务器的维护者。")),
  VENDOR_REFUSED(
      502,
      new Words(
          "The vendor refuses",
          "The vendor says no, and asking again will not help: a wrong secret, a banned app, an"
              + " address that is not on the whitelist (`ip` names it), an authorization withdrawn."
              + " `vendor_code` and `vendor_message` are the vendor's own.",
          "Do what `what_to_do` says. The app recovers by itself once it is repaired."),
      new Words(
          "平台拒绝",
          "平台明确拒绝，重试无用：密钥错误、应用被封禁、地址不在白名单（`ip` 指出该地址）、授权被取消。`vendor_code` 与"
              + " `vendor_message` 是平台的原文。",
          "请按 `what_to_do` 处理。修复后应用会自行恢复。")),
  RISK_CONFIRMATION(
      503,
      new Words(
          "An administrator must confirm at the vendor",
          "The vendor saw a new address and asks the account's administrator. Until then it gives no"
              + " value; a value that is still valid is served meanwhile.",
          "The account's administrator confirms in the vendor's message. Ask again after"
              + " `Retry-After`; asking sooner makes it worse."),
      new Words(
          "需要管理员在平台处确认",
          "平台发现新的调用地址，正在询问账号的管理员。确认之前不会给出新值；仍然有效的值照常提供。",
          "请账号管理员在平台的消息中确认。请在 `Retry-After` 之后重试，过早重试会更糟。")),
  NOT_READY(
      503,
      new Words(
          "Not there yet",
          "Something this needs has not arrived: a ticket the vendor pushes, or the store.",
          "Ask again after `Retry-After`."),
      new Words("尚未就绪", "所需之物尚未到达：平台推送的票据，或存储。", "请在 `Retry-After` 之后重试。")),
  VENDOR_UNAVAILABLE(
      503,
      new Words(
          "The vendor cannot be reached",
          "The vendor is down, slow or confused, and no valid value is left.",
          "Ask again after `Retry-After`."),
      new Words("无法联系平台", "平台故障、缓慢或异常，且没有仍然有效的值。", "请在 `Retry-After` 之后重试。")),
  QUOTA_EXHAUSTED(
      503,
      new Words(
          "The day's quota is spent",
          "The vendor's quota, or the budget that protects it, is used up.",
          "Ask again after `Retry-After`; find out who spends it with the app's usage."),
      new Words("当日配额已用完", "平台的配额，或保护它的预算，已经用完。", "请在 `Retry-After` 之后重试；用应用的用量查询谁在消耗配额。")),
  CODE_INVALID(
      422,
      new Words(
          "The code is not valid",
          "The login code is unknown, used or expired.",
          "Let the client obtain a new code."),
      new Words("code 无效", "登录 code 未知、已使用或已过期。", "请客户端重新获取 code。")),
  SIGNATURE_MISMATCH(
      422,
      new Words(
          "The signature does not fit",
          "The data was not signed with this session's key.",
          "Let the client log in again and send data and signature of one call."),
      new Words("签名不匹配", "数据不是用该会话的密钥签名的。", "请客户端重新登录，并发送同一次调用的数据与签名。")),
  OPENID_MISMATCH(
      422,
      new Words(
          "The data belongs to somebody else",
          "The openid in the data is not the one of the code.",
          "Let the client log in again."),
      new Words("openid 不匹配", "数据中的 openid 与 code 的不同。", "请客户端重新登录。")),
  APPID_MISMATCH(
      422,
      new Words(
          "The data belongs to another app",
          "The watermark names another app id.",
          "Use data and code of the same app."),
      new Words("appid 不匹配", "水印中是另一个 appid。", "请使用同一应用的数据与 code。")),
  DATA_EXPIRED(
      422,
      new Words(
          "The data is too old",
          "The watermark's time is too long ago.",
          "Let the client obtain the data again."),
      new Words("数据过旧", "水印的时间过早。", "请客户端重新获取数据。")),
  DECRYPTION_FAILED(
      422,
      new Words(
          "The data cannot be decrypted",
          "Key, initialization vector and data do not belong together.",
          "Let the client log in again, then obtain the data."),
      new Words("无法解密", "密钥、初始向量与数据不匹配。", "请客户端先重新登录，再获取数据。")),
  SESSION_INVALID(
      422,
      new Words(
          "The session is not open",
          "The session is unknown, expired or ended, or belongs to another app.",
          "Let the client log in again."),
      new Words("会话无效", "该会话未知、已过期、已结束，或属于其他应用。", "请客户端重新登录。")),
  USER_BLOCKED(
      422,
      new Words(
          "The vendor holds this user for a risk",
          "The code is valid, but the vendor lets this user log in nowhere for now.",
          "Refuse the login. Another code of the same user will fare no better."),
      new Words("用户被平台拦截", "code 有效，但平台认定该用户为高风险用户，暂时不允许其登录。", "请拒绝此次登录。换一个 code 也没有用处。")),
  EMPLOYEE_DISABLED(
      422,
      new Words(
          "The employee is disabled",
          "This employee may not log in.",
          "An administrator can enable the employee again."),
      new Words("员工已停用", "该员工不能登录。", "管理员可以重新启用该员工。"));

  private final int status;
  private final Words english;
  private final Words chinese;

  Sort(int status, Words english, Words chinese) {
    this.status = status;
    this.english = english;
    this.chinese = chinese;
  }

  /** The stable name, as in {@code /problems/not-found}. */
  public String slug() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public int status() {
    return status;
  }

  public Words words(Language language) {
    return language == Language.CHINESE ? chinese : english;
  }

  public static Optional<Sort> of(String slug) {
    return Arrays.stream(values()).filter(sort -> sort.slug().equals(slug)).findFirst();
  }

  /** What is said about a sort of problem in one language. */
  public record Words(String title, String meaning, String remedy) {}
}
