package io.lingpai.server.wiring;

import static io.lingpai.server.wiring.RunningServer.ADMIN;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lingpai.sandbox.wechat.ComponentDesk;
import io.lingpai.sandbox.wechat.Users;
import io.lingpai.sandbox.wechat.WeChatComponent;
import io.lingpai.server.wiring.RunningServer.Answer;
import io.lingpai.testkit.FreePort;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Accounts authorize a third-party platform, and are kept; against the sandbox's WeChat. */
@Timeout(700)
class AuthorizationTest {

  private static final String PLATFORM = "wxc0000000000000c1";
  private static final String ACCOUNT = RunningServer.OFFICIAL;
  private static final String TOKEN = "callbacktoken";
  private static final String AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
  private static final Pattern LINK = Pattern.compile("href='([^']+)'");

  /** So short that a death is believed soon after a birth. */
  private static final Duration LIFE = Duration.ofMinutes(10);

  /** More than a page of the vendor's list. */
  private static final int AUTHORIZERS = Integer.getInteger("authorizers", 700);

  @TempDir private Path data;
  private RunningServer server;
  private ComponentDesk wechat;

  @BeforeEach
  void begin() throws Exception {
    int port = FreePort.next();
    server = new RunningServer(data, Map.of("LINGPAI_LISTEN", "127.0.0.1:" + port));
    server.settings().put("LINGPAI_HOSTS_WECHAT_MP", server.sandbox.baseUrl());
    server.settings().put("LINGPAI_HOSTS_WECHAT_OPEN", server.sandbox.baseUrl());
    server.restart();
    server
        .sandbox
        .wechat()
        .add(
            WeChatComponent.of(PLATFORM, RunningServer.SECRET)
                .rotating()
                .living(LIFE)
                .between("127.0.0.1", "127.0.0.1")
                .calledBackAt(
                    server.url("/callbacks/platform"),
                    server.url("/callbacks/platform/$APPID$"),
                    TOKEN,
                    AES_KEY));
    wechat = server.sandbox.wechat().component(PLATFORM);
    assertThat(server.post(ADMIN, "/api/v1/apps", platform()).status()).isEqualTo(201);
    wechat.pushTicket();
    until(
        () -> server.get(ADMIN, credential("platform", "component_access_token")).status() == 200);
  }

  @AfterEach
  void end() {
    server.close();
  }

  @Test
  void a_browser_authorizes_and_comes_back_once() throws Exception {
    JsonNode begun = begin("https://shop.example/done?tenant=7", "mine");
    Browser browser = new Browser();

    String location = browser.agrees(begun.get("authorize_url").asText(), ACCOUNT);
    Answer back = browser.follows(location);

    assertThat(back.status()).isEqualTo(302);
    assertThat(back.headers().get("location"))
        .isEqualTo("https://shop.example/done?tenant=7&app=" + ACCOUNT + "&state=mine");
    Answer token = server.get(ADMIN, credential(ACCOUNT, "access_token"));
    assertThat(token.status()).isEqualTo(200);
    assertThat(wechat.accepts(token.json().get("value").asText())).isTrue();
    assertThat(server.get(ADMIN, credential(ACCOUNT, "jsapi_ticket")).status()).isEqualTo(200);
    assertThat(browser.follows(location).status()).as("a replay").isEqualTo(403);
    until(() -> wechat.tokensIssuedTo(ACCOUNT) == 1);
  }

  @Test
  void a_state_that_is_forged_or_anothers_goes_nowhere() throws Exception {
    JsonNode begun = begin("https://shop.example/done", "mine");
    String location = new Browser().agrees(begun.get("authorize_url").asText(), ACCOUNT);

    Answer forged =
        new Browser()
            .follows(server.url("/authorizations/platform/return?state=forged&auth_code=x"));
    Answer stolen = new Browser().follows(location);

    assertThat(forged.status()).isEqualTo(403);
    assertThat(stolen.status()).isEqualTo(403);
    assertThat(forged.headers()).doesNotContainKey("location");
    assertThat(stolen.headers()).doesNotContainKey("location");
  }

