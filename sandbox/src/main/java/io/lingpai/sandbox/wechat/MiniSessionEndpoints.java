package io.lingpai.sandbox.wechat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lingpai.sandbox.http.Json;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** {@code /wxa/*}: a user's phone number, and the session key on the server's word. */
final class MiniSessionEndpoints {
  private static final int A_MINUTE = 60_000;

  private final World world;

  MiniSessionEndpoints(World world) {
    this.world = world;
  }

  List<Route> routes() {
    return List.of(
        Route.post("/wxa/business/getuserphonenumber", this::phone).needing(18),
        Route.get("/wxa/checksession", this::check),
        Route.get("/wxa/resetusersessionkey", this::reset).perMinute(A_MINUTE));
  }

  private ObjectNode phone(Call call) {
    ObjectNode body = call.body();
    String code = Call.requiredText(body, "code", 41008);
    UserCodes.Issued issued = world.codes.redeemPhone(code, call.app(), call.now());
    if (Call.text(body, "openid").filter(one -> !one.equals(issued.openid())).isPresent()) {
      throw new Refusal(40003);
    }
    ObjectNode info = MiniClient.phone(user(call.app(), issued.openid()));
    info.putObject("watermark")
        .put("timestamp", issued.at().getEpochSecond())
        .put("appid", call.app().appid());
    ObjectNode told = Call.ok();
    told.set("phone_info", info);
    return told;
  }

  private ObjectNode check(Call call) {
    proven(call);
    return Call.ok();
  }

  private ObjectNode reset(Call call) {
    Followers.User user = proven(call);
    user.changeSessionKey(world.values, call.now());
    return Json.object()
        .put("errcode", 0)
        .put("errmsg", "ok")
        .put("openid", user.openid)
        .put("session_key", user.sessionKey(world.values));
  }

  private Followers.User proven(Call call) {
    Followers.User user = user(call.app(), call.required("openid", 41009));
    if (call.optional("sig_method").filter("hmac_sha256"::equals).isEmpty()) {
      throw new Refusal(87008);
    }
    String signature = call.optional("signature").orElse("");
    if (!signature.equals(proof(user.sessionKey(world.values)))) {
      throw new Refusal(87009);
    }
    return user;
  }

  private static Followers.User user(App app, String openid) {
    return app.followers.find(openid).orElseThrow(() -> new Refusal(40003));
  }

  /** An HMAC of nothing, under the text of the key. */
  private static String proof(String key) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal());
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
