package io.lingpai.acceptance.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.lingpai.acceptance.stage.Await;
import io.lingpai.acceptance.stage.Caller;
import io.lingpai.sandbox.Sandbox;
import io.lingpai.sandbox.SandboxOptions;
import io.lingpai.sandbox.wechat.ComponentDesk;
import io.lingpai.sandbox.wechat.WeChatApp;
import io.lingpai.sandbox.wechat.WeChatComponent;
import io.lingpai.server.config.ConfigurationLoader;
import io.lingpai.server.wiring.Node;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service that reads Redis with WxJava goes on as it is, and never fetches for itself. */
class WxJavaReadsRedisTest {

  private static final String ACCOUNT = "wx00000000000000f7";
  private static final String PLATFORM = "wx00000000000000f8";
  private static final String AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFE";
  private static final String SECRET = "5b5ec7e70000000000000000000000b1";
  private static final String OFFICIAL = "wx00000000000000b1";
  private static final String MINI = "wx00000000000000b2";
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Duration AS_PROMISED = Duration.ofSeconds(5);

  private RunningRedis redis;
  private Sandbox sandbox;
  private Node node;
  private Caller caller;
  private Apart wxjava;

  @BeforeEach
  void start(@TempDir Path data) throws Exception {
    redis = new RunningRedis();
    WeChatApp official = WeChatApp.official(OFFICIAL, SECRET);
    WeChatApp mini = WeChatApp.mini(MINI, SECRET);
    sandbox = Sandbox.start(SandboxOptions.defaults().app(official).app(mini));
    Map<String, String> settings =
        Map.of(
            "LINGPAI_LISTEN",
            "127.0.0.1:0",
            "LINGPAI_DATA",
            data.toString(),
            "LINGPAI_ADMIN_KEY",
            Caller.ADMIN,
            "LINGPAI_HOSTS_WECHAT_API",
            sandbox.baseUrl(),
            "LINGPAI_REDIS_URL",
            "redis://127.0.0.1:" + redis.port,
            "LINGPAI_REDIS_PUBLISH",
            "[wxjava, {layout: wxjava, codec: hash, apps: [counter]}, plain]");
    node = Node.start(ConfigurationLoader.load(null, settings, Map.of()).configuration());
    caller = new Caller("http://127.0.0.1:" + node.port());
    List<String> kinds = List.of("access_token", "jsapi_ticket");
    caller.add("shop", official, Map.of("token_mode", "classic", "keep", kinds));
    caller.add("counter", mini, Map.of("token_mode", "classic", "keep", List.of("access_token")));
    wxjava = new Apart();
    Await.until(
        "all that is kept stands in Redis",
        SOON,
        () ->
            redis
                    .client()
                    .exists(
                        "lingpai:shop:access_token",
                        "lingpai:shop:jsapi_ticket",
                        "lingpai:counter:access_token")
                == 3);
  }

  @AfterEach
  void stop() throws Exception {
    wxjava.close();
    caller.close();
    node.close();
    sandbox.close();
    redis.close();
  }

  @Test
  void every_storage_class_sees_the_value_and_fetches_nothing() {
    long before = fetched();

    assertThat(ask("official", "token")).isEqualTo(plain("shop", "access_token"));
    assertThat(ask("official", "ticket")).isEqualTo(plain("shop", "jsapi_ticket"));
    assertThat(ask("mini", "token")).isEqualTo(plain("counter", "access_token"));
    assertThat(ask("mini-better", "token")).isEqualTo(plain("counter", "access_token"));
    assertThat(ask("mini-hash", "token")).isEqualTo(plain("counter", "access_token"));
    assertThat(fetched()).isEqualTo(before);
  }

  @Test
  void a_renewal_is_there_within_five_seconds() throws Exception {
    String old = plain("shop", "access_token");
    caller.renew("shop");

    Await.until(
        "the new value",
        AS_PROMISED,
        () -> !old.equals(redis.client().get("wx:access_token:" + OFFICIAL)));
    long before = fetched();
    assertThat(ask("official", "token")).isNotEqualTo(old).isEqualTo(plain("shop", "access_token"));
    assertThat(fetched()).isEqualTo(before);
  }

