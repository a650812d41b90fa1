package io.lingpai.server.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lingpai.server.api.Metrics;
import io.lingpai.server.http.Json;
import io.lingpai.server.http.Query;
import io.lingpai.server.http.Request;
import io.lingpai.server.http.Route;
import io.lingpai.server.problem.Refusal;
import io.lingpai.server.wire.Bearers.Bearer;
import io.lingpai.server.wire.WireCalls.Note;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code api.weixin.qq.com} as we answer it: tokens and tickets, with a key of ours standing where
 * the app's secret would. Every answer has the status 200 and the vendor's shape, errors included.
 */
public final class WechatWire {

  private static final String PLATFORMS = "wechat-";
  private static final String THIRD_PARTY = "wechat-component";
  private static final WireTokens.Names NAMES =
      new WireTokens.Names("appid", "appsecret", PLATFORMS);
  private static final String TICKET_PATH = "cgi-bin/ticket/getticket";
  private static final Map<String, String> TICKETS =
      Map.of("jsapi", "jsapi_ticket", "wx_card", "wx_card_ticket");

  private final WireTokens tokens;
  private final WireCalls calls;

  public WechatWire(WireTokens tokens, Metrics metrics) {
    this.tokens = tokens;
    this.calls = new WireCalls(metrics, WechatShape::code, WechatShape::answer);
  }

  /** The calls, beneath a prefix that may be empty. */
  public List<Route> routes(String prefix) {
    String stable = prefix + "/cgi-bin/stable_token";
    return List.of(
        calls.route("GET", prefix + "/cgi-bin/token", this::token),
        calls.route("POST", prefix + "/cgi-bin/token", this::token),
        calls.route("POST", stable, this::stableToken),
        calls.refused("GET", stable, WireRefusal.postOnly()),
        calls.route("GET", prefix + "/" + TICKET_PATH, this::ticket),
        calls.route("POST", prefix + "/" + TICKET_PATH, this::ticket));
  }

  private String token(Request request, Note note) throws InterruptedException {
    Map<String, String> given = Query.all(request.query());
    return token(
        request, note, given.get("grant_type"), given.get("appid"), given.get("secret"), false);
  }

  private String stableToken(Request request, Note note) throws InterruptedException {
    ObjectNode given = body(request);
    return token(
        request,
        note,
        text(given.get("grant_type")),
        text(given.get("appid")),
        text(given.get("secret")),
        given.path("force_refresh").asBoolean(false));
  }

  /** What a call was sent in JSON. */
  static ObjectNode body(Request request) {
    if (request.body().length == 0) {
      throw new WireRefusal(44002, "empty post data");
    }
    try {
      return Json.object(request.body());
    } catch (Refusal e) {
      throw new WireRefusal(47001, "data format error");
    }
  }

  private static @Nullable String text(@Nullable JsonNode node) {
    return node == null || node.isNull() ? null : node.asText();
  }

  private String token(
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
    Bearer bearer = tokens.bearer(request, note, NAMES, appid, secret);
    if (bearer.app().platform().equals(THIRD_PARTY)) {
      throw new WireRefusal(
          61024, "must use api(api_component_token) to get token for component acct");
    }
    return tokens.token(request, bearer, forced).in("{\"access_token\":%s,\"expires_in\":%d}");
  }

  private String ticket(Request request, Note note) throws InterruptedException {
    Map<String, String> given = Query.all(request.query());
    String token = given.get("access_token");
    if (token == null || token.isEmpty()) {
      throw WireRefusal.missing(41001, "access_token");
    }
    String kind = TICKETS.get(given.getOrDefault("type", ""));
    if (kind == null) {
      throw new WireRefusal(40097, "invalid args");
    }
    return tokens
        .ticket(request, note, token, kind, TICKET_PATH, PLATFORMS)
        .in("{\"errcode\":0,\"errmsg\":\"ok\",\"ticket\":%s,\"expires_in\":%d}");
  }
}
