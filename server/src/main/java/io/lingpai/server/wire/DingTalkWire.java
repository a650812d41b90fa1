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
 * DingTalk's two hosts as far as we answer them: tokens and tickets, with a key of ours standing
 * where the app's secret would. A token of one host is good on the other.
 */
public final class DingTalkWire {

  public static final String TOKEN_HEADER = "x-acs-dingtalk-access-token";

  private static final String PLATFORM = "dingtalk";
  private static final WireTokens.Names NAMES =
      new WireTokens.Names("appkey", "appsecret", PLATFORM);
  private static final String TICKET = "jsapi_ticket";

  private final WireTokens tokens;
  private final WireCalls older;
  private final WireCalls newer;

  public DingTalkWire(WireTokens tokens, Metrics metrics) {
    this.tokens = tokens;
    this.older = new WireCalls(metrics, DingTalkShape::code, DingTalkShape.OLDER::answer);
    this.newer = new WireCalls(metrics, DingTalkShape::code, DingTalkShape.NEWER::answer);
  }

  /** The older host's calls, beneath a prefix that may be empty. */
  public List<Route> older(String prefix) {
    return List.of(
        older.route("GET", prefix + "/gettoken", this::tokenByQuery),
        older.refused("POST", prefix + "/gettoken", wrongMethod(43001)),
        older.route("GET", prefix + "/get_jsapi_ticket", this::ticketByQuery),
        older.refused("POST", prefix + "/get_jsapi_ticket", wrongMethod(43001)));
  }

  /** The newer host's calls, beneath a prefix that may be empty. */
  public List<Route> newer(String prefix) {
    String oauth = prefix + "/v1.0/oauth2";
    return List.of(
        newer.route("POST", oauth + "/accessToken", this::tokenByBody),
        newer.refused("GET", oauth + "/accessToken", wrongMethod(43002)),
        newer.route("POST", oauth + "/{corpId}/token", this::tokenOfCompany),
        newer.route("POST", oauth + "/jsapiTickets", this::ticketByHeader),
        newer.refused("GET", oauth + "/jsapiTickets", wrongMethod(43002)));
  }

  private static WireRefusal wrongMethod(int code) {
    return new WireRefusal(code, "wrong method");
  }

  private String tokenByQuery(Request request, Note note) throws InterruptedException {
    Map<String, String> given = Query.all(request.query());
    boolean old = given.containsKey("corpid");
    return tokens
        .token(
            request,
            bearer(
                request,
                note,
                given.get(old ? "corpid" : "appkey"),
                given.get(old ? "corpsecret" : "appsecret")),
            false)
        .in("{\"errcode\":0,\"errmsg\":\"ok\",\"access_token\":%s,\"expires_in\":%d}");
  }

  private String tokenByBody(Request request, Note note) throws InterruptedException {
    ObjectNode given = body(request);
    Bearer bearer = bearer(request, note, text(given, "appKey"), text(given, "appSecret"));
    return tokens.token(request, bearer, false).in("{\"expireIn\":%2$d,\"accessToken\":%1$s}");
  }

  private String tokenOfCompany(Request request, Note note) throws InterruptedException {
    ObjectNode given = body(request);
    if (!"client_credentials".equals(text(given, "grant_type"))) {
      throw WireRefusal.invalidGrantType();
    }
    Bearer bearer = client(request, note, given);
    String company = bearer.app().setting("corp_id", "");
    if (!company.isEmpty() && !company.equals(request.variable("corpId"))) {
      throw new WireRefusal(40079, "this company has not authorized the app");
    }
    return tokens.token(request, bearer, false).in("{\"access_token\":%s,\"expires_in\":%d}");
  }

  private Bearer client(Request request, Note note, ObjectNode given) {
    try {
      return bearer(request, note, text(given, "client_id"), text(given, "client_secret"));
    } catch (WireRefusal wrongOrMissing) {
      throw new WireRefusal(DingTalkShape.INVALID_CLIENT, "invalid client");
    }
  }

  private String ticketByQuery(Request request, Note note) throws InterruptedException {
    return ticket(request, note, request.parameter("access_token"), "get_jsapi_ticket")
        .in("{\"errcode\":0,\"errmsg\":\"ok\",\"ticket\":%s,\"expires_in\":%d}");
  }

  private String ticketByHeader(Request request, Note note) throws InterruptedException {
    return ticket(request, note, request.header(TOKEN_HEADER), "v1.0/oauth2/jsapiTickets")
        .in("{\"jsapiTicket\":%s,\"expireIn\":%d}");
  }

  private Bearer bearer(Request request, Note note, @Nullable String id, @Nullable String secret) {
    return tokens.bearer(request, note, NAMES, id, secret);
  }

  private WireValues.Given ticket(Request request, Note note, @Nullable String token, String path)
      throws InterruptedException {
    return tokens.ticket(request, note, token, TICKET, path, PLATFORM);
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
}
