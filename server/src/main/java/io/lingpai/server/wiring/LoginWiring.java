package io.lingpai.server.wiring;

import io.lingpai.jdbc.JdbcStores;
import io.lingpai.platform.http.Http;
import io.lingpai.server.config.Configuration;
import io.lingpai.server.login.LoginApps;
import io.lingpai.server.login.LoginDesk;
import io.lingpai.wechat.WechatMini;
import io.lingpai.wechat.WechatOfficial;
import io.lingpai.wechat.login.WechatMiniLogin;
import io.lingpai.wechat.login.WechatWebLogin;
import java.net.URI;
import java.util.Map;

/** Logins, with the platforms that know their people. */
final class LoginWiring {

  private LoginWiring() {}

  static LoginDesk desk(Ground ground) {
    Configuration configuration = ground.configuration();
    JdbcStores stores = ground.stores();
    Http http = Platforms.http(configuration);
    URI wechat = configuration.host("wechat-api");
    LoginApps apps =
        new LoginApps(
            ground.registry(),
            ground.lending(),
            ground.troubles(),
            Map.of(WechatMini.NAME, new WechatMiniLogin(wechat, http)),
            Map.of(WechatOfficial.NAME, new WechatWebLogin(wechat, http)));
    Configuration.Login login = configuration.login();
    return new LoginDesk(
        ground.authorization(),
        apps,
        stores.members(),
        stores.sessions(),
        stores.loginAnswers(),
        new RealWaiting(),
        ground.clock(),
        ground.random(),
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
