package io.lingpai.server.wiring;

import io.lingpai.jdbc.JdbcStores;
import io.lingpai.keeper.Keeper;
import io.lingpai.keeper.Lending;
import io.lingpai.platform.http.Http;
import io.lingpai.server.access.Authorization;
import io.lingpai.server.api.Troubles;
import io.lingpai.server.config.Configuration;
import io.lingpai.server.login.LoginApps;
import io.lingpai.server.login.LoginDesk;
import io.lingpai.server.registry.Registry;
import io.lingpai.wechat.WechatMini;
import io.lingpai.wechat.WechatOfficial;
import io.lingpai.wechat.login.WechatMiniLogin;
import io.lingpai.wechat.login.WechatWebLogin;
import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;

/** Logins, with the platforms that know their people. */
final class LoginWiring {

  private LoginWiring() {}

  static LoginDesk desk(
      Configuration configuration,
      JdbcStores stores,
      Registry registry,
      Keeper keeper,
      Authorization authorization,
      InstantSource clock,
      SecureRandom random) {
    Http http = Platforms.http(configuration);
    URI wechat = configuration.host("wechat-api");
    RealWaiting waiting = new RealWaiting();
    LoginApps apps =
        new LoginApps(
            registry,
            new Lending(keeper, waiting),
            new Troubles(keeper),
            Map.of(WechatMini.NAME, new WechatMiniLogin(wechat, http)),
            Map.of(WechatOfficial.NAME, new WechatWebLogin(wechat, http)));
    Configuration.Login login = configuration.login();
    return new LoginDesk(
        authorization,
        apps,
        stores.members(),
        stores.sessions(),
        stores.loginAnswers(),
        waiting,
        clock,
        random,
        new LoginDesk.Rules(
            login.session(),
            login.sliding(),
            login.defaultNickname(),
            login.defaultAvatar().orElse(""),
            login.dataAge(),
            configuration.retention().sessions(),
            configuration.store().url().equals("embedded")));
  }
}
