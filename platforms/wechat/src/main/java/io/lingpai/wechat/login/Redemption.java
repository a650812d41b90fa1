package io.lingpai.wechat.login;

import com.fasterxml.jackson.databind.JsonNode;
import io.lingpai.app.App;
import io.lingpai.login.OnBehalf;
import io.lingpai.platform.Finding;
import io.lingpai.secret.Secret;
import io.lingpai.wechat.Asking;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How a code is exchanged for what it stands for: with the app's secret, or by a component on
 * behalf of an app whose secret nobody here knows.
 *
 * @param parameter what the code is called
 * @param own the path for an app with a secret
 * @param onBehalf the path for a component
 */
record Redemption(String parameter, String own, String onBehalf) {

  /**
   * Exchanges a code.
   *
   * @param component who asks on the app's behalf; null where the app has a secret
   */
  <T> Finding<T> redeem(
      Asking asking,
      App app,
      String code,
      @Nullable OnBehalf component,
      Duration answerWithin,
      Function<JsonNode, Optional<T>> read) {
    String query =
        "?appid="
            + Asking.encoded(app.vendorId())
            + "&"
            + parameter
            + "="
            + Asking.encoded(code)
            + "&grant_type=authorization_code";
    if (component != null) {
      String asComponent =
          "&component_appid="
              + Asking.encoded(component.componentAppid())
              + "&component_access_token="
              + Asking.encoded(component.token().reveal());
      Secret[] sent = {component.token(), Secret.of(code)};
      return asking.ask(onBehalf + query + asComponent, null, sent, true, answerWithin, read);
    }
    Optional<Secret> secret = app.secret("secret");
    if (secret.isEmpty()) {
      return Asking.noSecret();
    }
    String asItself = "&secret=" + Asking.encoded(secret.get().reveal());
    Secret[] sent = {secret.get(), Secret.of(code)};
    return asking.ask(own + query + asItself, null, sent, false, answerWithin, read);
  }
}
