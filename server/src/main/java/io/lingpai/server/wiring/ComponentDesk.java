package io.lingpai.server.wiring;

import io.lingpai.jdbc.JdbcStores;
import io.lingpai.keeper.Keeper;
import io.lingpai.secret.Secret;
import io.lingpai.server.access.Authorization;
import io.lingpai.server.access.KeyText;
import io.lingpai.server.access.Trail;
import io.lingpai.server.component.Components;
import io.lingpai.server.config.Configuration;
import io.lingpai.server.registry.Registry;
import io.lingpai.wechat.component.WechatPlatformApp;
import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.Executor;

/** Third-party platforms. So far WeChat's are the only ones. */
final class ComponentDesk {

  private ComponentDesk() {}

  static Components open(
      Configuration configuration,
      JdbcStores stores,
      Registry registry,
      Keeper keeper,
      Authorization authorization,
      Executor executor,
      InstantSource clock,
      SecureRandom random) {
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
            registry,
            keeper,
            new RealWaiting(),
            authorization,
            new Trail(stores.audit(), clock),
            configuration.publicUrl().orElse(here),
            executor,
            Secret::reveal,
            () -> KeyText.newSecret(random),
            clock));
  }
}
