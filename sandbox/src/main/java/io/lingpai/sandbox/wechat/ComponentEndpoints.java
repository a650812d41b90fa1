package io.lingpai.sandbox.wechat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lingpai.sandbox.http.Json;
import io.lingpai.sandbox.vendor.Values;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * {@code /cgi-bin/component/*}: a platform's own token from the ticket it was pushed, the codes an
 * authorization begins and ends with, and the tokens of those who authorized.
 */
final class ComponentEndpoints {
  static final String ROOT = "/cgi-bin/component/";
  static final String TOKEN = ROOT + "api_component_token";
  static final String QUERY = ROOT + "api_query_auth";
  static final String REFRESH = ROOT + "api_authorizer_token";

  private final World world;

  ComponentEndpoints(World world) {
    this.world = world;
  }

  List<Route> routes() {
    return List.of(
        Route.post(TOKEN, this::token).withoutToken(),
        Route.post(ROOT + "api_start_push_ticket", this::startPushing).withoutToken(),
        Route.post(ROOT + "api_create_preauthcode", this::preAuthCode).forComponents(),
        Route.post(QUERY, this::query).forComponents(),
        Route.post(REFRESH, this::refresh).forComponents(),
        Route.post(ROOT + "clear_quota", this::clearQuota).forComponents(),
        Route.post(ROOT + "clear_quota/v2", this::clearQuotaWithSecret).withoutToken());
  }

  private ObjectNode token(Call call) {
    ObjectNode body = call.body();
    String appid = Call.requiredText(body, "component_appid", 41018);
    String secret = Call.requiredText(body, "component_appsecret", 41004);
    String ticket = Call.requiredText(body, "component_verify_ticket", 61006);
    Component component = authenticate(call, appid, secret);
    call.count(component);
    component.accept(ticket, world.rules.newestTicketOnly(), call.now());
    TokenLine.Issued issued = world.issue(component, component.tokens, component.life, call.now());
    return Json.object()
        .put("component_access_token", issued.value)
        .put("expires_in", component.life.toSeconds());
  }

  private Component authenticate(Call call, String appid, String secret) {
    Component component = world.components.get(appid);
    if (component == null) {
      throw new Refusal(61011);
    }
    if (!component.knows(secret)) {
      throw new Refusal(40125);
    }
    component.admit(world.addressOf(call.request()));
    return component;
  }

  private ObjectNode startPushing(Call call) {
    ObjectNode body = call.body();
    String appid = Call.requiredText(body, "component_appid", 41018);
    String secret = Call.requiredText(body, "component_secret", 41004);
    Component component = authenticate(call, appid, secret);
    call.count(component);
    if (component.pushing) {
      return Json.object().put("errcode", 0).put("errmsg", "in a normal state");
    }
    component.pushing = true;
    component.nextPush = call.now();
    return Call.ok();
  }

  private ObjectNode preAuthCode(Call call) {
    Component component = named(call, call.body());
    Duration life = component.scaled(ComponentCodes.PRE_AUTH_LIFE);
    return Json.object()
        .put("pre_auth_code", component.codes.newPreAuth(world.values, call.now().plus(life)))
        .put("expires_in", life.toSeconds());
  }

  /** The platform whose token it is, which the body must name once more. */
  static Component named(Call call, ObjectNode body) {
    String appid = Call.requiredText(body, "component_appid", 41018);
    if (!appid.equals(call.component().appid())) {
      throw new Refusal(40013);
    }
    return call.component();
  }

  private ObjectNode query(Call call) {
    ObjectNode body = call.body();
    Component component = named(call, body);
    String code = Call.requiredText(body, "authorization_code", 61009);
    Authorization authorization = component.of(component.codes.redeem(code, call.now()));
    authorization.queried = true;
    ObjectNode told = Json.object();
    ObjectNode info = told.putObject("authorization_info");
    info.put("authorizer_appid", authorization.appid());
    putTokens(info, authorization, call.now());
    info.set("func_info", PermissionSets.asFunctionInfo(authorization.granted));
    return told;
  }

  private void putTokens(ObjectNode told, Authorization authorization, Instant now) {
    Duration life = authorization.component.life;
    TokenLine.Issued issued = world.issue(authorization, authorization.tokens, life, now);
    told.put("authorizer_access_token", issued.value)
        .put("expires_in", life.toSeconds())
        .put("authorizer_refresh_token", authorization.refreshToken);
  }

  private ObjectNode refresh(Call call) {
    ObjectNode body = call.body();
    Component component = named(call, body);
    String appid = Call.requiredText(body, "authorizer_appid", 41002);
    String refreshToken = Call.requiredText(body, "authorizer_refresh_token", 61023);
    if (!world.apps.containsKey(appid)) {
      throw new Refusal(40013);
    }
    Authorization authorization = component.authorizations.get(appid);
    if (authorization == null || !authorization.standing) {
      throw new Refusal(authorization == null ? 61003 : world.rules.withdrawn());
    }
    if (!authorization.refreshToken.equals(refreshToken)) {
      throw new Refusal(61023);
    }
    if (component.rotates) {
      authorization.refreshToken = newRefreshToken(world.values);
    }
    ObjectNode told = Json.object();
    putTokens(told, authorization, call.now());
    return told;
  }

  static String newRefreshToken(Values values) {
    return values.marked("refreshtoken@@@", Values.REFRESH_TOKEN_MARKER, 60);
  }

  private ObjectNode clearQuota(Call call) {
    named(call, call.body()).quota.reset(call.now());
    return Call.ok();
  }

  /** Needs no token, for when the quota of tokens themselves is spent. */
  private ObjectNode clearQuotaWithSecret(Call call) {
    ObjectNode body = call.body();
    String appid = Call.requiredText(body, "appid", 41002);
    String componentAppid = Call.requiredText(body, "component_appid", 41018);
    String secret = Call.requiredText(body, "appsecret", 41004);
    Component component = authenticate(call, componentAppid, secret);
    Owner cleared = appid.equals(componentAppid) ? component : component.of(appid);
    cleared.quota().reset(call.now());
    return Call.ok();
  }
}
