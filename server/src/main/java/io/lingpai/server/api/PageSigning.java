package io.lingpai.server.api;

import io.lingpai.app.App;
import io.lingpai.credential.Advice;
import io.lingpai.page.PageUrl;
import io.lingpai.secret.Secret;
import io.lingpai.server.problem.Problem;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How one platform signs pages. The server asks it with the ticket in hand. */
public interface PageSigning {

  /** Which kind is signed with for a use such as {@code jsapi}; null for a use it does not know. */
  @Nullable String ticketFor(String use);

  /** What {@code use} may be. */
  List<String> uses();

  /**
   * Judges the caller's fields before a ticket is fetched: a wrong address costs no vendor call.
   *
   * @throws io.lingpai.server.problem.Refusal naming the field that is wrong
   */
  void judge(App app, String use, Map<String, String> fields);

  /**
   * Signs.
   *
   * @param fields that {@link #judge} has let pass
   */
  Map<String, Object> sign(App app, String use, Secret ticket, Map<String, String> fields);

  /**
   * Says why a signature is refused.
   *
   * @param known what it may have been made with
   */
  Explanation explain(App app, Claim claim, Map<Origin, Secret> known);

  /** Where something comes from that a signature may have been made with, rightly or by mistake. */
  enum Origin {
    CURRENT_TICKET,
    PREVIOUS_TICKET,
    CARD_TICKET,
    ACCESS_TOKEN
  }

  /**
   * A signature that was refused, as it was reported.
   *
   * @param pageUrl {@code location.href} of the page; null where nobody looked
   */
  record Claim(
      String url, String timestamp, String nonceStr, String signature, @Nullable String pageUrl) {}

  /**
   * What was found out.
   *
   * @param right the signature is what the vendor computes for this page
   * @param reasons the surest first; never empty
   */
  record Explanation(boolean right, List<Reason> reasons) {
    public Explanation {
      reasons = List.copyOf(reasons);
    }
  }

  /**
   * One reason.
   *
   * @param cause a stable name for programs
   * @param proved the signature comes out to the letter when this mistake is made
   * @param correction what should stand there instead; null where that is not the point
   */
  record Reason(String cause, boolean proved, Advice explanation, @Nullable String correction) {}

  /** The page to be signed for, if this app signs there. */
  static PageUrl page(App app, @Nullable String url) {
    if (url == null) {
      throw Problem.malformed("url", "url: missing").refusal();
    }
    PageUrl page;
    try {
      page = PageUrl.of(url);
    } catch (IllegalArgumentException e) {
      throw Problem.malformed("url", String.valueOf(e.getMessage())).refusal();
    }
    if (!app.signDomains().isEmpty() && !page.isOn(app.signDomains())) {
      throw Problem.malformed("url", "url: its host is not on one of this app's sign_domains")
          .refusal();
    }
    return page;
  }
}
