package io.lingpai.server.api;

import io.lingpai.app.App;
import io.lingpai.credential.Credential;
import io.lingpai.credential.CredentialKey;
import io.lingpai.credential.Value;
import io.lingpai.keeper.Keeper;
import io.lingpai.keeper.Subject;
import io.lingpai.secret.Secret;
import io.lingpai.server.access.Authorization;
import io.lingpai.server.access.Grant;
import io.lingpai.server.access.Need;
import io.lingpai.server.http.Answer;
import io.lingpai.server.http.Json;
import io.lingpai.server.http.Request;
import io.lingpai.server.http.Route;
import io.lingpai.server.problem.Problem;
import io.lingpai.server.problem.Refusal;
import io.lingpai.server.registry.Registry;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Signatures for pages, and why one is refused. */
public final class SignatureCalls {

  private static final List<String> SIGNED_FIELDS =
      List.of("url", "card_id", "code", "openid", "balance", "location_id", "card_type");
  private static final List<String> CLAIMED = List.of("url", "nonceStr", "signature");

  private final Registry registry;
  private final Keeper keeper;
  private final Authorization authorization;
  private final CredentialCalls credentials;
  private final Map<String, PageSigning> byPlatform;

  /**
   * @param byPlatform who signs, by the platform's name
   */
  public SignatureCalls(
      Registry registry,
      Keeper keeper,
      Authorization authorization,
      CredentialCalls credentials,
      Map<String, PageSigning> byPlatform) {
    this.registry = registry;
    this.keeper = keeper;
    this.authorization = authorization;
    this.credentials = credentials;
    this.byPlatform = Map.copyOf(byPlatform);
  }

  public List<Route> routes() {
    Route.Gate sign =
        authorization.needs(request -> Need.of(Grant.Action.SIGN, request.variable("app")));
    return List.of(
        Route.gated("POST", "/api/v1/apps/{app}/signatures", "sign:{app}", sign, this::sign),
        Route.gated(
            "POST",
            "/api/v1/apps/{app}/signature-explanations",
            "sign:{app}",
            sign,
            this::explain));
  }

  private Answer sign(Request request) throws InterruptedException {
    Fields fields = Fields.of(request);
    String use = fields.text("use").orElse("jsapi");
    Map<String, String> given = new LinkedHashMap<>();
    SIGNED_FIELDS.forEach(name -> fields.text(name).ifPresent(value -> given.put(name, value)));
    fields.nothingElse();
    App app = app(request);
    PageSigning signing = signing(app);
    String kind = signing.ticketFor(use);
    if (kind == null) {
      throw fields.wrong("use", "expected one of " + String.join(", ", signing.uses()));
    }
    Map<String, String> judged;
    try {
      judged = signing.judged(app, use, given);
    } catch (IllegalArgumentException e) {
      throw malformed(e);
    }
    Subject subject = CredentialCalls.subject(registry, new CredentialKey(app.name(), kind));
    Secret ticket = credentials.reading(subject).value().secret();
    return Json.answer(200, signing.sign(app, use, ticket, judged));
  }

  private Answer explain(Request request) {
    Fields fields = Fields.of(request);
    Map<String, String> claim = new LinkedHashMap<>();
    CLAIMED.forEach(name -> claim.put(name, fields.required(name)));
    claim.put("timestamp", timestamp(fields));
    fields.text("page_url").ifPresent(url -> claim.put("page_url", url));
    fields.nothingElse();
    App app = app(request);
    Map<String, Secret> known = new HashMap<>();
    note(known, app, "jsapi_ticket", "current", "previous");
    note(known, app, "wx_card_ticket", "card", null);
    note(known, app, "access_token", "access_token", null);
    return Json.answer(200, signing(app).explain(app, claim, known));
  }

  /** Whoever hands back what a signature was answered with has a number, spelled as vendors do. */
  private static String timestamp(Fields fields) {
    String name = fields.has("timeStamp") ? "timeStamp" : "timestamp";
    return fields.isNumber(name)
        ? fields.number(name).map(String::valueOf).orElseThrow()
        : fields.required(name);
  }

  private void note(
      Map<String, Secret> known, App app, String kind, String current, @Nullable String previous) {
    Credential credential = keeper.peek(new CredentialKey(app.name(), kind)).orElse(null);
    if (credential == null) {
      return;
    }
    Value now = credential.current();
    if (now != null) {
      known.put(current, now.secret());
    }
    Value before = credential.previous();
    if (before != null && previous != null) {
      known.put(previous, before.secret());
    }
  }

  private App app(Request request) {
    return AppProblems.active(AppProblems.known(registry.app(request.variable("app"))));
  }

  private PageSigning signing(App app) {
    PageSigning signing = byPlatform.get(app.platform());
    if (signing == null) {
      throw Problem.notFound("apps of " + app.platform() + " have no page signatures").refusal();
    }
    return signing;
  }

  private static Refusal malformed(IllegalArgumentException e) {
    String message = String.valueOf(e.getMessage());
    int colon = message.indexOf(':');
    return Problem.malformed(colon < 0 ? "url" : message.substring(0, colon), message).refusal();
  }
}
