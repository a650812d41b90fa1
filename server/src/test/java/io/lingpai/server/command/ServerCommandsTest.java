package io.lingpai.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lingpai.sandbox.SampleApps;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerCommandsTest {

  @TempDir static Path folder;
  private static Played played;

  @BeforeAll
  static void play() throws Exception {
    played = new Played(folder).withShop();
  }

  @AfterAll
  static void end() {
    played.close();
  }

  private static Shell shell() {
    return played.shell();
  }

  @Test
  void the_key_in_the_data_folder_is_used_and_that_is_said() {
    Shell.Result result = shell().run("app", "list").exits(0);

    assertThat(result.err()).contains("admin-key");
    assertThat(result.out()).contains("NAME").contains("shop").contains(SampleApps.SHOP);
  }

  @Test
  void an_app_is_added_shown_disabled_enabled_and_removed() throws Exception {
    Path secret = Files.writeString(folder.resolve("secret"), SampleApps.NEWS_SECRET + "\n");
    shell()
        .run(
            "app",
            "add",
            "news",
            "--platform",
            "wechat-official",
            "--appid",
            SampleApps.NEWS,
            "--secret-file",
            "secret",
            "--keep",
            "access_token,jsapi_ticket")
        .exits(0);

    JsonNode shown = shell().run("app", "show", "news", "--output", "json").exits(0).json();
    assertThat(shown.path("state").asText()).isEqualTo("active");
    assertThat(shown.path("keep")).hasSize(2);
    assertThat(shown.toString()).doesNotContain(SampleApps.NEWS_SECRET);
    Files.delete(secret);

    assertThat(shell().run("app", "disable", "news").exits(0).out()).contains("disabled");
    Shell.Result refused = shell().run("token", "show", "news", "access_token").exits(1);
    assertThat(refused.err()).contains("request: ");
    shell().run("app", "enable", "news").exits(0);
    shell().run("token", "show", "news", "access_token").exits(0);

    assertThat(shell().run("app", "remove", "news").exits(2).err()).contains("--yes");
    shell().interactive().typing("n\n").run("app", "remove", "news").exits(1);
    shell().run("app", "remove", "news", "--yes").exits(0);
    shell().run("app", "show", "news").exits(1);
  }

  @Test
  void a_secret_comes_from_the_standard_input() {
    shell()
        .typing(SampleApps.MINI_SECRET + "\n")
        .run(
            "app",
            "add",
            "mini",
            "--platform",
            "wechat-mini",
            "--appid",
            SampleApps.MINI,
            "--secret-file",
            "-")
        .exits(0);

    shell().run("token", "show", "mini", "access_token").exits(0);
    shell().run("app", "remove", "mini", "--yes").exits(0);
  }

  @Test
  void a_value_is_shown_on_wish_only() {
    JsonNode hidden =
        shell().run("token", "show", "shop", "access_token", "--output", "json").exits(0).json();
    JsonNode revealed =
        shell()
            .run("token", "show", "shop", "access_token", "--reveal", "--output", "json")
            .exits(0)
            .json();

    assertThat(hidden.has("value")).isFalse();
    assertThat(hidden.path("version").asLong()).isPositive();
    assertThat(revealed.path("value").asText()).hasSizeGreaterThan(60);
  }

  @Test
  void a_rejected_value_is_judged_and_a_forced_renewal_brings_a_new_version() {
    JsonNode before =
        shell().run("token", "show", "shop", "jsapi_ticket", "--output", "json").exits(0).json();
    JsonNode told =
        shell()
            .with("DEAD", "never-ours")
            .run(
                "token",
                "renew",
                "shop",
                "access_token",
                "--rejected-env",
                "DEAD",
                "--output",
                "json")
            .exits(0)
            .json();

    assertThat(told.path("renewed").asBoolean()).isFalse();
    assertThat(told.has("value")).isFalse();
    assertThat(before.path("version").asLong()).isPositive();

    JsonNode renewed =
        shell().run("token", "renew", "shop", "access_token", "--output", "json").exits(0).json();
    assertThat(renewed.path("renewed").asBoolean()).isTrue();
  }

  @Test
  void a_page_is_signed() {
    JsonNode signed =
        shell()
            .run("sign", "shop", "--url", "https://example.com/付款?a=1#top", "--output", "json")
            .exits(0)
            .json();

    assertThat(signed.path("url").asText()).isEqualTo("https://example.com/付款?a=1");
    assertThat(signed.path("signature").asText()).matches("[0-9a-f]{40}");
    assertThat(shell().run("sign", "shop", "--url", "page.html").exits(1).err())
        .contains("field: url");
  }

  @Test
  void a_key_is_created_used_listed_and_revoked() {
    JsonNode made =
        shell()
            .run(
                "key",
                "create",
                "ci",
                "--grant",
                "read:shop/access_token",
                "--expires-in",
                "1h",
                "--output",
                "json")
            .exits(0)
            .json();
    String key = made.path("key").asText();
    Shell holder = shell().with("LINGPAI_KEY", key);

    holder.run("token", "show", "shop", "access_token").exits(0);
    Shell.Result refused = holder.run("app", "list").exits(1);
    assertThat(refused.err()).contains("admin").contains("/problems/not-allowed");
    assertThat(refused.err()).doesNotContain(key);

    Shell.Result listed = shell().run("key", "list").exits(0);
    assertThat(listed.out()).contains("ci").contains("read:shop/access_token").doesNotContain(key);
    JsonNode all = shell().run("key", "list", "--output", "json").exits(0).json();
    assertThat(all.path("keys").findValuesAsText("name")).contains("ci", "admin");

    shell().run("key", "revoke", made.path("id").asText()).exits(0);
    assertThat(holder.run("token", "show", "shop", "access_token").exits(1).err())
        .contains("unknown or revoked", "request: ");
  }

  @Test
  void problems_are_told_in_the_users_language() {
    Shell.Result result = shell().with("LC_ALL", "zh_CN.UTF-8").run("app", "show", "no").exits(1);

    assertThat(result.err()).containsPattern("[\\u4e00-\\u9fff]");
  }
}
