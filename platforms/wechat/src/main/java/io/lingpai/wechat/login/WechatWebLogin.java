package io.lingpai.wechat.login;

import com.fasterxml.jackson.databind.JsonNode;
import io.lingpai.app.App;
import io.lingpai.login.Finding;
import io.lingpai.login.OnBehalf;
import io.lingpai.login.WebLogin;
import io.lingpai.platform.http.Http;
import io.lingpai.secret.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Web pages inside WeChat, of official accounts. */
public final class WechatWebLogin implements WebLogin {

  private static final String WHOLE = "snsapi_userinfo";

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
    String query =
        "?appid="
            + Asking.encoded(app.vendorId())
            + "&code="
            + Asking.encoded(code)
            + "&grant_type=authorization_code";
    if (onBehalf != null) {
      return asking.ask(
          "/sns/oauth2/component/access_token"
              + query
              + "&component_appid="
              + Asking.encoded(onBehalf.componentAppid())
              + "&component_access_token="
              + Asking.encoded(onBehalf.token().reveal()),
          null,
          new Secret[] {onBehalf.token(), Secret.of(code)},
          true,
          answerWithin,
          WechatWebLogin::visitor);
    }
    Optional<Secret> secret = app.secret("secret");
    if (secret.isEmpty()) {
      return Asking.noSecret();
    }
    return asking.ask(
        "/sns/oauth2/access_token" + query + "&secret=" + Asking.encoded(secret.get().reveal()),
        null,
        new Secret[] {secret.get(), Secret.of(code)},
        false,
        answerWithin,
        WechatWebLogin::visitor);
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
