package io.lingpai.dingtalk;

import com.fasterxml.jackson.databind.JsonNode;
import io.lingpai.app.App;
import io.lingpai.credential.Advice;
import io.lingpai.credential.Kind;
import io.lingpai.credential.Kind.Proof;
import io.lingpai.credential.Kind.Repeat;
import io.lingpai.credential.Kind.Source;
import io.lingpai.credential.VendorError;
import io.lingpai.platform.ErrorTable;
import io.lingpai.platform.Issuance;
import io.lingpai.platform.IssueRequest;
import io.lingpai.platform.Platform;
import io.lingpai.platform.VendorWords;
import io.lingpai.platform.Verdict;
import io.lingpai.platform.http.Http;
import io.lingpai.secret.Secret;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * The token and the JS-API ticket of an app made for one company.
 *
 * <p>Asking again while a value lives gives the same value with a new life, so no fetch can harm
 * anybody, and a lost answer has changed nothing. Source: "Obtain the access_token of an internal
 * app", "Obtain the jsapi_ticket", open.dingtalk.com, checked 2026-11-21.
 */
public final class DingTalk implements Platform {

  public static final String NAME = "dingtalk";

  /** What names an app: its key, or the company's id for credentials of before 2018. */
  public static final String OLD_CREDENTIALS = "corp_secret";

