package io.lingpai.server.wiring;

import io.lingpai.app.App;
import io.lingpai.dingtalk.DingTalk;
import io.lingpai.dingtalk.signing.ConfigExplainer;
import io.lingpai.dingtalk.signing.ConfigSignature;
import io.lingpai.dingtalk.signing.ConfigSignature.Agent;
import io.lingpai.dingtalk.signing.ConfigSignature.Digest;
import io.lingpai.page.PageUrl;
import io.lingpai.secret.Secret;
import io.lingpai.server.access.KeyText;
import io.lingpai.server.api.PageSigning;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** DingTalk's page signatures, as the native API speaks of them. */
final class DingTalkPages implements PageSigning {

  private final InstantSource clock;
  private final SecureRandom random;

  DingTalkPages(InstantSource clock, SecureRandom random) {
    this.clock = clock;
    this.random = random;
  }

  @Override
  public @Nullable String ticketFor(String use) {
    return use.equals("jsapi") ? "jsapi_ticket" : null;
  }

  @Override
  public List<String> uses() {
    return List.of("jsapi");
  }

  @Override
  public Map<String, String> judged(App app, String use, Map<String, String> fields) {
    demand("agent_id", app.setting("agent_id", ""));
    demand("corp_id", company(app));
    String url = fields.get("url");
    if (url == null) {
      throw new IllegalArgumentException("url: missing");
    }
    if (!app.signDomains().isEmpty() && !PageUrl.of(url).isOn(app.signDomains())) {
      throw new IllegalArgumentException("url: its host is not on one of this app's sign_domains");
    }
    PageUrl.of(url);
    return fields;
  }

  private static void demand(String field, String value) {
    if (value.isEmpty()) {
      throw new IllegalArgumentException(
          field + ": the app has none, and dd.config needs it; set it on the app");
    }
  }

  private static String company(App app) {
    return app.secret(DingTalk.OLD_CREDENTIALS).isPresent()
        ? app.vendorId()
        : app.setting("corp_id", "");
  }

  @Override
  public Map<String, Object> sign(App app, String use, Secret ticket, Map<String, String> fields) {
    ConfigSignature signed =
        ConfigSignature.of(
            ticket,
            KeyText.newId(random),
            clock.instant().getEpochSecond(),
            PageUrl.of(String.valueOf(fields.get("url"))),
            new Agent(app.setting("agent_id", ""), company(app)),
            app.setting("signature_digest", "sha-256").equals("sha-1")
                ? Digest.SHA_1
                : Digest.SHA_256);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("url", signed.url());
    answer.put("nonceStr", signed.nonceStr());
    answer.put("agentId", signed.agentId());
    answer.put("timeStamp", signed.timeStamp());
    answer.put("corpId", signed.corpId());
    answer.put("signature", signed.signature());
    return answer;
  }

  @Override
  public Map<String, Object> explain(
      App app, Map<String, String> claim, Map<String, Secret> known) {
    Map<ConfigExplainer.Cause, Secret> tickets = new EnumMap<>(ConfigExplainer.Cause.class);
    put(tickets, ConfigExplainer.Cause.RIGHT, known.get("current"));
    put(tickets, ConfigExplainer.Cause.OLDER_TICKET, known.get("previous"));
    put(tickets, ConfigExplainer.Cause.ACCESS_TOKEN, known.get("access_token"));
    List<ConfigExplainer.Finding> findings =
        ConfigExplainer.explain(
            new ConfigExplainer.Claim(
                String.valueOf(claim.get("url")),
                String.valueOf(claim.get("timestamp")),
                String.valueOf(claim.get("nonceStr")),
                String.valueOf(claim.get("signature")),
                claim.get("page_url")),
            tickets);
    return Map.of(
        "right",
        findings.getFirst().cause() == ConfigExplainer.Cause.RIGHT,
        "findings",
        findings.stream().map(DingTalkPages::shown).toList());
  }

  private static void put(
      Map<ConfigExplainer.Cause, Secret> tickets,
      ConfigExplainer.Cause origin,
      @Nullable Secret ticket) {
    if (ticket != null) {
      tickets.put(origin, ticket);
    }
  }

  private static Map<String, @Nullable Object> shown(ConfigExplainer.Finding finding) {
    Map<String, @Nullable Object> shown = new LinkedHashMap<>();
    shown.put("cause", finding.cause().slug());
    shown.put("proved", finding.proved());
    shown.put("explanation", finding.cause().english());
    shown.put("explanation_zh", finding.cause().chinese());
    shown.put("correction", finding.correction());
    return shown;
  }
}
