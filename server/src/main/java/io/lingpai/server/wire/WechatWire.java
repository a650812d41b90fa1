package io.lingpai.server.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lingpai.app.App;
import io.lingpai.credential.CredentialKey;
import io.lingpai.credential.VendorError;
import io.lingpai.problem.StoreUnavailable;
import io.lingpai.secret.Secret;
import io.lingpai.server.access.Caller;
import io.lingpai.server.access.KeyRing;
import io.lingpai.server.access.KeyText;
import io.lingpai.server.access.Need;
import io.lingpai.server.api.Metrics;
import io.lingpai.server.http.Answer;
import io.lingpai.server.http.Json;
import io.lingpai.server.http.Query;
import io.lingpai.server.http.Request;
import io.lingpai.server.http.Route;
import io.lingpai.server.problem.Problem;
import io.lingpai.server.problem.Refusal;
import io.lingpai.server.problem.Sort;
import io.lingpai.server.registry.Registry;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code api.weixin.qq.com} as we answer it: tokens and tickets, with a key of ours standing where
 * the app's secret would. Every answer has the status 200 and the vendor's shape, errors included.
 */
public final class WechatWire {

  private static final String TOKEN = "access_token";
  private static final Map<String, String> TICKETS =
      Map.of("jsapi", "jsapi_ticket", "wx_card", "wx_card_ticket");

  private final Registry registry;
  private final KeyRing ring;
  private final WireValues values;
  private final Metrics metrics;

  public WechatWire(Registry registry, KeyRing ring, WireValues values, Metrics metrics) {
    this.registry = registry;
    this.ring = ring;
    this.values = values;
    this.metrics = metrics;
  }

  /** The calls, beneath a prefix that may be empty. */
  public List<Route> routes(String prefix) {
    return List.of(
        route("GET", prefix + "/cgi-bin/token", this::token),
        route("POST", prefix + "/cgi-bin/token", this::token),
        route("POST", prefix + "/cgi-bin/stable_token", this::stableToken),
        route("GET", prefix + "/cgi-bin/stable_token", WechatWire::postOnly),
        route("GET", prefix + "/cgi-bin/ticket/getticket", this::ticket),
        route("POST", prefix + "/cgi-bin/ticket/getticket", this::ticket),
        route("GET", prefix + "/{path...}", WechatWire::elsewhere),
        route("POST", prefix + "/{path...}", WechatWire::elsewhere));
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

  // What is not answered here is not passed on either, for as long as there is no proxy.
  private static Answer elsewhere(Request request, Note note) {
    throw WireRefusal.unauthorized();
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
    Caller caller = caller(secret, request.peer());
    note.caller(caller);
    App app = app(caller, appid);
    note.app(app);
    CredentialKey key = new CredentialKey(app.name(), TOKEN);
    WireValues.Given given = values.token(request, caller, key, forced);
    return Answer.json(
        200,
        ("{\"access_token\":"
                + Json.revealed(given.secret())
                + ",\"expires_in\":"
                + given.seconds()
                + "}")
            .getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  private Caller caller(String secret, String peer) {
    String id = KeyText.id(secret).orElseThrow(WireRefusal::invalidSecret);
    Caller caller = ring.find(secret, id).orElseThrow(WireRefusal::invalidSecret);
    if (!caller.networks().allow(peer)) {
      throw WireRefusal.invalidSecret();
    }
    // An administrator's key in an SDK's configuration would be lost with the first log line.
    if (caller.admin()) {
      throw new WireRefusal(
          40125, "invalid appsecret: a key with the grant admin is not taken here");
    }
    return caller;
  }

  /** The one app of this id at the vendor that the key may read, or the app of this very name. */
  private App app(Caller caller, String appid) {
    List<App> candidates =
        registry.withVendorId(appid).stream()
            .filter(App::active)
            .filter(app -> app.platform().startsWith("wechat-"))
            .filter(app -> caller.may(Need.read(app.name(), TOKEN)))
            .toList();
    if (candidates.size() == 1) {
      return candidates.getFirst();
    }
    throw WireRefusal.invalidAppid();
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
    CredentialKey held = values.holding(Secret.of(token)).orElseThrow(WireRefusal::deadToken);
    registry.app(held.app()).ifPresent(note::app);
    CredentialKey key = new CredentialKey(held.app(), kind);
    if (registry.find(key).isEmpty() || !values.mayHave(held, kind, ring)) {
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
            .getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  private Answer shaped(Request request, Call call) throws InterruptedException {
    Note note = new Note();
    Answer answer;
    int code = 0;
    try {
      answer = call.answer(request, note);
    } catch (WireRefusal e) {
      code = e.code();
      answer = error(request, code, String.valueOf(e.getMessage()));
    } catch (Refusal e) {
      Problem problem = e.problem();
      code = code(problem);
      answer = error(request, code, words(problem));
    } catch (StoreUnavailable e) {
      code = -1;
      answer = error(request, code, "system error");
    }
    metrics.wireCall(note.caller, note.app, code == 0 ? "ok" : Integer.toString(code));
    return answer;
  }

  private static Answer error(Request request, int code, String words) {
    return Json.answer(200, Map.of("errcode", code, "errmsg", words + " rid: " + request.id()));
  }

  /** The vendor's own number where the vendor refused; “busy” where asking again may help. */
  private static int code(Problem problem) {
    VendorError vendor = problem.vendor();
    if (vendor != null && vendor.code().matches("-?\\d{1,9}")) {
      return Integer.parseInt(vendor.code());
    }
    return problem.sort() == Sort.MALFORMED ? 47001 : -1;
  }

  private static String words(Problem problem) {
    VendorError vendor = problem.vendor();
    if (vendor != null && !vendor.message().isEmpty()) {
      return vendor.message();
    }
    return problem.sort() == Sort.MALFORMED ? "data format error" : "system error";
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
