package io.lingpai.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lingpai.sandbox.wechat.ComponentDesk;
import io.lingpai.sandbox.wechat.WeChatComponent;
import io.lingpai.server.problem.Language;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A team's own table of accounts and refresh tokens is taken over by the command. */
class AuthorizerImportTest {

  private static final String PLATFORM = "wxc0000000000000d1";
  private static final String SECRET = "5b5ec7e70000000000000000000000d1";
  private static final String TOKEN = "callbacktoken";
  private static final String AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
  private static final String HEADINGS = "authorizer_appid,authorizer_refresh_token,platform\n";

  @TempDir private Path folder;
  private Played played;
  private ComponentDesk wechat;
  private List<String> accounts;

  @BeforeEach
  void play() throws Exception {
    played = new Played(folder);
    played.sandbox.wechat().add(WeChatComponent.of(PLATFORM, SECRET));
    wechat = played.sandbox.wechat().component(PLATFORM);
    accounts = wechat.seedAuthorizers(3, 0, true);
    shell()
        .run(
            "app",
            "add",
            "platform",
            "--platform",
            "wechat-component",
            "--appid",
            PLATFORM,
            "--secret-env",
            "PLATFORM_SECRET",
            "--callback-token-env",
            "CALLBACK_TOKEN",
            "--callback-aes-key-env",
            "CALLBACK_AES_KEY",
            "--callback-mode",
            "secure",
            "--keep",
            "")
        .exits(0);
  }

  @AfterEach
  void end() {
    played.close();
  }

  private Shell shell() {
    return played
        .shell()
        .with("PLATFORM_SECRET", SECRET)
        .with("CALLBACK_TOKEN", TOKEN)
        .with("CALLBACK_AES_KEY", AES_KEY);
  }

  private Shell.Result take(String table, String... more) throws Exception {
    Files.writeString(folder.resolve("accounts"), table);
    String[] arguments = new String[more.length + 4];
    System.arraycopy(
        new String[] {"import", "authorizers", "--file", "accounts"}, 0, arguments, 0, 4);
    System.arraycopy(more, 0, arguments, 4, more.length);
    return shell().run(arguments);
  }

  private String csv() {
    StringBuilder table = new StringBuilder(HEADINGS);
    for (String account : accounts) {
      table.append(account).append(',').append(wechat.refreshToken(account));
      table.append(account.equals(accounts.getLast()) ? ",wechat-mini\n" : ",wechat-official\n");
    }
    return table.toString();
  }

  private Connection api() throws Exception {
    String key = Files.readString(folder.resolve("lingpai-data/admin-key")).strip();
    return new Connection(
        URI.create("http://127.0.0.1:" + played.node.port()), key, Language.ENGLISH);
  }

  private JsonNode authorizers() throws Exception {
    return api().get("/api/v1/apps/platform/authorizers").path("authorizers");
  }

  private void pushTheTicket() {
    String here = "http://127.0.0.1:" + played.node.port() + "/callbacks/platform";
    wechat.calledBackAt(here, here + "/$APPID$", TOKEN, AES_KEY);
    wechat.pushTicket();
  }

  @Test
  void accounts_are_taken_over_without_a_call_to_the_vendor_and_served() throws Exception {
    assertThat(take(csv(), "--dry-run").exits(0).out()).contains("3", "would be taken over");
    assertThat(authorizers()).isEmpty();
    JsonNode taken = take(csv(), "--output", "json").exits(0).json().path("found");
    assertThat(taken.findValuesAsText("outcome")).containsExactly("taken", "taken", "taken");
    assertThat(take(csv()).exits(0).out()).contains("3", "known").doesNotContain("added");
    assertThat(played.sandbox.calls().all())
        .as("the platform asks to be pushed a ticket, and that is all")
        .allMatch(call -> call.path().endsWith("/api_start_push_ticket"));

    pushTheTicket();
    until(() -> show(accounts.getFirst()).status() == 0);
    assertThat(wechat.accepts(show(accounts.getFirst()).json().path("value").asText())).isTrue();
  }

  @Test
  void what_only_the_vendor_knows_comes_from_its_list() throws Exception {
    take(csv()).exits(0);
    assertThat(authorizers().findValuesAsText("platform")).contains("wechat-mini");

    pushTheTicket();
    until(() -> authorizers().valueStream().noneMatch(it -> it.path("nickname").isNull()));

    assertThat(authorizers().findValuesAsText("platform")).containsOnly("wechat-official");
  }