  @Test
  void an_event_alone_is_enough_and_a_withdrawal_is_heard() throws Exception {
    wechat.authorizes(ACCOUNT);
    until(() -> server.get(ADMIN, credential(ACCOUNT, "access_token")).status() == 200);

    wechat.withdraws(ACCOUNT);
    until(() -> server.get(ADMIN, credential(ACCOUNT, "access_token")).status() == 502);
    Answer refused = server.get(ADMIN, credential(ACCOUNT, "access_token"));
    assertThat(refused.json().get("type").asText()).isEqualTo("/problems/vendor-refused");
    JsonNode listed = server.get(ADMIN, "/api/v1/apps/platform/authorizers").json();
    assertThat(listed.at("/authorizers/0/state").asText()).isEqualTo("disabled");
    assertThat(listed.at("/authorizers/0/reason").asText()).contains("withdrew");
  }

  @Test
  void whoever_listens_hears_who_comes_and_goes() throws Exception {
    StringBuffer heard = new StringBuffer();
    HttpResponse<Stream<String>> events =
        server.client.send(
            server.request(server.key("watch"), "/api/v1/events").GET().build(),
            HttpResponse.BodyHandlers.ofLines());
    Thread.startVirtualThread(
        () -> {
          try (Stream<String> lines = events.body()) {
            lines.forEach(line -> heard.append(line).append('\n'));
          } catch (UncheckedIOException cut) {
            heard.append("the end");
          }
        });

    wechat.authorizes(ACCOUNT);
    until(() -> told(heard, "active"));
    wechat.withdraws(ACCOUNT);
    until(() -> told(heard, "disabled"));
  }

  private static boolean told(StringBuffer heard, String state) {
    return heard
        .toString()
        .lines()
        .dropWhile(line -> !line.equals("event: authorizer"))
        .anyMatch(
            line ->
                line.contains("\"appid\":\"" + ACCOUNT + "\"")
                    && line.contains("\"component\":\"platform\"")
                    && line.contains("\"state\":\"" + state + "\""));
  }

  @Test
  void a_lost_refresh_token_is_found_without_anybody() throws Exception {
    wechat.authorizes(ACCOUNT);
    until(() -> server.get(ADMIN, credential(ACCOUNT, "access_token")).status() == 200);
    wechat.replacesRefreshToken(ACCOUNT);

    Answer renewed =
        server.post(
            ADMIN, "/api/v1/apps/" + ACCOUNT + "/credentials/access_token/renewals", Map.of());

    assertThat(renewed.json().get("renewed").asBoolean()).as(renewed.body()).isTrue();
    assertThat(wechat.accepts(renewed.json().get("value").asText())).isTrue();
  }

  @Test
  void an_account_that_may_yet_be_on_the_list_is_not_said_to_be_none() throws Exception {
    String another = "wxc0000000000000c2";
    String unheardOf = credential("wx00000000000000aa", "access_token");
    until(() -> server.get(ADMIN, unheardOf).status() == 404);
    Map<String, Object> platform = new HashMap<>(platform());
    platform.putAll(Map.of("name", "another", "appid", another));

    assertThat(server.post(ADMIN, "/api/v1/apps", platform).status()).isEqualTo(201);

    until(() -> server.get(ADMIN, unheardOf).status() == 503);
    Answer early = server.get(ADMIN, unheardOf);
    assertThat(early.json().get("type").asText()).isEqualTo("/problems/not-ready");
    assertThat(early.headers()).containsKey("retry-after");
    String reader = server.key("read:platform.*");
    assertThat(server.get(reader, unheardOf).status()).as("says nothing to others").isEqualTo(403);
  }

