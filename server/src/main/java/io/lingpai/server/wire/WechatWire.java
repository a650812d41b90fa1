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
 * {@code api.weixin.qq.com} as we answer it: tokens and tickets, with a key of ours standing where
 * the app's secret would. Every answer has the status 200 and the vendor's shape, errors included.
 */
public final class WechatWire {

  private static final String TOKEN = "access_token";
  private static final String TICKET_PATH = "cgi-bin/ticket/getticket";
  private static final Map<String, String> TICKETS =
      Map.of("jsapi", "jsapi_ticket", "wx_card", "wx_card_ticket");

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
  public WechatWire(
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

  /** The calls, beneath a prefix that may be empty. */
  public List<Route> routes(String prefix) {
    return List.of(
        route("GET", prefix + "/cgi-bin/token", this::token),
        route("POST", prefix + "/cgi-bin/token", this::token),
        route("POST", prefix + "/cgi-bin/stable_token", this::stableToken),
        route("GET", prefix + "/cgi-bin/stable_token", WechatWire::postOnly),
        route("GET", prefix + "/cgi-bin/ticket/getticket", this::ticket),
        route("POST", prefix + "/cgi-bin/ticket/getticket", this::ticket));
  }

  private Route route(String method, String pattern, Call call) {
    return Route.open(method, pattern, request -> shaped(request, call));
  }

  private Answer token(Request request, Note note) throws InterruptedException {
    Map<String, String> given = Query.all(request.query());
    return token(
        request, note, given.get("grant_type"), given.get("appid"), given.get("secret"), false);
  }

  private static Answer postOnly(Request request, Note note) {
    throw new WireRefusal(43002, "require POST method");
  }

  private Answer stableToken(Request request, Note note) throws InterruptedException {
    if (request.body().length == 0) {
      throw new WireRefusal(44002, "empty post data");
    }
    ObjectNode given;
    try {
      given = Json.object(request.body());
    } catch (Refusal e) {
      throw new WireRefusal(47001, "data format error");
    }
    return token(
        request,
        note,
        text(given.get("grant_type")),
        text(given.get("appid")),
        text(given.get("secret")),
        given.path("force_refresh").asBoolean(false));
  }

  private static @Nullable String text(@Nullable JsonNode node) {
    return node == null || node.isNull() ? null : node.asText();
  }

  private Answer token(
      Request request,
      Note note,
      @Nullable String grantType,
      @Nullable String appid,
      @Nullable String secret,
      boolean forced)
      throws InterruptedException {
    if (!"client_credential".equals(grantType)) {
      throw WireRefusal.invalidGrantType();
    }
    if (appid == null || appid.isEmpty()) {
      throw WireRefusal.missing(41002, "appid");
    }
    if (secret == null || secret.isEmpty()) {
      throw WireRefusal.missing(41004, "appsecret");
    }
    Caller caller = Objects.requireNonNull(bearers.ofKey(secret, request.peer(), true));
    note.caller(caller);
    App app = bearers.app(caller, appid, "wechat-");
    note.app(app);
    if (givenVirtual(caller, app)) {
      return tokenAnswer(
          virtual.issue(caller.keyId(), app.name()), virtual.lifeFor(caller.expiresAt()));
    }
    CredentialKey key = new CredentialKey(app.name(), TOKEN);
    WireValues.Given given = values.token(request, caller, key, forced);
    return tokenAnswer(given.secret(), given.seconds());
  }

  /** The real value is for keys that call the vendor themselves, and that may read it. */
  private boolean givenVirtual(Caller caller, App app) {
    boolean reads = caller.may(Need.read(app.name(), TOKEN));
    boolean real = caller.option("wire_tokens", usualTokens).equals("real");
    return caller.mayAny(Grant.Action.PROXY, app.name()) && !(real && reads);
  }

  private static Answer tokenAnswer(Secret token, long seconds) {
    return Answer.json(
        200,
        ("{\"access_token\":" + Json.revealed(token) + ",\"expires_in\":" + seconds + "}")
            .getBytes(StandardCharsets.UTF_8));
  }

  private Answer ticket(Request request, Note note) throws InterruptedException {
    Map<String, String> given = Query.all(request.query());
    String token = given.get("access_token");
    if (token == null || token.isEmpty()) {
      throw WireRefusal.missing(41001, "access_token");
    }
    String kind = TICKETS.get(given.getOrDefault("type", ""));
    if (kind == null) {
      throw new WireRefusal(40097, "invalid args");
    }
    CredentialKey key = new CredentialKey(appOf(request, token, kind, note), kind);
    if (registry.find(key).isEmpty()) {
      throw WireRefusal.unauthorized();
    }
    WireValues.Given ticket = values.ticket(request, key);
    return Answer.json(
        200,
        ("{\"errcode\":0,\"errmsg\":\"ok\",\"ticket\":"
                + Json.revealed(ticket.secret())
                + ",\"expires_in\":"
                + ticket.seconds()
                + "}")
            .getBytes(StandardCharsets.UTF_8));
  }

  /** The app whose ticket the holder of this token may have. */
  private String appOf(Request request, String token, String kind, Note note) {
    if (token.startsWith(VirtualTokens.PREFIX)) {
      Bearers.Bearer bearer = Objects.requireNonNull(bearers.ofToken(token, request.peer(), true));
      String app = bearer.app().name();
      note.caller(bearer.caller());
      note.app(bearer.app());
      boolean may =
          bearer.caller().may(new Need(Grant.Action.PROXY, app, TICKET_PATH))
              || bearer.caller().may(Need.read(app, kind));
      if (!may) {
        throw WireRefusal.unauthorized();
      }
      return app;
    }
    CredentialKey held = values.holding(Secret.of(token)).orElseThrow(WireRefusal::deadToken);
    registry.app(held.app()).ifPresent(note::app);
    if (!values.mayHave(held, kind, ring)) {
      throw WireRefusal.unauthorized();
    }
    return held.app();
  }

  private Answer shaped(Request request, Call call) throws InterruptedException {
    Note note = new Note();
    try {
      Answer answer = call.answer(request, note);
      metrics.wireCall(note.caller, note.app, "ok");
      return answer;
    } catch (RuntimeException e) {
      int code = WechatShape.code(e);
      metrics.wireCall(note.caller, note.app, Integer.toString(code));
      return WechatShape.answer(request, e);
    }
  }

  /** Who called for what, as far as is known when the answer goes out. */
  private static final class Note {
    String caller = "";
    String app = "";

    void caller(Caller known) {
      caller = known.name();
    }

    void app(App known) {
      app = known.name();
    }
  }

  @FunctionalInterface
  private interface Call {
    Answer answer(Request request, Note note) throws InterruptedException;
  }
}
