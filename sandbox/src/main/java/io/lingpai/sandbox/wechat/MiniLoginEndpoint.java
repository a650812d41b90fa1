package io.lingpai.sandbox.wechat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lingpai.sandbox.http.Json;
import java.util.List;

/** {@code /sns/jscode2session}: who opened the mini program, and the key of that session. */
final class MiniLoginEndpoint {
  private static final Quota.Limits PER_USER = new Quota.Limits(0, 100);

  private final World world;

  MiniLoginEndpoint(World world) {
    this.world = world;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/sns/jscode2session", this::login).withoutToken(),
        Route.get("/sns/component/jscode2session", this::loginOnBehalf).forComponents());
  }

  private ObjectNode login(Call call) {
    String appid = call.required("appid", 41002);
    String secret = call.required("secret", 41004);
    String code = call.required("js_code", 41008);
    call.grantType(call.optional("grant_type"), "authorization_code");
    App app = world.authenticate(appid, secret, 40125);
    return told(call, app, code);
  }

  private ObjectNode loginOnBehalf(Call call) {
    String appid = call.required("appid", 41002);
    String code = call.required("js_code", 41008);
    call.grantType(call.optional("grant_type"), "authorization_code");
    if (!call.required("component_appid", 41018).equals(call.component().appid())) {
      throw new Refusal(40013);
    }
    return told(call, call.component().of(appid).app, code);
  }

  private ObjectNode told(Call call, App app, String code) {
    call.count(app);
    if (app.official()) {
      throw new Refusal(40013);
    }
    UserCodes.Issued redeemed = world.codes.redeem(code, app, true, call.now());
    Followers.User user =
        app.followers.find(redeemed.openid()).orElseThrow(() -> new Refusal(40029));
    if (user.blocked) {
      throw new Refusal(40226);
    }
    app.quota.count("/sns/jscode2session " + user.openid, PER_USER, call.now());
    ObjectNode told =
        Json.object().put("openid", user.openid).put("session_key", user.sessionKey(world.values));
    app.followers.unionid(user, app.openPlatform).ifPresent(id -> told.put("unionid", id));
    return told;
  }
}
