package io.lingpai.wechat.signing;

import io.lingpai.page.PageUrl;
import io.lingpai.secret.Secret;

/**
 * What a page gives to {@code wx.config}.
 *
 * @param timestamp in seconds
 * @param url what was signed; the page's own address must be the same to the letter
 */
public record JsSignature(
    String appId, long timestamp, String nonceStr, String signature, String url) {

  /**
   * Signs with everything given. The fields stand in the order of their names, and nothing is
   * encoded.
   */
  public static JsSignature of(
      String appId, Secret ticket, long timestamp, String nonceStr, PageUrl url) {
    String signature = digest(ticket, nonceStr, Long.toString(timestamp), url.value());
    return new JsSignature(appId, timestamp, nonceStr, signature, url.value());
  }

  static String digest(Secret ticket, String nonceStr, String timestamp, String url) {
    return Sha1.of(
        "jsapi_ticket="
            + ticket.reveal()
            + "&noncestr="
            + nonceStr
            + "&timestamp="
            + timestamp
            + "&url="
            + url);
  }
}
