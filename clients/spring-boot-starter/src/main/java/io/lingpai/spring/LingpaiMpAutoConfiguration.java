package io.lingpai.spring;

import io.lingpai.client.LingpaiClient;
import io.lingpai.spring.LingpaiProperties.Platform;
import io.lingpai.wxjava.LingpaiMpConfig;
import io.lingpai.wxjava.LingpaiMpService;
import java.util.List;
import me.chanjar.weixin.mp.api.WxMpService;
import me.chanjar.weixin.mp.config.WxMpConfigStorage;
import me.chanjar.weixin.mp.config.WxMpHostConfig;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * WxJava for official accounts, with tokens and tickets from Lingpai. Before WxJava's own starter,
 * which then has nothing to add; without an official account in {@code lingpai.apps} it is as if
 * this were not here.
 */
@AutoConfiguration(
    after = LingpaiAutoConfiguration.class,
    beforeName = "com.binarywang.spring.starter.wxjava.mp.config.WxMpAutoConfiguration")
@ConditionalOnClass(WxMpService.class)
@ConditionalOnBean(LingpaiClient.class)
public class LingpaiMpAutoConfiguration {

  @Bean
  @ConditionalOnApp(Platform.WECHAT_OFFICIAL)
  @ConditionalOnMissingBean(WxMpConfigStorage.class)
  LingpaiMpConfig lingpaiMpConfig(
      LingpaiClient client, LingpaiProperties properties, Environment environment) {
    return storage(client, accounts(properties, environment).get(0));
  }

  /** With all accounts of {@code lingpai.apps}; the first one until it is switched over. */
  @Bean
  @ConditionalOnBean(LingpaiMpConfig.class)
  @ConditionalOnMissingBean(WxMpService.class)
  WxMpService lingpaiMpService(
      LingpaiMpConfig first,
      LingpaiClient client,
      LingpaiProperties properties,
      Environment environment) {
    WxMpService service = new LingpaiMpService();
    service.setMultiConfigStorages(
        Storages.<WxMpConfigStorage>of(
            first,
            first.getAppId(),
            accounts(properties, environment),
            one -> storage(client, one)),
        Storages.UNTIL_SWITCHED);
    return service;
  }

  private static List<Declared> accounts(LingpaiProperties properties, Environment environment) {
    return Declared.all(properties, Platform.WECHAT_OFFICIAL, environment, "wx.mp", "app-id");
  }

  private static LingpaiMpConfig storage(LingpaiClient client, Declared account) {
    LingpaiMpConfig config = new LingpaiMpConfig(client, account.name(), account.appid());
    config.setToken(account.token());
    config.setAesKey(account.aesKey());
    if (account.apiHost() != null) {
      WxMpHostConfig hosts = new WxMpHostConfig();
      hosts.setApiHost(account.apiHost());
      config.setHostConfig(hosts);
    }
    return config;
  }
}
