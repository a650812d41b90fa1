package io.lingpai.acceptance.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.lingpai.acceptance.stage.Await;
import io.lingpai.sandbox.Sandbox;
import io.lingpai.sandbox.SandboxOptions;
import io.lingpai.sandbox.wechat.WeChatApp;
import io.lingpai.server.config.ConfigurationLoader;
import io.lingpai.server.wiring.Node;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import me.chanjar.weixin.mp.api.WxMpService;
import me.chanjar.weixin.mp.api.impl.WxMpServiceImpl;
import me.chanjar.weixin.mp.config.WxMpHostConfig;
import me.chanjar.weixin.mp.config.impl.WxMpRedissonConfigImpl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;

/** Redisson itself, with the codec it has by default, beneath WxJava's storage for it. */
class RedissonReadsRedisTest {

  private static final String SECRET = "5b5ec7e70000000000000000000000b3";
  private static final String OFFICIAL = "wx00000000000000b3";
  private static final Duration SOON = Duration.ofSeconds(60);

  @Test
  void it_reads_what_is_published_and_fetches_nothing(@TempDir Path folder) throws Exception {
    try (RunningRedis redis = new RunningRedis();
        Sandbox sandbox =
            Sandbox.start(SandboxOptions.defaults().app(WeChatApp.official(OFFICIAL, SECRET)));
        Node node = node(folder, sandbox.baseUrl(), redis.port)) {
      assertThat(node.port()).isPositive();
      String ticket = "wx:ticket:key:" + OFFICIAL + ":jsapi";
      Await.until(
          "token and ticket in Redis",
          SOON,
          () -> redis.client().exists("wx:access_token:" + OFFICIAL, ticket) == 2);
      long before = fetched(sandbox);

      RedissonClient redisson = redisson(redis.port);
      try {
        WxMpService wx = official(redisson, sandbox.baseUrl());
        assertThat(sandbox.wechat().behind(OFFICIAL).accepts(wx.getAccessToken())).isTrue();
        assertThat(wx.getJsapiTicket())
            .isEqualTo(sandbox.wechat().behind(OFFICIAL).currentTicket("jsapi").orElseThrow());
      } finally {
        redisson.shutdown();
      }
      assertThat(fetched(sandbox)).isEqualTo(before);
    }
  }

  private static Node node(Path folder, String vendor, int redis) throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("lingpai.yaml"),
            """
            listen: 127.0.0.1:0
            data: %s
            hosts: { wechat-api: "%s" }
            redis: { url: "redis://127.0.0.1:%d", publish: [{ layout: wxjava, codec: kryo5 }] }
            apps:
              - name: shop
                platform: wechat-official
                appid: %s
                secret: %s
                token-mode: classic
                keep: [access_token, jsapi_ticket]
            """
                .formatted(folder.resolve("data"), vendor, redis, OFFICIAL, SECRET));
    return Node.start(ConfigurationLoader.load(file, Map.of(), Map.of()).configuration());
  }

  private static RedissonClient redisson(int port) {
    Config config = new Config();
    config
        .useSingleServer()
        .setAddress("redis://127.0.0.1:" + port)
        .setConnectionMinimumIdleSize(1)
        .setConnectionPoolSize(2);
    return Redisson.create(config);
  }

  private static WxMpService official(RedissonClient redisson, String vendor) {
    WxMpRedissonConfigImpl config = new WxMpRedissonConfigImpl(redisson, "wx");
    config.setAppId(OFFICIAL);
    config.setSecret("not-the-secret");
    config.setHostConfig(WxMpHostConfig.builder().apiHost(vendor).build());
    WxMpService service = new WxMpServiceImpl();
    service.setWxMpConfigStorage(config);
    return service;
  }

  private static long fetched(Sandbox sandbox) {
    return sandbox.calls().count("/cgi-bin/token", OFFICIAL)
        + sandbox.calls().count("/cgi-bin/ticket/getticket", OFFICIAL);
  }
}
