package io.lingpai.server.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lingpai.sandbox.SampleApps;
import io.lingpai.server.redis.RealRedis;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.params.SetParams;

class ImportTest {

  private static final String REFUSED_ADDRESS = "redis://u:canary-password@127.0.0.1:1";

  @TempDir static Path folder;
  private static Played played;
  private static RealRedis redis;
  private static Jedis theirs;

  @BeforeAll
  static void play() throws Exception {
    played = new Played(folder);
    redis = new RealRedis();
    theirs = redis.client();
    Files.writeString(folder.resolve("secret"), SampleApps.SHOP_SECRET);
    add("shop", "wechat-official", SampleApps.SHOP);
    add("news", "wechat-official", SampleApps.NEWS);
    add("kiosk", "wechat-official", "wx00000000000000c4");
    add("counter", "wechat-mini", "wx00000000000000c3");
  }

  private static void add(String name, String platform, String appid) {
    shell()
        .run(
            "app",
            "add",
            name,
            "--platform",
            platform,
            "--appid",
            appid,
            "--secret-file",
            "secret",
            "--keep",
            "")
        .exits(0);
  }

  @AfterAll
  static void end() throws Exception {
    theirs.close();
    redis.close();
    played.close();
  }

  private static Shell shell() {
    return played.shell();
  }

  @Test
  void what_wxjava_holds_is_taken_over_without_a_call_to_the_vendor() {
    theirs.flushAll();
    put("wx:access_token:" + SampleApps.SHOP, "their-token", 3000);
    put("wx:ticket:key:" + SampleApps.SHOP + ":jsapi", "their-ticket", 2000);
    put("wx:access_token:wx000000000000ffff", "somebody's", 3000);
    theirs.hset(
        "maConfig:accessToken",
        Map.of("value", "mini-token", "expire", "" + (System.currentTimeMillis() + 1_000_000)));

    Shell.Result dry = run("wxjava-redis", "--dry-run").exits(1);
    assertThat(dry.out())
        .contains("shop", "would be taken over", "wx000000000000ffff", "no such app")
        .doesNotContain("their-token");
    JsonNode first = run("wxjava-redis", "--output", "json").exits(1).json().path("found");
    assertThat(first.findValuesAsText("outcome"))
        .containsExactlyInAnyOrder("taken", "taken", "taken", "unknown_app");
    JsonNode again = run("wxjava-redis", "--output", "json").exits(1).json().path("found");
    assertThat(again.findValuesAsText("outcome"))
        .containsExactlyInAnyOrder("known", "known", "known", "unknown_app");

    JsonNode token =
        shell()
            .run("token", "show", "shop", "access_token", "--reveal", "--output", "json")
            .exits(0)
            .json();
    assertThat(token.path("value").asText()).isEqualTo("their-token");
    assertThat(token.path("expires_in").asLong()).isBetween(2900L, 3000L);
    JsonNode mini =
        shell()
            .run("token", "show", "counter", "access_token", "--reveal", "--output", "json")
            .exits(0)
            .json();
    assertThat(mini.path("value").asText()).isEqualTo("mini-token");
    assertThat(theirs.get("wx:access_token:" + SampleApps.SHOP)).isEqualTo("their-token");
  }

  @Test
  void what_easywechat_holds_is_taken_over_and_its_secret_is_not_shown() {
    theirs.flushAll();
    put(
        "ns:official_account.access_token." + SampleApps.NEWS + ".canary-secret.1",
        "s:10:\"easy-token\";",
        3000);

    Shell.Result dry = run("easywechat-redis", "--dry-run", "--output", "json").exits(0);
    assertThat(dry.json().path("found").findValuesAsText("outcome")).containsExactly("taken");
    assertThat(dry.out()).doesNotContain("canary-secret", "easy-token");
    assertThat(run("easywechat-redis").exits(0).out()).contains("news", "taken over");
    assertThat(shell().run("token", "show", "news", "access_token", "--reveal").exits(0).out())
        .contains("easy-token");
  }

  @Test
  void what_php_wrote_with_igbinary_or_through_laravel_is_read_and_no_other_form_is_believed() {
    theirs.flushAll();
    theirs.set(
        "laravel_database_laravel_cache_official_account.access_token.wx00000000000000c4.s.0"
            .getBytes(UTF_8),
        "\0\0\0\2\u0011\u0009shop-igbi".getBytes(UTF_8),
        SetParams.setParams().ex(3000));
    put("ns:official_account.jsapi_ticket.wx00000000000000c4", "\0\0\0\2\u0014\u0001", 3000);

    Shell.Result first = run("easywechat-redis", "--output", "json").exits(1);
    assertThat(first.json().path("found").findValuesAsText("outcome"))
        .containsExactly("taken", "unreadable");
    assertThat(run("easywechat-redis").exits(1).out()).contains("its form is not known");
    assertThat(shell().run("token", "show", "kiosk", "access_token", "--reveal").exits(0).out())
        .contains("shop-igbi");
  }

  @Test
  void what_no_wxjava_would_use_any_more_is_named_and_left() {
    theirs.flushAll();
    theirs.set("wx:access_token:wx00000000000000c4", "without-a-life");
    theirs.rpush("wx:ticket:key:wx00000000000000c4:jsapi", "a list");
    put("wx:access_token:", "nobody's", 3000);

    Shell.Result read = run("wxjava-redis", "--output", "json").exits(1);
    assertThat(read.json().path("found").findValuesAsText("outcome"))
        .containsExactly("ended", "unreadable");
    assertThat(run("wxjava-redis").exits(1).out()).contains("it has no life there");
  }

  @Test
  void what_cannot_work_says_why_in_both_languages_and_shows_no_password() throws Exception {
    assertThat(shell().run("import", "wxjava-redis").exits(2).err()).contains("--redis-url-file");
    assertThat(
            shell()
                .run("import", "wxjava-redis", "--redis", "u:canary@127.0.0.1:6379")
                .exits(2)
                .err())
        .contains("not an argument")
        .doesNotContain("canary");
    Files.writeString(folder.resolve("url"), REFUSED_ADDRESS);
    Shell.Result refused =
        shell()
            .with("LANG", "zh_CN.UTF-8")
            .run("import", "wxjava-redis", "--redis-url-file", "url")
            .exits(1);
    assertThat(refused.err()).contains("无法读取 Redis").doesNotContain("canary");
    assertThat(
            shell().run("import", "wxjava-redis", "--redis", "nowhere.invalid:6379").exits(1).err())
        .contains("there is no host of the name nowhere.invalid");
  }

  private static Shell.Result run(String library, String... more) {
    String[] arguments = new String[more.length + 4];
    System.arraycopy(
        new String[] {"import", library, "--redis", "127.0.0.1:" + redis.port()},
        0,
        arguments,
        0,
        4);
    System.arraycopy(more, 0, arguments, 4, more.length);
    return shell().run(arguments);
  }

  private static void put(String key, String value, long seconds) {
    theirs.set(key, value, SetParams.setParams().ex(seconds));
  }
}
