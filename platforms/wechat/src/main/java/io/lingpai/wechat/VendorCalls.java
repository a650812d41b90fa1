package io.lingpai.wechat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lingpai.app.App;
import io.lingpai.credential.Kind;
import io.lingpai.credential.VendorError;
import io.lingpai.platform.Issuance;
import io.lingpai.platform.IssueRequest;
import io.lingpai.platform.VendorWords;
import io.lingpai.platform.Verdict;
import io.lingpai.platform.http.Http;
import io.lingpai.secret.Secret;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The calls by which accounts get and prove their credentials. */
final class VendorCalls {

  /**
   * After a forced call found the quota spent. Only 20 of those are allowed a day, so it says
   * nothing about the plain call, which is tried next.
   */
  private static final Duration AFTER_TOO_MANY_FORCED = Duration.ofMinutes(1);

  private static final Duration WITHOUT_A_SECRET = Duration.ofHours(1);

  private static final Map<String, String> TICKET_TYPES =
      Map.of(WechatKinds.JSAPI_TICKET.name(), "jsapi", WechatKinds.CARD_TICKET.name(), "wx_card");

  private final String host;
  private final Http http;
  private final AuthorizerTokens authorizers;

  VendorCalls(URI host, Http http) {
    String base = host.toString();
    this.host = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    this.http = http;
    this.authorizers = new AuthorizerTokens(host, http);
  }

  Issuance issue(IssueRequest request) {
    if (request.kind().source() instanceof Kind.Source.OwnPartner) {
      return authorizers.issue(request);
    }
    return request.kind().name().equals(WechatKinds.ACCESS_TOKEN)
        ? token(request)
        : ticket(request);
  }

  private Issuance token(IssueRequest request) {
    App app = request.app();
    Optional<Secret> secret = app.secret("secret");
    if (secret.isEmpty()) {
      return new Issuance.Refused(Outcomes.noSecret(), WITHOUT_A_SECRET);
    }
    boolean stable = request.kind().repeat() == Kind.Repeat.NEW_NEAR_THE_END;
    Http.Request call =
        stable ? stableToken(app, secret.get(), request.forced()) : classicToken(app, secret.get());
    Issuance outcome =
        switch (Answer.read(http.send(call, request.answerWithin()))) {
          case Answer.Good(JsonNode json) ->
              Outcomes.issued(json, "access_token").orElseGet(() -> Outcomes.notAToken());
          case Answer.Refusal(int code, String said) ->
              Outcomes.refused(code, VendorWords.clean(said, secret.get()));
          case Answer.NoAnswer(String why) -> new Issuance.Unknown(Outcomes.network(why));
          case Answer.NotAsked(String why) -> new Issuance.Unavailable(Outcomes.network(why));
        };
    return stable && request.forced() ? gentlerAfterForce(outcome) : outcome;
  }

  private Http.Request classicToken(App app, Secret secret) {
    return Http.Request.get(
        uri(
            "/cgi-bin/token?grant_type=client_credential&appid="
                + encoded(app.vendorId())
                + "&secret="
                + encoded(secret.reveal())));
  }

  private Http.Request stableToken(App app, Secret secret, boolean forced) {
    String body =
        Answer.JSON
            .createObjectNode()
            .put("grant_type", "client_credential")
            .put("appid", app.vendorId())
            .put("secret", secret.reveal())
            .put("force_refresh", forced)
            .toString();
    return Http.Request.post(uri("/cgi-bin/stable_token"), body);
  }

  private Issuance ticket(IssueRequest request) {
    String type = TICKET_TYPES.get(request.kind().name());
    Secret parent = request.parent();
    if (type == null || parent == null) {
      throw new IllegalArgumentException(
          "kind: " + request.kind().name() + " (expected: a ticket, with its access_token)");
    }
    URI uri =
        uri("/cgi-bin/ticket/getticket?access_token=" + encoded(parent.reveal()) + "&type=" + type);
    return switch (Answer.read(http.send(Http.Request.get(uri), request.answerWithin()))) {
      // Asking again gives the same ticket and harms none, so a lost answer has changed nothing.
      case Answer.Good(JsonNode json) ->
          Outcomes.issued(json, "ticket")
              .orElseGet(() -> new Issuance.Unavailable(Outcomes.network(Outcomes.NO_VALUE)));
      case Answer.NoAnswer(String why) -> new Issuance.Unavailable(Outcomes.network(why));
      case Answer.NotAsked(String why) -> new Issuance.Unavailable(Outcomes.network(why));
      case Answer.Refusal(int code, String said) -> {
        String clean = VendorWords.clean(said, parent);
        yield WechatErrors.provesDeath(code)
            ? new Issuance.ParentRejected(WechatErrors.error(code, clean))
            : Outcomes.refused(code, clean);
      }
    };
  }

  /** The cheapest call that wants a token: it changes nothing and any account may make it. */
  Verdict check(Secret value, Duration within) {
    URI uri = uri("/cgi-bin/get_api_domain_ip?access_token=" + encoded(value.reveal()));
    return switch (Answer.read(http.send(Http.Request.get(uri), within))) {
      case Answer.Good _ -> new Verdict.Alive();
      case Answer.NoAnswer(String why) -> new Verdict.Unproven(Outcomes.network(why));
      case Answer.NotAsked(String why) -> new Verdict.Unproven(Outcomes.network(why));
      case Answer.Refusal(int code, String said) -> {
        VendorError error = WechatErrors.error(code, VendorWords.clean(said, value));
        yield WechatErrors.provesDeath(code)
            ? new Verdict.Dead(error)
            : WechatErrors.provesNothing(code) ? new Verdict.Unproven(error) : new Verdict.Alive();
      }
    };
  }

  private static Issuance gentlerAfterForce(Issuance outcome) {
    return outcome instanceof Issuance.QuotaSpent(VendorError why, Duration wait) && wait.isZero()
        ? new Issuance.QuotaSpent(why, AFTER_TOO_MANY_FORCED)
        : outcome;
  }

  private URI uri(String pathAndQuery) {
    return URI.create(host + pathAndQuery);
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
