package io.lingpai.server.wiring;

import io.lingpai.app.App;
import io.lingpai.credential.Advice;
import io.lingpai.page.PageUrl;
import io.lingpai.secret.Secret;
import io.lingpai.server.api.PageSigning;
import io.lingpai.wechat.signing.CardSignature;
import io.lingpai.wechat.signing.Cause;
import io.lingpai.wechat.signing.Explanation.Finding;
import io.lingpai.wechat.signing.JsSignature;
import io.lingpai.wechat.signing.KnownTicket;
import io.lingpai.wechat.signing.PageSigner;
import io.lingpai.wechat.signing.SignatureClaim;
import io.lingpai.wechat.signing.SignatureExplainer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** WeChat's page signatures, as the native API speaks of them. */
final class WechatPages implements PageSigning {

  private static final Map<String, String> TICKETS =
      Map.of("jsapi", "jsapi_ticket", "card", "wx_card_ticket");

  private final PageSigner signer;

  WechatPages(PageSigner signer) {
    this.signer = signer;
  }

  @Override
  public @Nullable String ticketFor(String use) {
    return TICKETS.get(use);
  }

  @Override
  public List<String> uses() {
    return List.of("jsapi", "card");
  }

  @Override
  public void judge(App app, String use, Map<String, String> fields) {
    if (use.equals("jsapi") || fields.containsKey("url")) {
      PageSigning.page(app, fields.get("url"));
    }
  }

  @Override
  public Map<String, Object> sign(App app, String use, Secret ticket, Map<String, String> fields) {
    return use.equals("card") ? card(app, ticket, fields) : page(app, ticket, fields);
  }

  private Map<String, Object> page(App app, Secret ticket, Map<String, String> fields) {
    PageUrl page = PageSigning.page(app, fields.get("url"));
    JsSignature signed = signer.sign(app.vendorId(), ticket, page);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("appId", signed.appId());
    answer.put("timestamp", signed.timestamp());
    answer.put("nonceStr", signed.nonceStr());
    answer.put("signature", signed.signature());
    answer.put("url", signed.url());
    return answer;
  }

  private Map<String, Object> card(App app, Secret ticket, Map<String, String> fields) {
    String cardId = fields.get("card_id");
    CardSignature signed =
        cardId != null && !fields.containsKey("card_type")
            ? signer.sign(
                ticket,
                new CardSignature.Adding(
                    cardId, fields.get("code"), fields.get("openid"), fields.get("balance")))
            : signer.sign(
                app.vendorId(),
                ticket,
                new CardSignature.Choosing(
                    fields.get("location_id"), cardId, fields.get("card_type")));
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("appId", app.vendorId());
    answer.put("timestamp", signed.timestamp());
    answer.put("nonceStr", signed.nonceStr());
    answer.put("signature", signed.signature());
    return answer;
  }

  @Override
  public Explanation explain(App app, Claim claim, Map<Origin, Secret> known) {
    List<KnownTicket> tickets = new ArrayList<>();
    known.forEach((origin, secret) -> tickets.add(new KnownTicket(ticket(origin), secret)));
    var explained =
        SignatureExplainer.explain(
            new SignatureClaim(
                claim.url(),
                claim.timestamp(),
                claim.nonceStr(),
                claim.signature(),
                claim.pageUrl()),
            tickets,
            app.signDomains());
    return new Explanation(
        explained.right(), explained.findings().stream().map(WechatPages::reason).toList());
  }

  private static KnownTicket.Origin ticket(Origin origin) {
    return switch (origin) {
      case CURRENT_TICKET -> KnownTicket.Origin.CURRENT;
      case PREVIOUS_TICKET -> KnownTicket.Origin.PREVIOUS;
      case CARD_TICKET -> KnownTicket.Origin.CARD;
      case ACCESS_TOKEN -> KnownTicket.Origin.ACCESS_TOKEN;
    };
  }

  private static Reason reason(Finding finding) {
    Cause cause = finding.cause();
    return new Reason(
        cause.slug(),
        finding.proved(),
        new Advice(cause.english(), cause.chinese()),
        finding.correction());
  }
}
