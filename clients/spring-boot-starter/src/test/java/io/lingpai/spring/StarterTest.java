package io.lingpai.spring;

import static org.assertj.core.api.Assertions.assertThat;

import cn.binarywang.wx.miniapp.api.WxMaService;
import cn.binarywang.wx.miniapp.config.WxMaConfig;
import cn.binarywang.wx.miniapp.config.impl.WxMaDefaultConfigImpl;
import io.lingpai.client.LingpaiClient;
import io.lingpai.wxjava.LingpaiMaConfig;
import io.lingpai.wxjava.LingpaiMpConfig;
import io.lingpai.wxjava.LingpaiOpenConfig;
import io.lingpai.wxjava.LingpaiOpenService;
import java.nio.file.Path;
import me.chanjar.weixin.mp.api.WxMpService;
import me.chanjar.weixin.mp.config.WxMpConfigStorage;
import me.chanjar.weixin.mp.config.impl.WxMpDefaultConfigImpl;
import me.chanjar.weixin.open.api.WxOpenService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringBootVersion;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What an application gets for {@code lingpai.*}, beside WxJava's own starters. */
class StarterTest {

  private static final String IPS = "https://api.weixin.qq.com/cgi-bin/get_api_domain_ip";

  private static Ground ground;
  private static String key;

  @BeforeAll
  static void open(@TempDir Path data) throws Exception {
    ground = new Ground(data);
    key = ground.key("read:shop", "renew:shop", "read:counter", "renew:counter");
  }

  @AfterAll
  static void close() {
    ground.close();
  }

  @Test
  void this_is_the_spring_boot_that_was_meant() {
    assertThat(SpringBootVersion.getVersion()).isEqualTo(System.getProperty("expected.boot"));
    System.out.println("the starter with Spring Boot " + SpringBootVersion.getVersion());
  }

  @Test
  void a_key_makes_a_client_that_ends_with_the_application() {
    Boot.besideTheirs("lingpai.urls=" + ground.url(), "lingpai.key=" + key)
        .run(
            context -> {
              LingpaiClient client = context.getBean(LingpaiClient.class);
              assertThat(client.credential("shop", "access_token").value()).isNotEmpty();
              assertThat(
                      context
                          .getBeanFactory()
                          .getBeanDefinition("lingpaiClient")
                          .getDestroyMethodName())
                  .isEqualTo("close");
              assertThat(context.getBean(LingpaiProperties.class).toString()).doesNotContain(key);
            });
  }

  @Test
  void without_a_key_there_is_nothing() {
    Boot.with("lingpai.apps.shop.platform=wechat-official", "wx.mp.app-id=" + Ground.SHOP)
        .run(
            context -> {
              assertThat(context).doesNotHaveBean(LingpaiClient.class);
              assertThat(context).doesNotHaveBean("lingpaiHealthIndicator");
              assertThat(context).doesNotHaveBean(LingpaiMpConfig.class);
              assertThat(context).hasSingleBean(WxMpService.class);
            });
  }

