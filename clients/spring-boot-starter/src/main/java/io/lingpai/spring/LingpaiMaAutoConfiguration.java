package io.lingpai.spring;

import cn.binarywang.wx.miniapp.api.WxMaService;
import cn.binarywang.wx.miniapp.config.WxMaConfig;
import io.lingpai.client.LingpaiClient;
import io.lingpai.spring.LingpaiProperties.Platform;
import io.lingpai.wxjava.LingpaiMaConfig;
import io.lingpai.wxjava.LingpaiMaService;
import java.util.List;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * WxJava for mini programs, with tokens from Lingpai. Before WxJava's own starter, which then has
 * nothing to add; without a mini program in {@code lingpai.apps} it is as if this were not here.
 */
@AutoConfiguration(
    after = LingpaiAutoConfiguration.class,
    beforeName = "com.binarywang.spring.starter.wxjava.miniapp.config.WxMaAutoConfiguration")
@ConditionalOnClass(WxMaService.class)
@ConditionalOnBean(LingpaiClient.class)
public class LingpaiMaAutoConfiguration {

  @Bean
  @ConditionalOnApp(Platform.WECHAT_MINI)
  @ConditionalOnMissingBean(WxMaConfig.class)
  LingpaiMaConfig lingpaiMaConfig(
      LingpaiClient client, LingpaiProperties properties, Environment environment) {
    LingpaiMaConfig config = storage(client, programs(properties, environment).get(0));
    config.setMsgDataFormat(environment.getProperty("wx.miniapp.msg-data-format"));
    return config;
  }

  /** With all mini programs of {@code lingpai.apps}; the first one until it is switched over. */
  @Bean
  @ConditionalOnBean(LingpaiMaConfig.class)
  @ConditionalOnMissingBean(WxMaService.class)
  WxMaService lingpaiMaService(
      LingpaiMaConfig first,
      LingpaiClient client,
      LingpaiProperties properties,
      Environment environment) {
    WxMaService service = new LingpaiMaService();
    service.setMultiConfigs(
        Storages.<WxMaConfig>of(
            first,
            first.getAppid(),
            programs(properties, environment),
            one -> storage(client, one)),
        Storages.UNTIL_SWITCHED);
    return service;
  }

  private static List<Declared> programs(LingpaiProperties properties, Environment environment) {
    return Declared.all(properties, Platform.WECHAT_MINI, environment, "wx.miniapp", "appid");
  }

  private static LingpaiMaConfig storage(LingpaiClient client, Declared program) {
    LingpaiMaConfig config = new LingpaiMaConfig(client, program.name(), program.appid());
    config.setToken(program.token());
    config.setAesKey(program.aesKey());
    config.setApiHostUrl(program.apiHost());
    return config;
  }
}
