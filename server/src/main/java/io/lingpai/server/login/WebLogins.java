package io.lingpai.server.login;

import io.lingpai.app.App;
import io.lingpai.login.WebLogin;
import io.lingpai.member.Arrival;
import io.lingpai.member.Profile;
import io.lingpai.platform.Finding;
import io.lingpai.secret.Secret;
import io.lingpai.server.http.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Logs people in to web pages inside the vendor's app. The person's token is used at once, if at
 * all, and not kept.
 */
final class WebLogins {

  private final LoginApps apps;
  private final Admission admission;
  private final Replays replays;

  WebLogins(LoginApps apps, Admission admission, Replays replays) {
    this.apps = apps;
    this.admission = admission;
    this.replays = replays;
  }

  Secret login(LoginRequest asked) {
    App app = apps.active(asked.app());
    WebLogin web = apps.webLogin(app);
    Arrival.Request request = asked.identity("oauth-login");
    return replays.once(app.name(), request, () -> loginNow(app, web, asked, request));
  }

  private Secret loginNow(App app, WebLogin web, LoginRequest asked, Arrival.Request request) {
    Finding<WebLogin.Visitor> found =
        apps.ask(
            app, onBehalf -> web.exchange(app, asked.code(), onBehalf, LoginApps.ANSWER_WITHIN));
    if (!(found instanceof Finding.Found<WebLogin.Visitor>(WebLogin.Visitor visitor))) {
      throw LoginProblems.of(found);
    }
    WebLogin.@Nullable Told told = visitor.tells() ? told(web, visitor) : null;
    String unionid = visitor.unionid() != null || told == null ? visitor.unionid() : told.unionid();
    return admission.admit(
        app,
        new Admission.Person(
            visitor.openid(),
            unionid,
            told == null ? Profile.NOTHING : told.profile(),
            Secret.of(told == null ? Json.text(Map.of("openid", visitor.openid())) : told.json()),
            null),
        asked,
        request,
        Map.of("scope", visitor.scope(), "snapshot_user", visitor.snapshot()));
  }

  /** The code is spent and who it is is known: a profile that does not come stops nobody. */
  private static WebLogin.@Nullable Told told(WebLogin web, WebLogin.Visitor visitor) {
    return web.profile(visitor, LoginApps.ANSWER_WITHIN)
            instanceof Finding.Found<WebLogin.Told>(WebLogin.Told told)
        ? told
        : null;
  }
}