  @Test
  void a_wrong_key_or_address_stops_the_start_and_says_which() {
    Boot.with("lingpai.key=guessed")
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .hasStackTraceContaining("lingpai.key: key (expected: lpk_")
                    .rootCause()
                    .hasMessageNotContaining("guessed"));
    Boot.with("lingpai.key=" + key, "lingpai.urls=lingpai:8800")
        .run(
            context ->
                assertThat(context).getFailure().hasStackTraceContaining("lingpai.urls: a node's"));
    Boot.with("lingpai.key=" + key, "lingpai.patience=0s")
        .run(
            context ->
                assertThat(context).getFailure().hasStackTraceContaining("lingpai.patience: "));
  }

  @Test
  void an_app_without_a_platform_stops_the_start_too() {
    Boot.besideTheirs("lingpai.key=" + key, "lingpai.apps.shop.appid=" + Ground.SHOP)
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .rootCause()
                    .hasMessageContaining("lingpai.apps.shop.platform"));
  }

  @Test
  void an_own_client_is_left_alone() {
    Boot.besideTheirs("lingpai.key=" + key)
        .withUserConfiguration(OwnClient.class)
        .run(
            context ->
                assertThat(context.getBean(LingpaiClient.class).toString())
                    .contains("own.example"));
  }

  @Test
  void wxjava_works_with_lingpais_tokens_beside_its_own_starter() {
    Boot.with(
            "lingpai.urls=" + ground.url(),
            "lingpai.key=" + key,
            "lingpai.apps.shop.platform=wechat-official",
            "lingpai.apps.shop.api-host=" + ground.sandbox.baseUrl(),
            "lingpai.apps.counter.platform=wechat-mini",
            "lingpai.apps.counter.appid=" + Ground.COUNTER,
            "lingpai.apps.counter.api-host=" + ground.sandbox.baseUrl(),
            // What was there for WxJava's starter before, and may stay.
            "wx.mp.app-id=" + Ground.SHOP,
            "wx.mp.token=callbacktoken",
            "wx.mp.config-storage.type=Memory",
            "wx.mp.config-storage.http-client-type=HttpClient")
        .run(
            context -> {
              assertThat(context).hasNotFailed();
              assertThat(context).hasSingleBean(WxMpConfigStorage.class);
              WxMpService mp = context.getBean(WxMpService.class);
              WxMaService ma = context.getBean(WxMaService.class);
              assertThat(mp.getWxMpConfigStorage()).isInstanceOf(LingpaiMpConfig.class);
              assertThat(mp.getWxMpConfigStorage().getAppId()).isEqualTo(Ground.SHOP);
              assertThat(mp.getWxMpConfigStorage().getToken()).isEqualTo("callbacktoken");
              assertThat(ma.getWxMaConfig()).isInstanceOf(LingpaiMaConfig.class);

              assertThat(mp.getCallbackIP()).isNotEmpty();
              assertThat(ma.get(IPS, null)).contains("ip_list");
              assertThat(mp.getAccessToken(true)).isEqualTo(mp.getAccessToken());
              assertThat(ground.sandbox.wechat().behind(Ground.SHOP).accepts(mp.getAccessToken()))
                  .isTrue();
            });
    assertThat(ground.tokensAsked(Ground.SHOP)).isEqualTo(1);
    assertThat(ground.tokensAsked(Ground.COUNTER)).isEqualTo(1);
  }

  @Test
  void several_accounts_are_one_service_that_switches_over() {
    Boot.with(
            "lingpai.key=" + key,
            "lingpai.apps.shop.platform=wechat-official",
            "lingpai.apps.shop.appid=" + Ground.SHOP,
            "lingpai.apps.other.platform=wechat-official",
            "lingpai.apps.other.appid=" + Ground.ACCOUNT)
        .run(
            context -> {
              WxMpService mp = context.getBean(WxMpService.class);
              assertThat(mp.getWxMpConfigStorage().getAppId()).isEqualTo(Ground.SHOP);
              assertThat(mp.switchoverTo(Ground.ACCOUNT).getWxMpConfigStorage().getAppId())
                  .isEqualTo(Ground.ACCOUNT);
              assertThat(mp.switchover(Ground.SHOP)).isTrue();
              assertThat(mp.getWxMpConfigStorage())
                  .isSameAs(context.getBean(LingpaiMpConfig.class));
              mp.switchover("default");
            });
  }

  @Test
  void a_third_party_platform_is_served_by_our_service_and_their_router() {
    Boot.besideTheirs(
            "lingpai.key=" + key,
            "lingpai.apps.platform.platform=wechat-component",
            "wx.open.app-id=" + Ground.PLATFORM)
        .run(
            context -> {
              assertThat(context).hasSingleBean(LingpaiOpenConfig.class);
              assertThat(context.getBean(WxOpenService.class))
                  .isInstanceOf(LingpaiOpenService.class);
              assertThat(context).hasBean("wxOpenMessageRouter");
            });
  }

  @Test
  void an_app_without_the_vendors_id_stops_the_start() {
    Boot.with("lingpai.key=" + key, "lingpai.apps.shop.platform=wechat-official")
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .rootCause()
                    .hasMessageContaining("lingpai.apps.shop.appid")
                    .hasMessageContaining("wx.mp.app-id"));
  }

  @Test
  void own_storages_and_platforms_not_named_are_left_alone() {
    Boot.with(
            "lingpai.key=" + key,
            "lingpai.apps.shop.platform=wechat-official",
            "lingpai.apps.shop.appid=" + Ground.SHOP,
            "wx.miniapp.appid=" + Ground.COUNTER)
        .withUserConfiguration(OwnStorage.class)
        .run(
            context -> {
              assertThat(context).hasNotFailed();
              assertThat(context).doesNotHaveBean(LingpaiMpConfig.class);
              assertThat(context.getBean(WxMpService.class).getWxMpConfigStorage())
                  .isSameAs(context.getBean(WxMpConfigStorage.class));
              assertThat(context.getBean(WxMaConfig.class).getClass())
                  .isEqualTo(WxMaDefaultConfigImpl.class);
            });
  }

  @Test
  void without_wxjava_on_the_class_path_there_is_the_client_alone() {
    Boot.without(
            new String[] {"me.chanjar.weixin", "cn.binarywang"},
            "lingpai.key=" + key,
            "lingpai.apps.shop.platform=wechat-official",
            "lingpai.apps.shop.appid=" + Ground.SHOP)
        .run(
            context -> {
              assertThat(context).hasNotFailed();
              assertThat(context).hasSingleBean(LingpaiClient.class);
              assertThat(context).doesNotHaveBean("lingpaiMpConfig");
            });
  }

  @Test
  void editors_know_every_property() throws Exception {
    try (var file =
        LingpaiProperties.class.getResourceAsStream(
            "/META-INF/spring-configuration-metadata.json")) {
      String metadata = new String(file.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
      assertThat(metadata)
          .contains(
              "\"lingpai.urls\"",
              "\"lingpai.key\"",
              "\"lingpai.listening\"",
              "\"lingpai.connect-within\"",
              "\"lingpai.answer-within\"",
              "\"lingpai.patience\"",
              "\"lingpai.apps\"",
              "Key of this application");
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class OwnClient {
    @Bean
    LingpaiClient mine() {
      return LingpaiClient.at("http://own.example:8800").key("lpk_a_" + "b".repeat(32)).build();
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class OwnStorage {
    @Bean
    WxMpConfigStorage mine() {
      WxMpDefaultConfigImpl config = new WxMpDefaultConfigImpl();
      config.setAppId(Ground.ACCOUNT);
      return config;
    }
  }
}
