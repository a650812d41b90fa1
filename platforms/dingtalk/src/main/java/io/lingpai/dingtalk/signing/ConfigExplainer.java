package io.lingpai.dingtalk.signing;

import io.lingpai.secret.Secret;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Why DingTalk's client refuses a signature (52013). It makes the signature again with every
 * mistake we know, and a mistake that gives the very same digits is proof.
 */
public final class ConfigExplainer {

  private ConfigExplainer() {}

  /** Why a signature is or is not accepted. */
  public enum Cause {
    RIGHT(
        "right",
        "The signature is right for this address. If the page is still refused, agentId or corpId"
            + " is not the app's, or jsApiList holds a name that does not exist.",
        "该地址的签名正确。若页面仍报错，请核对 agentId、corpId 以及 jsApiList 中的名称。"),
    FRAGMENT(
        "fragment",
        "The part from # on was signed too. Sign location.href.split('#')[0].",
        "签名时包含了 # 及其后的部分，请使用 location.href.split('#')[0]。"),
    NOT_DECODED(
        "not-decoded",
        "The query was signed encoded. DingTalk compares with the query decoded.",
        "签名时查询参数没有解码；钉钉以解码后的查询参数比对。"),
    ENCODED(
        "encoded",
        "The whole address was signed encoded. Decode it once before signing.",
        "签名时整个 URL 多编码了一次，请在签名前解码一次。"),
    OTHER_PAGE(
        "other-page",
        "Another address was signed than the page has now. Every page signs its own address.",
        "签名的 URL 与页面地址不一致。每个页面都要用自己的地址签名。"),
    OLDER_TICKET(
        "older-ticket",
        "The signature was made with the ticket before the current one: something keeps the ticket"
            + " longer than it should.",
        "签名使用了上一个 jsapi_ticket，说明有地方缓存过久。"),
    ACCESS_TOKEN(
        "access-token",
        "The signature was made with the access_token in place of the ticket.",
        "签名时误用了 access_token，应使用 jsapi_ticket。"),
    UPPER_CASE(
        "upper-case", "The signature's digits are in capitals; they must be small.", "签名应为小写十六进制。"),
    UNEXPLAINED(
        "unexplained",
        "No mistake that is known gives this signature. Compare timestamp and nonce with what the"
            + " page has, and sign with POST /api/v1/apps/{app}/signatures.",
        "没有已知的错误能得出这个签名。请核对 timeStamp 与 nonceStr，并使用 POST /api/v1/apps/{app}/signatures 签名。");

    private final String slug;
    private final String english;
    private final String chinese;

    Cause(String slug, String english, String chinese) {
      this.slug = slug;
      this.english = english;
      this.chinese = chinese;
    }

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

  /**
   * One reason.
   *
   * @param proved the signature comes out to the letter when this mistake is made
   * @param correction what should have been signed; {@code null} where that is not the point
   */
  public record Finding(Cause cause, boolean proved, @Nullable String correction) {}

  /**
   * A signature as it was reported. Anything may be wrong with any of it.
   *
   * @param pageUrl {@code location.href} of the page; {@code null} where nobody looked
   */
  public record Claim(
      String url, String timestamp, String nonceStr, String signature, @Nullable String pageUrl) {}

  /**
   * Explains.
   *
   * @param tickets what may have been signed with, by what it would mean; {@link Cause#RIGHT} is
   *     the current ticket
   * @return the surest first; never empty
   */
  public static List<Finding> explain(Claim claim, Map<Cause, Secret> tickets) {
    String page = ConfigSignature.decodedQuery(withoutFragment(pageOf(claim)));
    String signature = claim.signature().toLowerCase(Locale.ROOT);
    List<Finding> findings = new ArrayList<>();
    tickets.forEach(
        (origin, ticket) ->
            candidates(claim, page)
                .forEach(
                    (url, cause) -> {
                      if (makes(ticket, claim, url, signature)) {
                        note(findings, origin, cause, page);
                      }
                    }));
    boolean inCapitals = !signature.equals(claim.signature());
    if (inCapitals && !findings.isEmpty()) {
      findings.removeIf(finding -> finding.cause() == Cause.RIGHT);
      findings.add(new Finding(Cause.UPPER_CASE, true, signature));
    }
    return findings.isEmpty()
        ? List.of(new Finding(Cause.UNEXPLAINED, false, page))
        : List.copyOf(findings);
  }

  private static void note(List<Finding> findings, Cause origin, Cause cause, String page) {
    if (origin != Cause.RIGHT) {
      findings.add(new Finding(origin, true, null));
    }
    if (cause != Cause.RIGHT) {
      findings.add(new Finding(cause, true, page));
    }
    if (origin == Cause.RIGHT && cause == Cause.RIGHT) {
      findings.add(new Finding(Cause.RIGHT, true, null));
    }
  }

  /** Every address that may have been signed, the right one first. */
  private static Map<String, Cause> candidates(Claim claim, String page) {
    Map<String, Cause> candidates = new LinkedHashMap<>();
    candidates.put(page, Cause.RIGHT);
    candidates.putIfAbsent(withoutFragment(pageOf(claim)), Cause.NOT_DECODED);
    candidates.putIfAbsent(pageOf(claim), Cause.FRAGMENT);
    candidates.putIfAbsent(ConfigSignature.decodedQuery(pageOf(claim)), Cause.FRAGMENT);
    candidates.putIfAbsent(
        claim.url(), encodedWhole(claim.url()) ? Cause.ENCODED : Cause.OTHER_PAGE);
    candidates.putIfAbsent(
        ConfigSignature.decodedQuery(withoutFragment(claim.url())), Cause.OTHER_PAGE);
    return candidates;
  }

  private static boolean makes(Secret ticket, Claim claim, String url, String signature) {
    for (ConfigSignature.Digest digest : ConfigSignature.Digest.values()) {
      String made =
          ConfigSignature.digits(ticket, claim.nonceStr(), claim.timestamp(), url, digest);
      if (made.equals(signature)) {
        return true;
      }
    }
    return false;
  }

  private static String pageOf(Claim claim) {
    String page = claim.pageUrl() == null ? claim.url() : claim.pageUrl();
    return encodedWhole(page) ? ConfigSignature.decoded(page) : page;
  }

  private static boolean encodedWhole(String url) {
    return url.regionMatches(true, 0, "http%3A", 0, 7)
        || url.regionMatches(true, 0, "https%3A", 0, 8);
  }

  private static String withoutFragment(String url) {
    int fragment = url.indexOf('#');
    return fragment < 0 ? url : url.substring(0, fragment);
  }
}