  @Test
  void the_list_brings_back_whom_nobody_told_us_of() throws Exception {
    List<String> accounts = wechat.seedAuthorizers(AUTHORIZERS, 0, true);

    Answer begun = server.post(ADMIN, "/api/v1/apps/platform/authorizer-recoveries", Map.of());
    assertThat(begun.status()).isEqualTo(202);
    String place = begun.headers().get("location");
    until(() -> !server.get(ADMIN, place).json().get("state").asText().equals("running"));

    JsonNode done = server.get(ADMIN, place).json();
    assertThat(done.get("state").asText()).as(done.toString()).isEqualTo("done");
    assertThat(done.get("total").asInt()).isEqualTo(AUTHORIZERS);
    String last = accounts.getLast();
    Answer token = server.get(server.key("read:platform.*"), credential(last, "access_token"));
    assertThat(token.status()).as(token.body()).isEqualTo(200);
    assertThat(wechat.accepts(token.json().get("value").asText())).isTrue();
  }

  @Test
  void what_an_account_chose_is_told_and_changed() throws Exception {
    wechat.authorizes(ACCOUNT, Set.of(1, 3, 6));
    until(() -> server.get(ADMIN, credential(ACCOUNT, "access_token")).status() == 200);
    String key = server.key("authorize:platform");
    String account = "/api/v1/apps/platform/authorizers/" + ACCOUNT;

    Answer set = server.put(key, account + "/options/customer_service", Map.of("value", "1"));
    assertThat(set.status()).as(set.body()).isEqualTo(200);

    JsonNode options = server.get(key, account + "/options").json().get("options");
    Map<String, JsonNode> told = new HashMap<>();
    options.forEach(option -> told.put(option.get("option").asText(), option));
    assertThat(told.get("customer_service").get("value").asText()).isEqualTo("1");
    assertThat(told.get("voice_recognize").get("value").asText()).isEqualTo("0");
    assertThat(told.get("location_report").get("value").isNull()).isTrue();
    assertThat(told.get("location_report").get("reason").asText()).contains("61007");
    assertThat(server.get(key, account).json().get("permission_sets")).hasSize(3);

    Answer odd = server.put(key, account + "/options/customer_service", Map.of("value", "2"));
    assertThat(odd.status()).isEqualTo(400);
    assertThat(odd.json().get("field").asText()).isEqualTo("value");
    Answer ungranted = server.put(key, account + "/options/location_report", Map.of("value", "1"));
    assertThat(ungranted.status()).isEqualTo(502);
    assertThat(ungranted.json().get("vendor_code").asText()).isEqualTo("61007");
    assertThat(server.put(key, account + "/options/weather", Map.of("value", "1")).status())
        .isEqualTo(404);
    assertThat(server.get(key, "/api/v1/apps/platform/authorizers/wx1/options").status())
        .isEqualTo(404);
  }

  @Test
  void people_log_in_to_accounts_whose_secrets_nobody_here_knows() throws Exception {
    wechat.authorizes(RunningServer.MINI);
    wechat.authorizes(ACCOUNT);
    until(() -> server.get(ADMIN, credential(RunningServer.MINI, "access_token")).status() == 200);
    until(() -> server.get(ADMIN, credential(ACCOUNT, "access_token")).status() == 200);
    String key = server.key("login:platform.*");
    Users players = server.sandbox.wechat().users(RunningServer.MINI);
    String player = players.add(false);

    Answer played = login(key, players.opensMiniProgram(player));
    assertThat(played.status()).as(played.body()).isEqualTo(200);
    assertThat(played.json().at("/member/openid").asText()).isEqualTo(player);
    Answer visited =
        server.post(
            key, "/api/v1/apps/" + ACCOUNT + "/oauth-logins", Map.of("code", server.webCode()));
    assertThat(visited.status()).as(visited.body()).isEqualTo(200);
    assertThat(server.sandbox.calls().count("/sns/component/jscode2session")).isEqualTo(1);
    assertThat(server.sandbox.calls().count("/sns/oauth2/component/access_token")).isEqualTo(1);

    wechat.killToken();
    until(() -> login(key, players.opensMiniProgram(player)).status() == 200);

    wechat.withdraws(RunningServer.MINI);
    until(() -> login(key, players.opensMiniProgram(player)).status() == 502);
  }

  private Answer login(String key, String code) throws Exception {
    return server.post(key, "/api/v1/apps/" + RunningServer.MINI + "/logins", Map.of("code", code));
  }

