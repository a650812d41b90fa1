package io.lingpai.sandbox.wechat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lingpai.sandbox.http.Json;
import java.util.List;

/**
 * {@code /sns/oauth2/*}, {@code /sns/userinfo}, {@code /sns/auth}: web login, after the consent.
 */
final class WebLoginEndpoints {
  private static final int A_MINUTE = 50_000;

  private final World world;

  WebLoginEndpoints(World world) {
    this.world = world;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/sns/oauth2/access_token", this::exchange).withoutToken().perMinute(A_MINUTE),
        Route.get("/sns/oauth2/refresh_token", this::refresh).withoutToken().perMinute(A_MINUTE),
        Route.get("/sns/oauth2/component/access_token", this::exchangeOnBehalf).forComponents(),
        Route.get("/sns/oauth2/component/refresh_token", this::refreshOnBehalf).forComponents(),
        Route.get("/sns/userinfo", this::user).withoutToken().perMinute(A_MINUTE),
        Route.get("/sns/auth", this::check).withoutToken().perMinute(A_MINUTE));
  }

  private ObjectNode exchange(Call call) {
    String appid = call.required("appid", 41002);
    String secret = call.required("secret", 41004);
    String code = call.required("code", 41008);
    call.grantType(call.optional("grant_type"), "authorization_code");
    return exchanged(call, world.authenticate(appid, secret, 40125), code);
  }

  private ObjectNode exchangeOnBehalf(Call call) {
    App app = authorizer(call);
    String code = call.required("code", 41008);
    call.grantType(call.optional("grant_type"), "authorization_code");
    return exchanged(call, app, code);
  }

  private ObjectNode refreshOnBehalf(Call call) {
    App app = authorizer(call);
    call.grantType(call.optional("grant_type"), "refresh_token");
    String refreshToken = call.required("refresh_token", 41003);
    return told(world.userTokens.refresh(app, refreshToken, call.now()));
  }

  private static App authorizer(Call call) {
    String appid = call.required("appid", 41002);
    if (!call.required("component_appid", 41018).equals(call.component().appid())) {
      throw new Refusal(40013);
    }
    return call.component().of(appid).app;
  }

  private ObjectNode exchanged(Call call, App app, String code) {
    call.count(app);
    UserCodes.Issued redeemed = world.codes.redeem(code, app, false, call.now());
    UserTokens.Grant grant =
        world.userTokens.grant(app, redeemed.openid(), redeemed.purpose(), call.now());
    return told(grant);
  }

  private ObjectNode refresh(Call call) {
    String appid = call.required("appid", 41002);
    call.grantType(call.optional("grant_type"), "refresh_token");
    String refreshToken = call.required("refresh_token", 41003);
    App app = world.apps.get(appid);
    if (app == null) {
      throw new Refusal(40013);
    }
    call.count(app);
    return told(world.userTokens.refresh(app, refreshToken, call.now()));
  }

  private ObjectNode told(UserTokens.Grant grant) {
    ObjectNode told =
        Json.object()
            .put("access_token", grant.accessToken())
            .put("expires_in", grant.app.life.toSeconds())
            .put("refresh_token", grant.refreshToken)
            .put("openid", grant.openid)
            .put("scope", grant.scope);
    if (grant.scope.equals("snsapi_userinfo")) {
      putUnionid(told, grant);
    }
    return told;
  }

  private ObjectNode user(Call call) {
    UserTokens.Grant grant = grantOf(call);
    if (!grant.scope.equals("snsapi_userinfo")) {
      throw new Refusal(48001);
    }
    Followers.User user =
        grant.app.followers.find(grant.openid).orElseThrow(() -> new Refusal(40003));
    ObjectNode told =
        Json.object()
            .put("openid", user.openid)
            .put("nickname", user.nickname)
            .put("sex", 0)
            .put("language", "")
            .put("city", "")
            .put("province", "")
            .put("country", "")
            .put("headimgurl", "https://thirdwx.qlogo.cn/mmopen/vi_32/" + user.openid + "/132");
    told.putArray("privilege");
    putUnionid(told, grant);
    return told;
  }

  private ObjectNode check(Call call) {
    grantOf(call);
    return Call.ok();
  }

  private UserTokens.Grant grantOf(Call call) {
    String token = call.required("access_token", 41001);
    String openid = call.required("openid", 41009);
    UserTokens.Grant grant = world.userTokens.use(token, openid, call.now());
    call.count(grant.app);
    return grant;
  }

  private static void putUnionid(ObjectNode told, UserTokens.Grant grant) {
    Followers followers = grant.app.followers;
    followers
        .find(grant.openid)
        .flatMap(user -> followers.unionid(user, grant.app.openPlatform))
        .ifPresent(id -> told.put("unionid", id));
  }
}
