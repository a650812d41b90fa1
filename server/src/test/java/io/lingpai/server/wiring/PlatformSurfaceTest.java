package io.lingpai.server.wiring;

import static io.lingpai.server.wiring.RunningServer.ADMIN;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lingpai.sandbox.wechat.ComponentDesk;
import io.lingpai.sandbox.wechat.WeChatComponent;
import io.lingpai.server.wiring.RunningServer.Answer;
import io.lingpai.testkit.FreePort;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a third-party platform's SDK sees that has a key of ours for the platform's secret. */
@Timeout(300)
class PlatformSurfaceTest {

  private static final String PLATFORM = "wxc0000000000000c1";
  private static final String ACCOUNT = RunningServer.OFFICIAL;
  private static final String CALLBACK_TOKEN = "callbacktoken";
  private static final String AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
  private static final String COMPONENT = "/wechat/cgi-bin/component/";

  @TempDir private Path data;
  private RunningServer server;
  private ComponentDesk wechat;
  private String token;

  @BeforeEach
  void begin() throws Exception {
    int port = FreePort.next();
    server = new RunningServer(data, Map.of("LINGPAI_LISTEN", "127.0.0.1:" + port));
    server
        .sandbox
        .wechat()
        .add(
            WeChatComponent.of(PLATFORM, RunningServer.SECRET)
                .rotating()
                .between("127.0.0.1", "127.0.0.1")
                .calledBackAt(
                    server.url("/callbacks/platform"),
                    server.url("/callbacks/platform/$APPID$"),
                    CALLBACK_TOKEN,
                    AES_KEY));
    wechat = server.sandbox.wechat().component(PLATFORM);
    Map<String, Object> platform =
        Map.of(
            "name",
            "platform",
            "platform",
            "wechat-component",
            "appid",
            PLATFORM,
            "secret",
            RunningServer.SECRET,
            "callback",
            Map.of("token", CALLBACK_TOKEN, "aes_key", AES_KEY, "mode", "secure"));
    assertThat(server.post(ADMIN, "/api/v1/apps", platform).status()).isEqualTo(201);
    wechat.pushTicket();
    until(
        () ->
            server.get(ADMIN, "/api/v1/apps/platform/credentials/component_access_token").status()
                == 200);
    token = ownToken(server.key("proxy:platform", "proxy:platform.*"));
  }

  @AfterEach
  void end() {
    server.close();
  }

  @Test
  void its_own_token_is_virtual_and_the_ticket_it_sends_is_not_looked_at() throws Exception {
    assertThat(token).startsWith("lpv_");
    assertThat(wechat.accepts(token)).isFalse();
  }

  @Test
  void the_calls_for_an_accounts_own_token_send_it_to_the_platforms() throws Exception {
    String key = server.key("proxy:platform");
    String given = "grant_type=client_credential&appid=" + PLATFORM + "&secret=" + key;

    assertThat(server.get("", "/wechat/cgi-bin/token?" + given).code()).isEqualTo(61024);
    assertThat(
            server
                .post(
                    "",
                    "/wechat/cgi-bin/stable_token",
                    Map.of("grant_type", "client_credential", "appid", PLATFORM, "secret", key))
                .code())
        .isEqualTo(61024);
  }

  @Test
  void a_code_is_redeemed_here_and_the_account_works_through_us() throws Exception {
    JsonNode info = redeemed(wechat.authorizes(ACCOUNT));

    assertThat(info.get("authorizer_appid").asText()).isEqualTo(ACCOUNT);
    assertThat(info.get("func_info").size()).isPositive();
    assertThat(info.get("authorizer_refresh_token").asText())
        .isNotEqualTo(wechat.refreshToken(ACCOUNT));
    String openid = server.openid();
    Answer user =
        server.get(
            "",
            "/wechat/cgi-bin/user/info?access_token="
                + info.get("authorizer_access_token").asText()
                + "&openid="
                + openid);
    assertThat(user.json().path("subscribe").asInt()).as(user.body()).isEqualTo(1);
  }

  @Test
  void an_accounts_token_is_renewed_by_its_handle_and_by_nothing_else() throws Exception {
    String handle = redeemed(wechat.authorizes(ACCOUNT)).get("authorizer_refresh_token").asText();

    Answer renewed = accountToken(token, ACCOUNT, handle);
    assertThat(renewed.json().get("authorizer_access_token").asText()).startsWith("lpv_");
    assertThat(renewed.json().get("authorizer_refresh_token").asText()).isEqualTo(handle);
    assertThat(wechat.tokensIssuedTo(ACCOUNT)).isEqualTo(1);

    assertThat(accountToken(token, ACCOUNT, wechat.refreshToken(ACCOUNT)).code()).isEqualTo(61023);
    assertThat(accountToken(token, RunningServer.MINI, handle).code()).isEqualTo(61003);
    String narrow = ownToken(server.key("proxy:platform"));
    assertThat(accountToken(narrow, ACCOUNT, handle).code()).isEqualTo(48001);
  }

