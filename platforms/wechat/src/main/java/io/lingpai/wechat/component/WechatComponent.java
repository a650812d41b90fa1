package io.lingpai.wechat.component;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lingpai.app.App;
import io.lingpai.credential.Kind;
import io.lingpai.credential.VendorError;
import io.lingpai.platform.Issuance;
import io.lingpai.platform.IssueRequest;
import io.lingpai.platform.Platform;
import io.lingpai.platform.VendorWords;
import io.lingpai.platform.Verdict;
import io.lingpai.platform.http.Http;
import io.lingpai.secret.Secret;
import io.lingpai.wechat.Answer;
import io.lingpai.wechat.AuthorizerTokens;
import io.lingpai.wechat.Outcomes;
import io.lingpai.wechat.WechatErrors;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A third-party platform's own credentials: the ticket WeChat pushes, and the token made of it. */
public final class WechatComponent implements Platform {

  public static final String NAME = "wechat-component";

  private static final String CALLS = "/cgi-bin/component/";
  private static final Duration WITHOUT_A_SECRET = Duration.ofHours(1);

  /** The ticket has expired, or is not the platform's. */
  private static final Set<Integer> TICKET_DEAD = Set.of(61005, 61006);

  private final String host;
  private final Http http;

  /**
   * @param host where WeChat's API is, such as {@code https://api.weixin.qq.com}
   */
  public WechatComponent(URI host, Http http) {
    String base = host.toString();
    this.host = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    this.http = http;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Kind> kinds(App app) {
    return List.of(ComponentKinds.TICKET, ComponentKinds.TOKEN);
  }

  @Override
  public List<String> keptByDefault(App app) {
    return List.of(ComponentKinds.TICKET.name(), ComponentKinds.TOKEN.name());
  }

  @Override
  public Issuance issue(IssueRequest request) {
    Optional<Secret> secret = request.app().secret("secret");
    if (secret.isEmpty()) {
      return new Issuance.Refused(Outcomes.noSecret(), WITHOUT_A_SECRET);
    }
    return request.kind().name().equals(ComponentKinds.TICKET.name())
        ? startPushing(request, secret.get())
        : token(request, secret.get());
  }

  /** Asking twice does no harm: WeChat then says that it pushes already. */
  private Issuance startPushing(IssueRequest request, Secret secret) {
    ObjectNode body = named(request.app()).put("component_secret", secret.reveal());
    return switch (ask("api_start_push_ticket", body, request.answerWithin())) {
      case Answer.Good _ -> new Issuance.Awaited();
      case Answer.Refusal(int code, String said) ->
          Outcomes.refused(code, VendorWords.clean(said, secret));
      case Answer.NoAnswer(String why) -> new Issuance.Unavailable(Outcomes.network(why));
      case Answer.NotAsked(String why) -> new Issuance.Unavailable(Outcomes.network(why));
    };
  }

  private Issuance token(IssueRequest request, Secret secret) {
    Secret ticket = request.parent();
    if (ticket == null) {
      throw new IllegalArgumentException(
          "kind: " + request.kind().name() + " (expected: with the pushed ticket)");
    }
    ObjectNode body =
        named(request.app())
            .put("component_appsecret", secret.reveal())
            .put("component_verify_ticket", ticket.reveal());
    return switch (ask("api_component_token", body, request.answerWithin())) {
      case Answer.Good(JsonNode json) ->
          Outcomes.issued(json, "component_access_token").orElseGet(Outcomes::notAToken);
      case Answer.Refusal(int code, String said) -> {
        String clean = VendorWords.clean(VendorWords.clean(said, secret), ticket);
        yield TICKET_DEAD.contains(code)
            ? new Issuance.ParentRejected(WechatErrors.error(code, clean))
            : Outcomes.refused(code, clean);
      }
      case Answer.NoAnswer(String why) -> new Issuance.Unknown(Outcomes.network(why));
      case Answer.NotAsked(String why) -> new Issuance.Unavailable(Outcomes.network(why));
    };
  }

  /** By the first of the accounts that authorized the platform, of which there may be none. */
  @Override
  public Verdict check(App app, Kind kind, Secret value, Duration answerWithin) {
    if (!(kind.proof() instanceof Kind.Proof.ByCall)) {
      throw new IllegalArgumentException(
          "kind: " + kind.name() + " (expected: one proved by call)");
    }
    ObjectNode body = named(app).put("offset", 0).put("count", 1);
    String call =
        "api_get_authorizer_list?component_access_token="
            + URLEncoder.encode(value.reveal(), StandardCharsets.UTF_8);
    return switch (ask(call, body, answerWithin)) {
      case Answer.Good _ -> new Verdict.Alive();
      case Answer.NoAnswer(String why) -> new Verdict.Unproven(Outcomes.network(why));
      case Answer.NotAsked(String why) -> new Verdict.Unproven(Outcomes.network(why));
      case Answer.Refusal(int code, String said) -> {
        VendorError error = WechatErrors.error(code, VendorWords.clean(said, value));
        yield AuthorizerTokens.provesParentDead(code)
            ? new Verdict.Dead(error)
            : WechatErrors.provesNothing(code) ? new Verdict.Unproven(error) : new Verdict.Alive();
      }
    };
  }

  private Answer ask(String call, ObjectNode body, Duration within) {
    URI uri = URI.create(host + CALLS + call);
    return Answer.read(http.send(Http.Request.post(uri, body.toString()), within));
  }

  private static ObjectNode named(App app) {
    return Answer.JSON.createObjectNode().put("component_appid", app.vendorId());
  }
}
