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
import io.lingpai.server.api.PageSigning.Origin;
import io.lingpai.server.http.Answer;
import io.lingpai.server.http.Json;
import io.lingpai.server.http.Request;
import io.lingpai.server.http.Route;
import io.lingpai.server.problem.Problem;
import io.lingpai.server.registry.Registry;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Signatures for pages, and why one is refused. */
public final class SignatureCalls {

  private static final List<String> SIGNED_FIELDS =
      List.of("url", "card_id", "code", "openid", "balance", "location_id", "card_type");

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
    signing.judge(app, use, given);
    Subject subject = CredentialCalls.subject(registry, new CredentialKey(app.name(), kind));
    Secret ticket = credentials.reading(subject).value().secret();
    return Json.answer(200, signing.sign(app, use, ticket, given));
  }

  private Answer explain(Request request) {
    Fields fields = Fields.of(request);
    String url = fields.required("url");
    String nonce = fields.required("nonceStr");
    String signature = fields.required("signature");
    PageSigning.Claim claim =
        new PageSigning.Claim(
            url, timestamp(fields), nonce, signature, fields.text("page_url").orElse(null));
    fields.nothingElse();
    App app = app(request);
    return Json.answer(200, shown(signing(app).explain(app, claim, known(app))));
  }

  private static Map<String, Object> shown(PageSigning.Explanation explanation) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("right", explanation.right());
    shown.put("findings", explanation.reasons().stream().map(SignatureCalls::shown).toList());
    return shown;
  }

  private static Map<String, @Nullable Object> shown(PageSigning.Reason reason) {
    Map<String, @Nullable Object> shown = new LinkedHashMap<>();
    shown.put("cause", reason.cause());
    shown.put("proved", reason.proved());
    shown.put("explanation", reason.explanation().english());
    shown.put("explanation_zh", reason.explanation().chinese());
    shown.put("correction", reason.correction());
    return shown;
  }

  /** Whoever hands back what a signature was answered with has a number, spelled as vendors do. */
  private static String timestamp(Fields fields) {
    String name = fields.has("timeStamp") ? "timeStamp" : "timestamp";
    return fields.isNumber(name)
        ? fields.number(name).map(String::valueOf).orElseThrow()
        : fields.required(name);
  }

  private Map<Origin, Secret> known(App app) {
    Map<Origin, Secret> known = new EnumMap<>(Origin.class);
    credential(app, "jsapi_ticket")
        .ifPresent(
            ticket -> {
              put(known, Origin.CURRENT_TICKET, ticket.current());
              put(known, Origin.PREVIOUS_TICKET, ticket.previous());
            });
    credential(app, "wx_card_ticket")
        .ifPresent(ticket -> put(known, Origin.CARD_TICKET, ticket.current()));
    credential(app, "access_token")
        .ifPresent(token -> put(known, Origin.ACCESS_TOKEN, token.current()));
    return known;
  }

  private Optional<Credential> credential(App app, String kind) {
    return keeper.peek(new CredentialKey(app.name(), kind));
  }

  private static void put(Map<Origin, Secret> known, Origin origin, @Nullable Value value) {
    if (value != null) {
      known.put(origin, value.secret());
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
}