  @Test
  void what_is_told_of_accounts_has_handles_for_refresh_tokens() throws Exception {
    String handle = redeemed(wechat.authorizes(ACCOUNT)).get("authorizer_refresh_token").asText();

    Answer info = component(token, "api_get_authorizer_info", "authorizer_appid", ACCOUNT);
    Answer list =
        server.post(
            "",
            COMPONENT + "api_get_authorizer_list?access_token=" + token,
            Map.of("component_appid", PLATFORM, "offset", 0, "count", 100));

    assertThat(info.json().at("/authorization_info/authorizer_refresh_token").asText())
        .as(info.body())
        .isEqualTo(handle);
    assertThat(list.json().at("/list/0/refresh_token").asText()).as(list.body()).isEqualTo(handle);
    assertThat(info.body() + list.body()).doesNotContain(wechat.refreshToken(ACCOUNT));
  }

  @Test
  void a_dead_platform_token_is_healed_and_the_caller_never_notices() throws Exception {
    Answer before = component(token, "api_create_preauthcode", "", "");
    assertThat(before.json().path("pre_auth_code").asText()).as(before.body()).isNotEmpty();
    wechat.killToken();

    until(() -> component(token, "api_create_preauthcode", "", "").json().has("pre_auth_code"));
  }

  @Test
  void nothing_else_of_a_platform_gets_through() throws Exception {
    for (String path : List.of("api_start_push_ticket", "clear_quota", "Api_Query_Auth", "x")) {
      assertThat(component(token, path, "", "").code()).as(path).isEqualTo(48001);
    }
    assertThat(server.get("", COMPONENT + "api_query_auth?access_token=" + token).status())
        .isNotEqualTo(500);
    server.withShop();
    String shop = server.key("proxy:shop", "proxy:platform", "proxy:platform.*");
    String appToken =
        server
            .get(
                "",
                "/wechat/cgi-bin/token?grant_type=client_credential&appid="
                    + ACCOUNT
                    + "&secret="
                    + shop)
            .json()
            .path("access_token")
            .asText();
    assertThat(component(appToken, "api_create_preauthcode", "", "").code()).isEqualTo(48001);
    assertThat(component(appToken, "api_query_auth", "authorization_code", "c").code())
        .isEqualTo(40001);
    String both = token + "&access_token=" + token;
    assertThat(component(both, "api_create_preauthcode", "", "").code()).isNotZero();
    assertThat(component(both, "api_query_auth", "authorization_code", "c").code()).isNotZero();
    assertThat(server.get("", "/wechat/cgi-bin/user/get?access_token=" + token).code())
        .as("a platform's token on an account's call")
        .isNotZero();
    assertThat(quota("component_access_token", appToken).code())
        .as("an account's token in a platform's name")
        .isEqualTo(48001);
    assertThat(server.get("", "/wechat/sns/jscode2session?component_access_token=" + token).code())
        .isEqualTo(48001);
  }

  @Test
  void what_a_platform_calls_for_itself_is_passed_on_with_its_real_token() throws Exception {
    for (String name : List.of("access_token", "component_access_token")) {
      Answer quota = quota(name, token);

      assertThat(quota.code()).as(quota.body()).isZero();
      assertThat(quota.json().has("quota")).isTrue();
    }
    String narrow = ownToken(server.key("proxy:platform/cgi-bin/component/*"));
    assertThat(quota("access_token", narrow).code()).isEqualTo(48001);
  }

  private Answer quota(String name, String with) throws Exception {
    return server.post(
        "",
        "/wechat/cgi-bin/openapi/quota/get?" + name + "=" + with,
        Map.of("cgi_path", "/cgi-bin/component/api_create_preauthcode"));
  }

  private JsonNode redeemed(String code) throws Exception {
    Answer answer = component(token, "api_query_auth", "authorization_code", code);
    assertThat(answer.json().has("authorization_info")).as(answer.body()).isTrue();
    return answer.json().get("authorization_info");
  }

  private Answer accountToken(String with, String account, String handle) throws Exception {
    return server.post(
        "",
        COMPONENT + "api_authorizer_token?component_access_token=" + with,
        Map.of(
            "component_appid", PLATFORM,
            "authorizer_appid", account,
            "authorizer_refresh_token", handle));
  }

  private Answer component(String with, String call, String field, String value) throws Exception {
    return server.post(
        "",
        COMPONENT + call + "?component_access_token=" + with,
        field.isEmpty()
            ? Map.of("component_appid", PLATFORM)
            : Map.of("component_appid", PLATFORM, field, value));
  }

  private String ownToken(String key) throws Exception {
    Map<String, Object> asked = new HashMap<>();
    asked.put("component_appid", PLATFORM);
    asked.put("component_appsecret", key);
    asked.put("component_verify_ticket", null);
    Answer answer = server.post("", COMPONENT + "api_component_token", asked);
    assertThat(answer.json().path("expires_in").asLong()).as(answer.body()).isEqualTo(7200);
    return answer.json().get("component_access_token").asText();
  }

  private static void until(Callable<Boolean> holds) throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!holds.call()) {
      assertThat(System.nanoTime()).as("the end of patience").isLessThan(end);
      LockSupport.parkNanos(20_000_000);
    }
  }
}