  @Test
  void what_the_library_deletes_is_there_again() {
    String value = plain("shop", "access_token");
    ask("official", "expire");

    Await.until("the value", SOON, () -> redis.client().exists("wx:access_token:" + OFFICIAL));
    long before = fetched();
    assertThat(ask("official", "token")).isEqualTo(value);
    assertThat(fetched()).isEqualTo(before);
  }

  @Test
  void a_flush_and_a_restart_of_redis_are_healed_while_values_go_on_being_served()
      throws Exception {
    redis.client().flushAll();
    Await.until("all of it", SOON, () -> redis.client().exists("wx:access_token:" + OFFICIAL));

    redis.stop();
    assertThat(status("shop", "access_token")).isEqualTo(200);
    redis.startAgain();
    Await.until("all of it", SOON, () -> redis.client().exists("wx:access_token:" + OFFICIAL));
    assertThat(ask("official", "token")).isEqualTo(plain("shop", "access_token"));
  }

  @Test
  void a_platform_s_storage_reads_its_own_tokens_and_its_accounts() throws Exception {
    sandbox.wechat().add(WeChatApp.official(ACCOUNT, SECRET));
    String base = "http://127.0.0.1:" + node.port() + "/callbacks/platform";
    sandbox
        .wechat()
        .add(
            WeChatComponent.of(PLATFORM, SECRET)
                .calledBackAt(base, base + "/$APPID$", "tokenOfThePlatform", AES_KEY));
    Map<String, Object> platform =
        Map.of(
            "name",
            "platform",
            "platform",
            "wechat-component",
            "appid",
            PLATFORM,
            "secret",
            SECRET,
            "callback",
            Map.of("token", "tokenOfThePlatform", "aes_key", AES_KEY, "mode", "secure"));
    Caller.expect(201, caller.post(Caller.ADMIN, "/api/v1/apps", platform));
    ComponentDesk wechat = sandbox.wechat().component(PLATFORM);
    wechat.pushTicket();
    Await.until(
        "the platform's token", SOON, () -> status("platform", "component_access_token") == 200);
    wechat.authorizes(ACCOUNT);
    Await.until("the account's ticket", SOON, () -> status(ACCOUNT, "jsapi_ticket") == 200);
    Await.until(
        "all of it in Redis",
        SOON,
        () ->
            redis
                    .client()
                    .exists(
                        "lingpai:platform:component_access_token",
                        "lingpai:" + ACCOUNT + ":access_token",
                        "lingpai:" + ACCOUNT + ":jsapi_ticket")
                == 3);

    assertThat(ask("platform", "token")).isEqualTo(plain("platform", "component_access_token"));
    assertThat(ask("platform", "account's token")).isEqualTo(plain(ACCOUNT, "access_token"));
    assertThat(ask("platform", "account's ticket")).isEqualTo(plain(ACCOUNT, "jsapi_ticket"));
  }

  private String ask(String who, String what) {
    String appid =
        switch (who) {
          case "official" -> OFFICIAL;
          case "platform" -> ACCOUNT;
          default -> MINI;
        };
    return wxjava.ask(
        Map.of(
            "who", who,
            "what", what,
            "appid", appid,
            "platform", PLATFORM,
            "port", Integer.toString(redis.port),
            "vendor", sandbox.baseUrl()));
  }

  private String plain(String app, String kind) {
    return redis.client().get("lingpai:" + app + ":" + kind);
  }

  private long fetched() {
    return List.of(OFFICIAL, MINI).stream()
        .mapToLong(
            appid ->
                sandbox.calls().count("/cgi-bin/token", appid)
                    + sandbox.calls().count("/cgi-bin/stable_token", appid)
                    + sandbox.calls().count("/cgi-bin/ticket/getticket", appid))
        .sum();
  }

  private int status(String app, String kind) throws Exception {
    return caller.get(Caller.ADMIN, "/api/v1/apps/" + app + "/credentials/" + kind).status();
  }
}
