package io.lingpai.wechat.signing;

import org.jspecify.annotations.Nullable;

/**
 * A signature that a page was refused, as reported by whoever asks. Anything may be wrong with any
 * of it, so nothing is checked here.
 *
 * @param url what was signed, as far as is known
 * @param timestamp as the page gave it to {@code wx.config}, likewise the nonce and the signature
 * @param pageUrl {@code location.href} of the page; {@code null} where nobody looked
 */
public record SignatureClaim(
    String url, String timestamp, String nonceStr, String signature, @Nullable String pageUrl) {

  /** What WeChat compares with: the page's address without the fragment. */
  String page() {
    String page = pageUrl == null ? url : pageUrl;
    boolean encodedWhole = Percent.isEncodedWhole(page);
    return UrlParts.withoutFragment(encodedWhole ? Percent.decoded(page) : page);
  }
}
