package io.lingpai.server.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lingpai.app.App;
import io.lingpai.credential.CredentialKey;
import io.lingpai.secret.Secret;
import io.lingpai.server.access.Caller;
import io.lingpai.server.access.Grant;
import io.lingpai.server.access.KeyRing;
import io.lingpai.server.access.Need;
import io.lingpai.server.api.Metrics;
import io.lingpai.server.http.Answer;
import io.lingpai.server.http.Json;
import io.lingpai.server.http.Query;
import io.lingpai.server.http.Request;
import io.lingpai.server.http.Route;
import io.lingpai.server.problem.Refusal;
import io.lingpai.server.registry.Registry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * DingTalk's two hosts as far as we answer them: tokens and tickets, with a key of ours standing
 * where the app's secret would. A token of one host is good on the other.
 */
public final class DingTalkWire {

  public static final String TOKEN_HEADER = "x-acs-dingtalk-access-token";

  private static final String PLATFORM = "dingtalk";
  private static final String TOKEN = "access_token";
  private static final String TICKET = "jsapi_ticket";

  private final Registry registry;
  private final KeyRing ring;
  private final Bearers bearers;
  private final VirtualTokens virtual;
  private final WireValues values;
  private final Metrics metrics;
  private final String usualTokens;

  /**
   * @param usualTokens {@code virtual} or {@code real}, for keys that do not say
   */
  public DingTalkWire(
      Registry registry,
      KeyRing ring,
      Bearers bearers,
      VirtualTokens virtual,
      WireValues values,
      Metrics metrics,
      String usualTokens) {
    this.registry = registry;
    this.ring = ring;
    this.bearers = bearers;
    this.virtual = virtual;
    this.values = values;
    this.metrics = metrics;
    this.usualTokens = usualTokens;
  }

  /** The older host's calls, beneath a prefix that may be empty. */
  public List<Route> older(String prefix) {
    return List.of(
        route(DingTalkShape.OLDER, "GET", prefix + "/gettoken", this::tokenByQuery),
        route(DingTalkShape.OLDER, "POST", prefix + "/gettoken", refused(43001)),
        route(DingTalkShape.OLDER, "GET", prefix + "/get_jsapi_ticket", this::ticketByQuery),
        route(DingTalkShape.OLDER, "POST", prefix + "/get_jsapi_ticket", refused(43001)));
  }

  /** The newer host's calls, beneath a prefix that may be empty. */
  public List<Route> newer(String prefix) {
    String oauth = prefix + "/v1.0/oauth2";
    return List.of(
        route(DingTalkShape.NEWER, "POST", oauth + "/accessToken", this::tokenByBody),
        route(DingTalkShape.NEWER, "GET", oauth + "/accessToken", refused(43002)),
        route(DingTalkShape.NEWER, "POST", oauth + "/{corpId}/token", this::tokenOfCompany),
        route(DingTalkShape.NEWER, "POST", oauth + "/jsapiTickets", this::ticketByHeader),
        route(DingTalkShape.NEWER, "GET", oauth + "/jsapiTickets", refused(43002)));
  }

  private Route route(DingTalkShape shape, String method, String pattern, Call call) {
    return Route.open(method, pattern, request -> shaped(shape, request, call));
  }

  private static Call refused(int code) {
    return (request, note) -> {
      throw new WireRefusal(code, "wrong method");
    };
  }

  private Answer tokenByQuery(Request request, Note note) throws InterruptedException {
    Map<String, String> given = Query.all(request.query());
    boolean old = given.containsKey("corpid");
    App app =
        authenticated(
            request,
            note,
            given.get(old ? "corpid" : "appkey"),
            given.get(old ? "corpsecret" : "appsecret"));
    Given token = token(request, note, app);
    return answer("{\"errcode\":0,\"errmsg\":\"ok\",\"access_token\":%s,\"expires_in\":%d}", token);
  }

  private Answer tokenByBody(Request request, Note note) throws InterruptedException {
    ObjectNode given = body(request);
    App app = authenticated(request, note, text(given, "appKey"), text(given, "appSecret"));
    return answer("{\"expireIn\":%2$d,\"accessToken\":%1$s}", token(request, note, app));
  }

  private Answer tokenOfCompany(Request request, Note note) throws InterruptedException {
    ObjectNode given = body(request);
    if (!"client_credentials".equals(text(given, "grant_type"))) {
      throw WireRefusal.invalidGrantType();
    }
    App app = authenticated(request, note, text(given, "client_id"), text(given, "client_secret"));
    String company = app.setting("corp_id", "");
    if (!company.isEmpty() && !company.equals(request.variable("corpId"))) {
      throw new WireRefusal(40079, "this company has not authorized the app");
    }
    return answer("{\"access_token\":%s,\"expires_in\":%d}", token(request, note, app));
  }

