package io.lingpai.server.wiring;

import io.lingpai.jdbc.JdbcStores;
import io.lingpai.secret.Secret;
import io.lingpai.server.access.KeyText;
import io.lingpai.server.component.Components;
import io.lingpai.server.config.Configuration;
import io.lingpai.wechat.component.WechatPlatformApp;
import java.net.URI;
import java.util.concurrent.Executor;

/** Third-party platforms. So far WeChat's are the only ones. */
final class ComponentWiring {

  private ComponentWiring() {}

  static Components components(Ground ground, Executor executor) {
    Configuration configuration = ground.configuration();
    JdbcStores stores = ground.stores();
    WechatPlatformApp vendor =
        new WechatPlatformApp(
            configuration.host("wechat-api"),
            configuration.host("wechat-mp"),
            configuration.host("wechat-open"),
            Platforms.http(configuration));
    URI here = URI.create("http://" + configuration.listen());
    return new Components(
        new Components.Parts(
            vendor,
            stores.authorizations(),
            stores.apps(),
            ground.registry(),
            ground.keeper(),
            new RealWaiting(),
            ground.authorization(),
            ground.trail(),
            configuration.publicUrl().orElse(here),
            executor,
            Secret::reveal,
            () -> KeyText.newSecret(ground.random()),
            ground.clock()));
  }
}
