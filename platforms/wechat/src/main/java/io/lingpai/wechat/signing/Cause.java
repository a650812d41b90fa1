package io.lingpai.wechat.signing;

/** Why WeChat says <i>invalid signature</i>, or seems to. */
public enum Cause {
  RIGHT(
      "right",
      "The signature is right for this address. If the page is still refused, its real address"
          + " differs (compare location.href), wx.config has another appId, or the domain is not"
          + " registered.",
      "该地址的签名正确。若页面仍报错，请核对 location.href 是否一致、wx.config 的 appId 是否正确、域名是否已登记。"),
  FRAGMENT(
      "fragment",
      "The part from # on was signed too. Sign location.href.split('#')[0].",
      "签名时包含了 # 及其后的部分，请使用 location.href.split('#')[0]。"),
  ENCODED(
      "encoded",
      "The address was signed encoded. If it travels as a parameter, decode it once before"
          + " signing.",
      "签名时 URL 多编码了一次。若作为参数传递，请在签名前解码一次。"),
  DECODED(
      "decoded",
      "The address was signed decoded. Sign it as location.href shows it, with its % signs; when"
          + " sending it as a parameter use encodeURIComponent.",
      "签名时 URL 被解码了。请按 location.href 原样（保留 %）签名；作为参数传递时请使用 encodeURIComponent。"),
  HTML_ESCAPED(
      "html-escaped",
      "The address was signed with &amp; in place of &.",
      "签名时 URL 中的 & 被转义成了 &amp;。"),
  SCHEME(
      "scheme",
      "The signed address and the page's differ in http or https; behind a proxy the server may"
          + " take one for the other.",
      "签名的 URL 与页面的协议（http/https）不一致；经过代理时服务器可能判断错误。"),
  HOST("host", "The signed address has another host than the page.", "签名的 URL 与页面的域名不一致。"),
  PORT("port", "The signed address has another port than the page.", "签名的 URL 与页面的端口不一致。"),
  TRAILING_SLASH(
      "trailing-slash",
      "The signed address and the page's differ in a slash at the end.",
      "签名的 URL 与页面地址末尾的斜杠不一致。"),
  PATH(
      "path",
      "Another page was signed. Every page signs its own address; in a single-page application,"
          + " sign anew when the address changes (on iOS the address of the first page counts).",
      "签名的是另一个页面。每个页面都要用自己的地址签名；单页应用在地址变化后要重新签名（iOS 以首次进入的地址为准）。"),
  QUERY_ORDER(
      "query-order",
      "The query's parameters were signed in another order than the page has them.",
      "签名的 URL 中查询参数的顺序与页面不一致。"),
  WECHAT_PARAMETERS(
      "wechat-parameters",
      "The parameters that WeChat appends to the address (such as from or code) were not signed.",
      "签名时缺少微信附加的参数（如 from、code）。"),
  QUERY_MISSING("query-missing", "The query was left out when signing.", "签名时缺少查询参数（? 之后的部分）。"),
  QUERY("query", "The query signed is not the page's.", "签名的查询参数与页面不一致。"),
  OLDER_TICKET(
      "older-ticket",
      "The signature was made with the ticket before the current one: something keeps the ticket"
          + " longer than it should.",
      "签名使用了上一个 jsapi_ticket，说明有地方缓存过久。"),
  CARD_TICKET(
      "card-ticket",
      "The signature was made with the ticket for cards (wx_card); pages need the one of type"
          + " jsapi.",
      "签名使用了卡券 ticket（wx_card），页面签名需使用 jsapi 类型。"),
  TOKEN_AS_TICKET(
      "access-token-as-ticket",
      "The signature was made with the access_token in place of the jsapi_ticket.",
      "签名误用了 access_token，应使用 jsapi_ticket。"),
  FIELD_NAMES(
      "field-names",
      "The names were signed as nonceStr or timeStamp. In the string to sign all names are in"
          + " lower case: noncestr, timestamp.",
      "签名串中的字段名应全部小写：noncestr、timestamp。"),
  CARD_STYLE(
      "card-style",
      "Signed the way cards are: the sorted values alone. A page signature is made of"
          + " jsapi_ticket=…&noncestr=…&timestamp=…&url=…",
      "使用了卡券的签名方式（仅对值排序拼接）。页面签名串应为 jsapi_ticket=…&noncestr=…&timestamp=…&url=…"),
  NONCE_CASE(
      "nonce-case",
      "nonceStr in wx.config has not the letters' case (or blanks) it was signed with.",
      "wx.config 中的 nonceStr 与签名时的大小写（或空格）不一致。"),
  SIGNATURE_CASE(
      "signature-case",
      "The signature must be in lower case, without blanks.",
      "signature 必须为小写，且不含空格。"),
  SIGNATURE_SHAPE(
      "signature-shape",
      "A signature has 40 hexadecimal digits (SHA-1); this one has not.",
      "signature 应为 40 位十六进制（SHA-1），当前的格式不对。"),
  TIMESTAMP_MILLIS(
      "timestamp-in-milliseconds",
      "timestamp is in milliseconds; it must be the same seconds in wx.config and in what is"
          + " signed.",
      "timestamp 使用了毫秒；wx.config 与签名中都应为相同的秒数。"),
  ANOTHER_TICKET(
      "another-ticket",
      "It was made with no ticket of this app known here: the appId may be another's, or another"
          + " program still fetches and caches its own ticket.",
      "不是用本系统已知的该应用 ticket 签名的：可能 appId 不对，或有其他程序自行获取并缓存 ticket。"),
  TIMESTAMP_OR_NONCE(
      "timestamp-or-nonce",
      "timestamp or nonceStr in wx.config may not be those that were signed: both must come from"
          + " the same answer as the signature.",
      "wx.config 中的 timestamp 或 nonceStr 可能与签名时不一致，三者必须来自同一次签名。"),
  DOMAIN(
      "domain",
      "The page's domain is not among sign-domains, nor then likely among the JS interface domains"
          + " registered at WeChat (the page would say: invalid url domain).",
      "页面域名不在 sign-domains 中，很可能也未登记为微信的 JS 接口安全域名（页面会提示 invalid url domain）。"),
  UNUSUAL_PORT(
      "unusual-port",
      "WeChat accepts JS interface domains on ports 80 and 443 only.",
      "微信的 JS 接口安全域名仅支持 80 和 443 端口。");

  private final String slug;
  private final String english;
  private final String chinese;

  Cause(String slug, String english, String chinese) {
    this.slug = slug;
    this.english = english;
    this.chinese = chinese;
  }

  /** A stable name for programs. */
  public String slug() {
    return slug;
  }

  public String english() {
    return english;
  }

  public String chinese() {
    return chinese;
  }
}