  @Test
  void a_platform_is_not_removed_from_under_its_accounts() throws Exception {
    wechat.authorizes(ACCOUNT);
    until(() -> server.get(ADMIN, credential(ACCOUNT, "access_token")).status() == 200);

    Answer kept = server.delete(ADMIN, "/api/v1/apps/platform");
    assertThat(kept.status()).as(kept.body()).isEqualTo(409);
    assertThat(server.get(ADMIN, credential(ACCOUNT, "access_token")).status()).isEqualTo(200);

    assertThat(server.delete(ADMIN, "/api/v1/apps/platform?authorizers=remove").status())
        .isEqualTo(204);
    until(() -> server.get(ADMIN, "/api/v1/apps/" + ACCOUNT).status() == 404);
    until(() -> server.get(ADMIN, credential(ACCOUNT, "access_token")).status() == 404);
    until(() -> server.get(ADMIN, "/api/v1/audit").body().contains("its platform was removed"));
  }

  @Test
  void the_release_check_passes_without_configuration() {
    var report = wechat.releaseCheck(1);

    assertThat(report.passed()).as(report.toString()).isTrue();
  }

  @Test
  void redirects_go_only_where_the_platform_allows() throws Exception {
    server.patch(ADMIN, "/api/v1/apps/platform", Map.of("redirect_hosts", List.of("shop.example")));

    Answer refused =
        server.post(
            ADMIN,
            "/api/v1/apps/platform/authorizations",
            Map.of("redirect_url", "https://evil.example/"));

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().get("field").asText()).isEqualTo("redirect_url");
    assertThat(server.get(ADMIN, credential("platform", "component_verify_ticket")).status())
        .as("never served")
        .isEqualTo(404);
  }

  private JsonNode begin(String redirectUrl, String state) throws Exception {
    Answer begun =
        server.post(
            server.key("authorize:platform"),
            "/api/v1/apps/platform/authorizations",
            Map.of("redirect_url", redirectUrl, "state", state));
    assertThat(begun.status()).as(begun.body()).isEqualTo(201);
    return begun.json();
  }

  private static Map<String, Object> platform() {
    return Map.of(
        "name",
        "platform",
        "platform",
        "wechat-component",
        "appid",
        PLATFORM,
        "secret",
        RunningServer.SECRET,
        "callback",
        Map.of("token", TOKEN, "aes_key", AES_KEY, "mode", "secure"));
  }

  private static String credential(String app, String kind) {
    return "/api/v1/apps/" + app + "/credentials/" + kind;
  }

  private static void until(Callable<Boolean> holds) throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(60 + AUTHORIZERS / 20).toNanos();
    while (!holds.call()) {
      assertThat(System.nanoTime()).as("the end of patience").isLessThan(end);
      LockSupport.parkNanos(20_000_000);
    }
  }

  /** Keeps cookies and tells where it came from, as browsers do. */
  private final class Browser {
    private final Map<String, String> cookies = new HashMap<>();

    /** Opens the page, goes on to the vendor's, and has the administrator agree. */
    String agrees(String url, String account) throws Exception {
      Answer page = follows(url);
      assertThat(page.status()).as(page.body()).isEqualTo(200);
      assertThat(page.headers().get("referrer-policy")).isEqualTo("origin");
      Matcher link = LINK.matcher(page.body());
      assertThat(link.find()).isTrue();
      String vendors = link.group(1).replace("&amp;", "&") + "&sandbox_account=" + account;
      Answer agreed =
          server.send(
              HttpRequest.newBuilder(URI.create(vendors))
                  .header("referer", server.url("/"))
                  .build());
      assertThat(agreed.status()).as(agreed.body()).isEqualTo(302);
      return agreed.headers().get("location");
    }

    Answer follows(String url) throws Exception {
      HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
      cookies.forEach((name, value) -> request.header("cookie", name + "=" + value));
      Answer answer = server.send(request.build());
      String cookie = answer.headers().get("set-cookie");
      if (cookie != null) {
        String pair = cookie.substring(0, cookie.indexOf(';'));
        int equals = pair.indexOf('=');
        cookies.put(pair.substring(0, equals), pair.substring(equals + 1));
      }
      return answer;
    }
  }
}
