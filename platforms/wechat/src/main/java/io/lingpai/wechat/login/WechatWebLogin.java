package io.lingpai.wechat.login;

import com.fasterxml.jackson.databind.JsonNode;
import io.lingpai.app.App;
import io.lingpai.login.OnBehalf;
import io.lingpai.login.WebLogin;
import io.lingpai.platform.Finding;
import io.lingpai.platform.http.Http;
import io.lingpai.secret.Secret;
import io.lingpai.wechat.Asking;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Web pages inside WeChat, of official accounts. */
public final class WechatWebLogin implements WebLogin {

  private static final String WHOLE = "snsapi_userinfo";

  private static final Redemption CODES =
      new Redemption("code", "/sns/oauth2/access_token", "/sns/oauth2/component/access_token");

  private final Asking asking;

  /**
   * @param host where WeChat's API is, such as {@code https://api.weixin.qq.com}
   */
  public WechatWebLogin(URI host, Http http) {
    this.asking = new Asking(host, http);
  }

  @Override
  public Finding<Visitor> exchange(
      App app, String code, @Nullable OnBehalf onBehalf, Duration answerWithin) {
    return CODES.redeem(asking, app, code, onBehalf, answerWithin, WechatWebLogin::visitor);
  }

  private static Optional<Visitor> visitor(JsonNode json) {
    Optional<String> openid = Asking.text(json, "openid");
    Optional<String> token = Asking.text(json, "access_token");
    if (openid.isEmpty() || token.isEmpty()) {
      return Optional.empty();
    }
    String scope = Asking.text(json, "scope").orElse("");
    return Optional.of(
        new Visitor(
            openid.get(),
            Asking.text(json, "unionid").orElse(null),
            Secret.of(token.get()),
            scope,
            json.path("is_snapshotuser").asInt(0) == 1,
            scope.contains(WHOLE)));
  }

  @Override
  public Finding<Told> profile(Visitor visitor, Duration answerWithin) {
    return asking.ask(
        "/sns/userinfo?access_token="
            + Asking.encoded(visitor.token().reveal())
            + "&openid="
            + Asking.encoded(visitor.openid())
            + "&lang=zh_CN",
        null,
        new Secret[] {visitor.token()},
        false,
        answerWithin,
        json ->
            Optional.of(
                new Told(
                    Profiles.ofWeb(json),
                    Asking.text(json, "unionid").orElse(null),
                    json.toString())));
  }
}