  @Test
  void a_token_in_use_and_tabs_and_json_are_read_as_well() throws Exception {
    String first = accounts.get(0);
    String second = accounts.get(1);
    take(
            "id\tauthorizer_appid\tauthorizer_access_token\texpires_in\tauthorizer_refresh_token\n"
                + ("1\t" + first + "\tin-use\t3000\t" + wechat.refreshToken(first) + "\n"),
            "--platform",
            "wechat-official")
        .exits(0);
    take("[{\"appid\":\""
            + second
            + "\",\"access_token\":\"over\",\"expires_in\":0,\"refresh_token\":\"r\",\"platform\":\"wechat-mini\"}]")
        .exits(0);

    assertThat(show(first).exits(0).json().path("value").asText()).isEqualTo("in-use");
    assertThat(authorizers().findValuesAsText("appid")).contains(first, second);
  }

  @Test
  void what_spreadsheets_and_database_clients_add_is_no_account() throws Exception {
    String plain = csv();
    for (String table :
        List.of(
            "\uFEFF" + plain.replace("\n", "\r\n"),
            plain + "\n,,\n\n",
            plain.toUpperCase(Locale.ROOT).lines().findFirst().orElseThrow()
                + plain.substring(plain.indexOf('\n')),
            plain
                .replace(",platform\n", ",platform,authorizer_access_token,expires_in\n")
                .replace("wechat-mini\n", "wechat-mini,NULL,NULL\n")
                .replace("wechat-official\n", "wechat-official,\\N,\\N\n"))) {
      JsonNode read = take(table, "--dry-run", "--output", "json").exits(0).json().path("found");
      assertThat(read.findValuesAsText("outcome"))
          .as(table)
          .containsExactly("taken", "taken", "taken");
    }
  }

  @Test
  void a_row_that_cannot_be_taken_is_named_and_the_others_are_taken() throws Exception {
    String more = "wx1,,wechat-mini\n,r,wechat-mini\n";
    Shell.Result read = take(csv() + more).exits(1);

    assertThat(read.err())
        .contains("row 4 has no authorizer_refresh_token", "row 5 has no authorizer_appid");
    assertThat(authorizers()).hasSize(3);
  }

  @Test
  void what_cannot_work_names_the_row_and_nothing_secret() throws Exception {
    assertThat(
            take(HEADINGS + "wx1,canary-token,\nwx2,canary-token,wechat-offical\n").exits(1).err())
        .contains("row 1, wx1", "row 2, wx2", "wechat-official, wechat-mini")
        .doesNotContain("canary");
    assertThat(take(HEADINGS + "wx1,,wechat-mini\n").exits(1).err())
        .contains("row 1 has no authorizer_refresh_token");
    assertThat(take("{\"appid\": \"wx1\", \"refresh_token\": \"canary").exits(1).err())
        .contains("line 1")
        .doesNotContain("canary");
    assertThat(take("").exits(1).err()).contains("no accounts");
    assertThat(take("id,token\nwx1,canary\n").exits(1).err())
        .contains("no heading is authorizer_appid")
        .doesNotContain("canary");
    Files.write(folder.resolve("other"), (HEADINGS + "wx1,x,商店\n").getBytes("GB18030"));
    assertThat(shell().run("import", "authorizers", "--file", "other").exits(1).err())
        .contains("other: it is not UTF-8");
    assertThat(shell().run("import", "authorizers", "--file", "nowhere").exits(1).err())
        .contains("nowhere: it does not exist");
    assertThat(shell().run("import", "authorizers", "--dry-run").exits(2).err()).contains("--file");
  }

  @Test
  void without_a_table_the_vendors_list_is_read() throws Exception {
    pushTheTicket();
    until(() -> shell().run("token", "show", "platform", "component_access_token").status() == 0);

    Shell.Result read = shell().run("import", "authorizers", "platform");

    assertThat(read.exits(0).out()).contains("on the list", "3");
  }

  private Shell.Result show(String account) {
    return shell().run("token", "show", account, "access_token", "--reveal", "--output", "json");
  }

  private static void until(Callable<Boolean> holds) throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!holds.call()) {
      assertThat(System.nanoTime()).as("the end of patience").isLessThan(end);
      LockSupport.parkNanos(20_000_000);
    }
  }
}
