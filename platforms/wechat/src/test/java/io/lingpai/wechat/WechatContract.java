package io.lingpai.wechat;

import io.lingpai.app.App;
import io.lingpai.credential.Kind;
import io.lingpai.platform.http.DirectHttp;
import io.lingpai.platform.http.Http;
import io.lingpai.secret.Secret;
import io.lingpai.testkit.PlatformContract;
import java.net.Proxy;
import java.util.Map;

/** WeChat's side of the platform contract. */
abstract class WechatContract extends PlatformContract {

  static final Http HTTP = new DirectHttp(Proxy.NO_PROXY, System::nanoTime);

  /** Its secret is easily recognised where it should not be. */
  static App app(String platform, String tokenMode) {
    return App.of(
            "shop",
            platform,
            "wx0000000000000001",
            Secret.of(CANARY + "0secret0canary0secret00001"))
        .withSettings(Map.of("token_mode", tokenMode));
  }

  @Override
  protected String issues(Kind kind, String value, long seconds) {
    return kind.name().equals("access_token")
        ? "{\"access_token\":\"%s\",\"expires_in\":%d}".formatted(value, seconds)
        : "{\"errcode\":0,\"errmsg\":\"ok\",\"ticket\":\"%s\",\"expires_in\":%d}"
            .formatted(value, seconds);
  }

  @Override
  protected String accepts() {
    return "{\"ip_list\":[\"101.226.103.0/25\"]}";
  }

  @Override
  protected String callsDead() {
    return "{\"errcode\":40001,\"errmsg\":\"invalid credential, access_token is invalid or not"
        + " latest rid: 68231586-663e56da-1e04e5eb\"}";
  }
}
