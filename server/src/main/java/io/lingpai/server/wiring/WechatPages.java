package io.lingpai.server.wiring;

import io.lingpai.app.App;
import io.lingpai.page.PageUrl;
import io.lingpai.secret.Secret;
import io.lingpai.server.api.PageSigning;
import io.lingpai.wechat.signing.CardSignature;
import io.lingpai.wechat.signing.Explanation;
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
  public Map<String, String> judged(App app, String use, Map<String, String> fields) {
    String url = fields.get("url");
    if (url != null) {
      PageUrl page = PageUrl.of(url);
      if (!app.signDomains().isEmpty() && !page.isOn(app.signDomains())) {
        throw new IllegalArgumentException(
            "url: its host is not on one of this app's sign_domains");
      }
    } else if (use.equals("jsapi")) {
      throw new IllegalArgumentException("url: missing");
    }
    return fields;
  }

  @Override
  public Map<String, Object> sign(App app, String use, Secret ticket, Map<String, String> fields) {
    return use.equals("card") ? card(app, ticket, fields) : page(app, ticket, fields);
  }

  private Map<String, Object> page(App app, Secret ticket, Map<String, String> fields) {
    PageUrl url = PageUrl.of(String.valueOf(fields.get("url")));
    JsSignature signed = signer.sign(app.vendorId(), ticket, url);
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
  public Map<String, Object> explain(
      App app, Map<String, String> claim, Map<String, Secret> known) {
    List<KnownTicket> tickets = new ArrayList<>();
    known.forEach((origin, secret) -> tickets.add(new KnownTicket(origin(origin), secret)));
    Explanation explanation =
        SignatureExplainer.explain(
            new SignatureClaim(
                String.valueOf(claim.get("url")),
                String.valueOf(claim.get("timestamp")),
                String.valueOf(claim.get("nonceStr")),
                String.valueOf(claim.get("signature")),
                claim.get("page_url")),
            tickets,
            app.signDomains());
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("right", explanation.right());
    answer.put("findings", explanation.findings().stream().map(WechatPages::shown).toList());
    return answer;
  }

  private static Map<String, @Nullable Object> shown(Explanation.Finding finding) {
    Map<String, @Nullable Object> shown = new LinkedHashMap<>();
    shown.put("cause", finding.cause().slug());
    shown.put("proved", finding.proved());
    shown.put("explanation", finding.cause().english());
    shown.put("explanation_zh", finding.cause().chinese());
    shown.put("correction", finding.correction());
    return shown;
  }

  private static KnownTicket.Origin origin(String name) {
    return switch (name) {
      case "current" -> KnownTicket.Origin.CURRENT;
      case "previous" -> KnownTicket.Origin.PREVIOUS;
      case "card" -> KnownTicket.Origin.CARD;
      default -> KnownTicket.Origin.ACCESS_TOKEN;
    };
  }
}
