package io.lingpai.acceptance.redis;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lingpai.acceptance.stage.Await;
import io.lingpai.sandbox.Sandbox;
import io.lingpai.sandbox.SandboxOptions;
import io.lingpai.sandbox.wechat.ComponentDesk;
import io.lingpai.sandbox.wechat.WeChatApp;
import io.lingpai.sandbox.wechat.WeChatComponent;
import io.lingpai.server.config.ConfigurationLoader;
import io.lingpai.server.wiring.Node;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.embedded.RedisServer;

/** A service that reads Redis with WxJava goes on as it is, and never fetches for itself. */
class WxJavaReadsRedisTest {

  private static final String ADMIN = "lpk_root_" + "a".repeat(40);
  private static final String ACCOUNT = "wx00000000000000f7";
  private static final String PLATFORM = "wx00000000000000f8";
  private static final String AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFE";
  private static final String SECRET = "5b5ec7e70000000000000000000000b1";
  private static final String OFFICIAL = "wx00000000000000b1";
  private static final String MINI = "wx00000000000000b2";
  private static final Duration SOON = Duration.ofSeconds(5);

  private final HttpClient http = HttpClient.newHttpClient();
  private RedisServer redis;
  private Jedis reader;
  private Sandbox sandbox;
  private Node node;
  private Apart wxjava;
  private int port;

  @BeforeEach
  void start(@TempDir Path data) throws Exception {
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    redis = RedisServer.newRedisServer().port(port).bind("127.0.0.1").setting("save \"\"").build();
    redis.start();
    reader = new Jedis("127.0.0.1", port);
    sandbox =
        Sandbox.start(
            SandboxOptions.defaults()
                .app(WeChatApp.official(OFFICIAL, SECRET))
                .app(WeChatApp.mini(MINI, SECRET)));
    Map<String, String> settings =
        Map.of(
            "LINGPAI_LISTEN",
            "127.0.0.1:0",
            "LINGPAI_DATA",
            data.toString(),
            "LINGPAI_ADMIN_KEY",
            ADMIN,
            "LINGPAI_HOSTS_WECHAT_API",
            sandbox.baseUrl(),
            "LINGPAI_REDIS_URL",
            "redis://127.0.0.1:" + port,
            "LINGPAI_REDIS_PUBLISH",
            "[wxjava, {layout: wxjava, codec: hash, apps: [counter]}, plain]");
    node = Node.start(ConfigurationLoader.load(null, settings, Map.of()).configuration());
    add("shop", "wechat-official", OFFICIAL, List.of("access_token", "jsapi_ticket"));
    add("counter", "wechat-mini", MINI, List.of("access_token"));
    wxjava = new Apart();
    Await.until(
        "all that is kept stands in Redis",
        SOON,
        () ->
            reader.exists(
                    "lingpai:shop:access_token",
                    "lingpai:shop:jsapi_ticket",
                    "lingpai:counter:access_token")
                == 3);
  }

  @AfterEach
  void stop() throws Exception {
    wxjava.close();
    node.close();
    sandbox.close();
    reader.close();
    redis.stop();
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
    post("/api/v1/apps/shop/credentials/access_token/renewals", Map.of());

    Await.until(
        "the new value", SOON, () -> !old.equals(reader.get("wx:access_token:" + OFFICIAL)));
    long before = fetched();
    assertThat(ask("official", "token")).isNotEqualTo(old).isEqualTo(plain("shop", "access_token"));
    assertThat(fetched()).isEqualTo(before);
  }

  @Test
  void what_the_library_deletes_is_there_again() {
    String value = plain("shop", "access_token");
    ask("official", "expire");

    Await.until("the value", SOON, () -> reader.exists("wx:access_token:" + OFFICIAL));
    long before = fetched();
    assertThat(ask("official", "token")).isEqualTo(value);
    assertThat(fetched()).isEqualTo(before);
  }

  @Test
  void a_flush_and_a_restart_of_redis_are_healed_while_values_go_on_being_served()
      throws Exception {
    reader.flushAll();
    Await.until("all of it", SOON, () -> reader.exists("wx:access_token:" + OFFICIAL));

    reader.close();
    redis.stop();
    assertThat(status("/api/v1/apps/shop/credentials/access_token")).isEqualTo(200);
    redis.start();
    reader = new Jedis("127.0.0.1", port);
    Await.until("all of it", SOON, () -> reader.exists("wx:access_token:" + OFFICIAL));
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
    post(
        "/api/v1/apps",
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
            Map.of("token", "tokenOfThePlatform", "aes_key", AES_KEY, "mode", "secure")));
    ComponentDesk wechat = sandbox.wechat().component(PLATFORM);
    wechat.pushTicket();
    Await.until(
        "the platform's token",
        SOON,
        () -> status("/api/v1/apps/platform/credentials/component_access_token") == 200);
    wechat.authorizes(ACCOUNT);
    Await.until(
        "the account's ticket",
        SOON,
        () -> status("/api/v1/apps/" + ACCOUNT + "/credentials/jsapi_ticket") == 200);
    Await.until(
        "all of it in Redis",
        SOON,
        () ->
            reader.exists(
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
            "port", Integer.toString(port),
            "vendor", sandbox.baseUrl()));
  }

  private String plain(String app, String kind) {
    return reader.get("lingpai:" + app + ":" + kind);
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

  private void add(String name, String platform, String appid, List<String> keep) throws Exception {
    post(
        "/api/v1/apps",
        Map.of(
            "name", name,
            "platform", platform,
            "appid", appid,
            "secret", SECRET,
            "token_mode", "classic",
            "keep", keep));
  }

  private void post(String path, Map<String, Object> body) throws Exception {
    HttpRequest request =
        request(path)
            .header("content-type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofByteArray(new ObjectMapper().writeValueAsBytes(body)))
            .build();
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 201);
  }

  private int status(String path) throws Exception {
    return http.send(request(path).GET().build(), HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.port() + path))
        .header("authorization", "Bearer " + ADMIN);
  }
}