  private Answer ticketByQuery(Request request, Note note) throws InterruptedException {
    return answer(
        "{\"errcode\":0,\"errmsg\":\"ok\",\"ticket\":%s,\"expires_in\":%d}",
        ticket(request, note, request.parameter(TOKEN), "get_jsapi_ticket"));
  }

  private Answer ticketByHeader(Request request, Note note) throws InterruptedException {
    return answer(
        "{\"jsapiTicket\":%s,\"expireIn\":%d}",
        ticket(request, note, request.header(TOKEN_HEADER), "v1.0/oauth2/jsapiTickets"));
  }

  private record Given(Secret secret, long seconds) {}

  private static Answer answer(String form, Given given) {
    return Answer.json(
        200,
        String.format(form, Json.revealed(given.secret), given.seconds)
            .getBytes(StandardCharsets.UTF_8));
  }

  private App authenticated(
      Request request, Note note, @Nullable String id, @Nullable String secret) {
    if (id == null || id.isEmpty()) {
      throw WireRefusal.missing(41002, "appkey");
    }
    if (secret == null || secret.isEmpty()) {
      throw WireRefusal.missing(41004, "appsecret");
    }
    Caller caller = Objects.requireNonNull(bearers.ofKey(secret, request.peer(), true));
    note.caller = caller;
    App app = bearers.app(caller, id, PLATFORM);
    note.app = app.name();
    return app;
  }

  private Given token(Request request, Note note, App app) throws InterruptedException {
    Caller caller = Objects.requireNonNull(note.caller);
    // The real value is for keys that call the vendor themselves, and that may read it.
    boolean reads = caller.may(Need.read(app.name(), TOKEN));
    boolean real = caller.option("wire_tokens", usualTokens).equals("real");
    if (caller.mayAny(Grant.Action.PROXY, app.name()) && !(real && reads)) {
      return new Given(
          virtual.issue(caller.keyId(), app.name()), virtual.lifeFor(caller.expiresAt()));
    }
    WireValues.Given given =
        values.token(request, caller, new CredentialKey(app.name(), TOKEN), false);
    return new Given(given.secret(), given.seconds());
  }

  private Given ticket(Request request, Note note, @Nullable String token, String path)
      throws InterruptedException {
    if (token == null || token.isEmpty()) {
      throw WireRefusal.missing(41001, "access_token");
    }
    String app =
        token.startsWith(VirtualTokens.PREFIX)
            ? byVirtual(request, note, token, path)
            : byReal(note, Secret.of(token));
    if (registry.app(app).filter(it -> it.platform().equals(PLATFORM)).isEmpty()) {
      throw WireRefusal.deadToken();
    }
    WireValues.Given ticket = values.ticket(request, new CredentialKey(app, TICKET));
    return new Given(ticket.secret(), ticket.seconds());
  }

  private String byVirtual(Request request, Note note, String token, String path) {
    Bearers.Bearer bearer = Objects.requireNonNull(bearers.ofToken(token, request.peer(), true));
    String app = bearer.app().name();
    note.caller = bearer.caller();
    note.app = app;
    boolean may =
        bearer.caller().may(new Need(Grant.Action.PROXY, app, path))
            || bearer.caller().may(Need.read(app, TICKET));
    if (!may) {
      throw WireRefusal.unauthorized();
    }
    return app;
  }

  private String byReal(Note note, Secret token) {
    CredentialKey held = values.holding(token).orElseThrow(WireRefusal::deadToken);
    note.app = held.app();
    if (!values.mayHave(held, TICKET, ring)) {
      throw WireRefusal.unauthorized();
    }
    return held.app();
  }

  private static ObjectNode body(Request request) {
    if (request.body().length == 0) {
      throw new WireRefusal(44002, "body is mandatory for this action.");
    }
    try {
      return Json.object(request.body());
    } catch (Refusal e) {
      throw new WireRefusal(44002, "body is mandatory for this action.");
    }
  }

  private static @Nullable String text(ObjectNode given, String field) {
    JsonNode node = given.get(field);
    return node == null || node.isNull() ? null : node.asText();
  }

  private Answer shaped(DingTalkShape shape, Request request, Call call)
      throws InterruptedException {
    Note note = new Note();
    try {
      Answer answer = call.answer(request, note);
      metrics.wireCall(note.key(), note.app, "ok");
      return answer;
    } catch (RuntimeException e) {
      metrics.wireCall(note.key(), note.app, Integer.toString(DingTalkShape.code(e)));
      return shape.answer(request, e);
    }
  }

  /** Who called for what, as far as is known when the answer goes out. */
  private static final class Note {
    private @Nullable Caller caller;
    private String app = "";

    String key() {
      return caller == null ? "" : caller.name();
    }
  }

  @FunctionalInterface
  private interface Call {
    Answer answer(Request request, Note note) throws InterruptedException;
  }
}
