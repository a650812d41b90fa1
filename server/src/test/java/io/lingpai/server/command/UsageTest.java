package io.lingpai.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.lingpai.testkit.FreePort;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTest {

  private static final String KEY = "lpk_test_" + "k".repeat(40);

  /** A line of help that begins an option or a parameter, with what is said of it. */
  private static final Pattern EXPLAINED =
      Pattern.compile(" {2,}((?:-., )?--\\S+|\\[?[A-Z]+]?) {2,}(\\S.*)");

  @TempDir Path folder;

  private Shell shell() {
    return new Shell(folder);
  }

  @Test
  void without_a_command_it_says_so_and_ends_with_2() {
    Shell.Result result = shell().run().exits(2);

    assertThat(result.err())
        .contains("a command is missing")
        .contains("lingpai --help")
        .contains("doctor");
    assertThat(result.out()).isEmpty();
    assertThat(shell().run("key").exits(2).err()).contains("a command is missing", "revoke");
  }

  @Test
  void a_mistyped_command_suggests_the_near_one() {
    Shell.Result result = shell().run("sandbax").exits(2);

    assertThat(result.err()).contains("no command `sandbax`").contains("did you mean `sandbox`?");
    assertThat(shell().run("demo", "--listn", "x").exits(2).err())
        .contains("`--listn` is not understood; did you mean `--listen`?");
    assertThat(shell().with("LANG", "zh_CN.UTF-8").run("token", "show").exits(2).err())
        .contains("缺少：APP");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "app add shop",
        "app list --output yaml",
        "app show",
        "key create ci",
        "token show shop",
        "sign shop",
        "sandbox --speed fast",
        "sandbox --speed 0",
        "sandbox --listen nowhere",
        "demo --sandbox-listen nowhere",
        "demo --listen nowhere",
        "demo --pages-listen 127.0.0.1:99999",
        "simulate --seeds 0",
        "doctor --config no-such-file.yaml",
        "app list --server not-an-address --key x",
        "app list --server http://user:pw@127.0.0.1 --key x",
      })
  void what_is_given_wrongly_ends_with_2_and_an_explanation(String command) {
    Shell.Result result = shell().run(command.split(" ")).exits(2);

    assertThat(result.err()).startsWith("lingpai: ").contains("--help");
    assertThat(result.out()).isEmpty();
  }

  @Test
  void every_command_explains_itself() {
    for (String command :
        new String[] {
          "",
          "serve",
          "demo",
          "sandbox",
          "simulate",
          "doctor",
          "app",
          "app add",
          "app list",
          "app change",
          "app remove",
          "key",
          "key create",
          "token renew",
          "sign"
        }) {
      String[] arguments = (command + " --help").strip().split(" ");
      Shell.Result result = shell().run(arguments).exits(0);
      assertThat(result.out()).as(command).contains("Usage: lingpai " + command);
    }
  }

  @Test
  void help_is_chinese_where_the_locale_is() {
    Shell.Result result = shell().with("LANG", "zh_CN.UTF-8").run("app", "add", "--help").exits(0);

    assertThat(result.out()).contains("添加应用").contains("环境变量");
  }

  @Test
  void an_app_of_the_file_is_refused_in_the_words_of_the_file() throws Exception {
    Path file = folder.resolve("lingpai.yaml");
    Files.writeString(
        file, "apps: [{platform: dingtalk, app-key: 'a b', app-secret: sixteen-letters-}]");

    Shell.Result result =
        shell()
            .run("serve", "--config", file.toString(), "--data", folder.resolve("d").toString())
            .exits(1);

    assertThat(result.err()).contains("`app-key`: missing, or not letters, digits, _ and -");

    Files.writeString(file, "apps: [{platform: weixin, appid: wx1, secret: sixteen-letters-}]");
    result =
        shell()
            .run("serve", "--config", file.toString(), "--data", folder.resolve("d").toString())
            .exits(1);

    assertThat(result.err()).contains("expected one of dingtalk, ");
  }

  @Test
  void every_setting_of_serve_says_what_it_is_and_what_holds_otherwise() {
    assertThat(shell().run("serve", "--help").exits(0).out())
        .contains("where everything is served", "(default: 10m)")
        .doesNotContain("sets `");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "serve",
        "demo",
        "sandbox",
        "simulate",
        "doctor",
        "app add",
        "app change",
        "app remove",
        "key create",
        "key revoke",
        "token show",
        "token renew",
        "import wxjava-redis",
        "import authorizers",
        "sign"
      })
  void chinese_help_is_chinese_throughout(String command) {
    String help =
        shell().with("LANG", "zh_CN.UTF-8").run((command + " --help").split(" ")).exits(0).out();

    assertThat(help.lines().map(EXPLAINED::matcher).filter(Matcher::matches))
        .isNotEmpty()
        .allSatisfy(line -> assertThat(line.group(2)).containsPattern("\\p{IsHan}"));
  }

  @Test
  void without_a_key_it_says_how_to_give_one() {
    Shell.Result result = shell().run("app", "list").exits(2);

    assertThat(result.err()).contains("LINGPAI_KEY").contains("admin-key");
  }

  @Test
  void a_secret_that_is_not_there_is_asked_for_in_a_way_that_can_be_answered() {
    Shell.Result result =
        shell()
            .with("LINGPAI_KEY", KEY)
            .run("app", "add", "shop", "--platform", "wechat-official", "--appid", "wx1")
            .exits(2);

    assertThat(result.err()).contains("--secret-file").contains("--secret-env");
  }

  @Test
  void a_secret_cannot_be_an_argument() {
    shell()
        .with("LINGPAI_KEY", KEY)
        .run("app", "add", "shop", "--platform", "wechat-official", "--secret", "s")
        .exits(2);
  }

  @Test
  void an_unset_variable_is_named() {
    Shell.Result result =
        shell()
            .with("LINGPAI_KEY", KEY)
            .run("app", "add", "shop", "--platform", "wechat-official", "--secret-env", "NOT_SET")
            .exits(2);

    assertThat(result.err()).contains("NOT_SET is not set");
  }

  @Test
  void a_server_that_is_not_there_is_a_refusal_with_a_remedy() throws Exception {
    int free = FreePort.next();

    Shell.Result result =
        shell()
            .with("LINGPAI_KEY", KEY)
            .with("LINGPAI_SERVER", "http://127.0.0.1:" + free)
            .run("app", "list")
            .exits(1);

    assertThat(result.err()).contains("no server answers").contains("lingpai serve");
    assertThat(result.err()).doesNotContain(KEY);
  }

  @Test
  void this_machines_administrator_is_kept_from_other_machines() throws Exception {
    Path data = Files.createDirectory(folder.resolve("lingpai-data"));
    Files.writeString(data.resolve("admin-key"), KEY + "\n");

    Shell.Result result = shell().run("app", "list", "--server", "http://192.0.2.1:8800").exits(2);

    assertThat(result.err()).contains("no key");
  }

  @Test
  void columns_hold_with_chinese_in_them() {
    assertThat(Table.width("商店")).isEqualTo(4);
    assertThat(Table.width("shop")).isEqualTo(4);
  }
}