  private static final String ACCESS_TOKEN = "access_token";
  private static final String JSAPI_TICKET = "jsapi_ticket";
  private static final Duration TWO_HOURS = Duration.ofHours(2);
  private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);
  private static final Proof BY_REFETCH = new Proof.ByRefetch(Duration.ofMinutes(10));

  /** DingTalk says "not too often" and no number. */
  private static final int BUDGET = 1_000;

  /** A ticket's life is renewed by asking again, but not past this from its creation. */
  private static final Duration TICKET_LIVES_AT_MOST = Duration.ofHours(24);

  private static final Kind TOKEN = kind(ACCESS_TOKEN, new Source.AppSecret());
  private static final Kind TICKET =
      kind(JSAPI_TICKET, new Source.Parent(ACCESS_TOKEN)).livingAtMost(TICKET_LIVES_AT_MOST);

  private static final Pattern VALUE = Pattern.compile("[\\x21-\\x7e]{1,2048}");
  private static final long LONGEST_LIFE = Duration.ofDays(1).toSeconds();
  private static final long UNTOLD_LIFE = TWO_HOURS.toSeconds();
  private static final Duration WITHOUT_A_SECRET = Duration.ofHours(1);

  private final String api;
  private final String oapi;
  private final Http http;

  /**
   * @param api the newer host, such as {@code https://api.dingtalk.com}
   * @param oapi the older host, such as {@code https://oapi.dingtalk.com}
   */
  public DingTalk(URI api, URI oapi, Http http) {
    this.api = base(api);
    this.oapi = base(oapi);
    this.http = http;
  }

  private static Kind kind(String name, Source source) {
    return new Kind(
        name, source, Repeat.SAME_VALUE, TWO_HOURS, FIVE_MINUTES, BUDGET, BY_REFETCH, true);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Kind> kinds(App app) {
    return List.of(TOKEN, TICKET);
  }

  @Override
  public List<String> keptByDefault(App app) {
    return List.of(ACCESS_TOKEN);
  }

  @Override
  public Issuance issue(IssueRequest request) {
    return request.kind().name().equals(ACCESS_TOKEN) ? token(request) : ticket(request);
  }

  @Override
  public Verdict check(App app, Kind kind, Secret value, Duration answerWithin) {
    throw new IllegalArgumentException("kind: " + kind.name() + " (expected: one proved by call)");
  }

  private Issuance token(IssueRequest request) {
    App app = request.app();
    boolean old = app.secret(OLD_CREDENTIALS).isPresent();
    Secret secret = app.secret(old ? OLD_CREDENTIALS : "app_secret").orElse(null);
    if (secret == null) {
      return new Issuance.Refused(noSecret(), WITHOUT_A_SECRET);
    }
    Http.Request call = old ? ofTheCompany(app, secret) : ofTheApp(app, secret);
    return switch (Answer.read(http.send(call, request.answerWithin()))) {
      case Answer.Good(JsonNode json) ->
          old
              ? issued(json, "access_token", "expires_in")
              : issued(json, "accessToken", "expireIn");
      case Answer.Refusal(String code, String said) ->
          refused(code, VendorWords.clean(said, secret));
      case Answer.NoAnswer(String why) -> new Issuance.Unavailable(network(why));
      case Answer.NotAsked(String why) -> new Issuance.Unavailable(network(why));
    };
  }

  private Http.Request ofTheApp(App app, Secret secret) {
    String body =
        Answer.JSON
            .createObjectNode()
            .put("appKey", app.vendorId())
            .put("appSecret", secret.reveal())
            .toString();
    return Http.Request.post(URI.create(api + "/v1.0/oauth2/accessToken"), body);
  }

  private Http.Request ofTheCompany(App app, Secret secret) {
    return Http.Request.get(
        URI.create(
            oapi
                + "/gettoken?corpid="
                + encoded(app.vendorId())
                + "&corpsecret="
                + encoded(secret.reveal())));
  }

  private Issuance ticket(IssueRequest request) {
    Secret token = request.parent();
    if (token == null) {
      throw new IllegalArgumentException("parent: none (expected: the app's access_token)");
    }
    Http.Request call =
        Http.Request.post(URI.create(api + "/v1.0/oauth2/jsapiTickets"), "")
            .with("x-acs-dingtalk-access-token", token.reveal());
    return switch (Answer.read(http.send(call, request.answerWithin()))) {
      case Answer.Good(JsonNode json) -> issued(json, "jsapiTicket", "expireIn");
      case Answer.NoAnswer(String why) -> new Issuance.Unavailable(network(why));
      case Answer.NotAsked(String why) -> new Issuance.Unavailable(network(why));
      case Answer.Refusal(String code, String said) -> {
        String clean = VendorWords.clean(said, token);
        yield DingTalkErrors.provesDeath(code)
            ? new Issuance.ParentRejected(DingTalkErrors.error(code, clean))
            : refused(code, clean);
      }
    };
  }

  private static Issuance refused(String code, String clean) {
    ErrorTable.Line line = DingTalkErrors.of(code);
    VendorError error = DingTalkErrors.error(code, clean);
    return switch (line.sort()) {
      case TRANSIENT -> new Issuance.Unavailable(error);
      case QUOTA -> new Issuance.QuotaSpent(error, line.askAgainIn());
      case RISK -> new Issuance.RiskPending(error, line.askAgainIn());
      case CREDENTIAL_DEAD, FAULT, USER -> new Issuance.Refused(error, line.askAgainIn());
    };
  }

  private static Issuance issued(JsonNode json, String field, String lifeField) {
    JsonNode value = json.path(field);
    // Credentials of before 2018 are answered without a life.
    OptionalLong life =
        json.has(lifeField) ? Answer.number(json.path(lifeField)) : OptionalLong.of(UNTOLD_LIFE);
    boolean usable =
        value.isTextual()
            && VALUE.matcher(value.textValue()).matches()
            && life.isPresent()
            && life.getAsLong() > 0
            && life.getAsLong() <= LONGEST_LIFE;
    return usable
        ? new Issuance.Issued(Secret.of(value.textValue()), Duration.ofSeconds(life.getAsLong()))
        : new Issuance.Unavailable(network("the answer holds no usable value and life"));
  }

  private static VendorError network(String why) {
    return new VendorError(
        "",
        why,
        new Advice(
            "Check that this machine reaches DingTalk (`lingpai doctor`); it is asked again by"
                + " itself.",
            "请检查本机到钉钉的网络（`lingpai doctor`），系统会自动重试。"),
        null);
  }

  private static VendorError noSecret() {
    return new VendorError(
        "", "the app has no secret", new Advice("Set the app's secret.", "请设置 AppSecret。"), null);
  }

  private static String base(URI host) {
    String base = host.toString();
    return base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
