package io.lingpai.server.wiring;

import io.lingpai.app.App;
import io.lingpai.credential.Advice;
import io.lingpai.dingtalk.DingTalk;
import io.lingpai.dingtalk.signing.ConfigExplainer;
import io.lingpai.dingtalk.signing.ConfigExplainer.Cause;
import io.lingpai.dingtalk.signing.ConfigSignature;
import io.lingpai.dingtalk.signing.ConfigSignature.Agent;
import io.lingpai.dingtalk.signing.ConfigSignature.Digest;
import io.lingpai.secret.Secret;
import io.lingpai.server.access.KeyText;
import io.lingpai.server.api.PageSigning;
import io.lingpai.server.problem.Problem;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
  public void judge(App app, String use, Map<String, String> fields) {
    demand("agent_id", app.setting("agent_id", ""));
    demand("corp_id", company(app));
    PageSigning.page(app, fields.get("url"));
  }

  private static void demand(String field, String value) {
    if (value.isEmpty()) {
      throw Problem.malformed(
              field, field + ": the app has none, and dd.config needs it; set it on the app")
          .refusal();
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
            PageSigning.page(app, fields.get("url")),
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
  public Explanation explain(App app, Claim claim, Map<Origin, Secret> known) {
    Map<Cause, Secret> tickets = new EnumMap<>(Cause.class);
    known.forEach((origin, secret) -> mistake(origin).ifPresent(it -> tickets.put(it, secret)));
    List<ConfigExplainer.Finding> findings =
        ConfigExplainer.explain(
            new ConfigExplainer.Claim(
                claim.url(),
                claim.timestamp(),
                claim.nonceStr(),
                claim.signature(),
                claim.pageUrl()),
            tickets);
    return new Explanation(
        findings.getFirst().cause() == Cause.RIGHT,
        findings.stream().map(DingTalkPages::reason).toList());
  }

  /** What it would mean to have signed with it. */
  private static Optional<Cause> mistake(Origin origin) {
    return switch (origin) {
      case CURRENT_TICKET -> Optional.of(Cause.RIGHT);
      case PREVIOUS_TICKET -> Optional.of(Cause.OLDER_TICKET);
      case ACCESS_TOKEN -> Optional.of(Cause.ACCESS_TOKEN);
      case CARD_TICKET -> Optional.empty();
    };
  }

  private static Reason reason(ConfigExplainer.Finding finding) {
    Cause cause = finding.cause();
    return new Reason(
        cause.slug(),
        finding.proved(),
        new Advice(cause.english(), cause.chinese()),
        finding.correction());
  }
}
