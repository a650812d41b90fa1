package io.lingpai.spring;

import io.lingpai.client.LingpaiClient;
import io.lingpai.spring.LingpaiProperties.Platform;
import io.lingpai.wxjava.LingpaiOpenConfig;
import io.lingpai.wxjava.LingpaiOpenService;
import java.util.List;
import me.chanjar.weixin.open.api.WxOpenConfigStorage;
import me.chanjar.weixin.open.api.WxOpenService;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * WxJava for a third-party platform, with tokens and tickets from Lingpai. Before WxJava's own
 * starter, which then adds its message router only; without a platform in {@code lingpai.apps} it
 * is as if this were not here.
 */
@AutoConfiguration(
    after = LingpaiAutoConfiguration.class,
    beforeName = "com.binarywang.spring.starter.wxjava.open.config.WxOpenAutoConfiguration")
@ConditionalOnClass(WxOpenService.class)
@ConditionalOnBean(LingpaiClient.class)
public class LingpaiOpenAutoConfiguration {

  @Bean
  @ConditionalOnApp(Platform.WECHAT_COMPONENT)
  @ConditionalOnMissingBean(WxOpenConfigStorage.class)
  LingpaiOpenConfig lingpaiOpenConfig(
      LingpaiClient client, LingpaiProperties properties, Environment environment) {
    List<Declared> all =
        Declared.all(properties, Platform.WECHAT_COMPONENT, environment, "wx.open", "app-id");
    if (all.size() > 1) {
      // WxJava keeps the services of accounts once for all platforms of a process.
      throw new IllegalStateException(
          "lingpai.apps: " + all.size() + " of wechat-component (expected: one, for WxJava)");
    }
    Declared platform = all.get(0);
    LingpaiOpenConfig config = new LingpaiOpenConfig(client, platform.name(), platform.appid());
    config.setComponentToken(platform.token());
    config.setComponentAesKey(platform.aesKey());
    config.setApiHostUrl(platform.apiHost());
    return config;
  }

  @Bean
  @ConditionalOnBean(LingpaiOpenConfig.class)
  @ConditionalOnMissingBean(WxOpenService.class)
  WxOpenService lingpaiOpenService(LingpaiOpenConfig config) {
    return new LingpaiOpenService(config);
  }
}
