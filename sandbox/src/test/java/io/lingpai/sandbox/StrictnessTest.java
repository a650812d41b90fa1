package io.lingpai.sandbox;

import static io.lingpai.sandbox.SampleApps.MINI;
import static io.lingpai.sandbox.SampleApps.MINI_SECRET;
import static io.lingpai.sandbox.SampleApps.SHOP;
import static io.lingpai.sandbox.SampleApps.SHOP_SECRET;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lingpai.sandbox.junit.SandboxExtension;
import io.lingpai.sandbox.wechat.WeChatRules;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Held against the codes and texts of WeChat's documentation, over real HTTP. */
class StrictnessTest {
  private static final String GRANT = "grant_type=client_credential";

  @RegisterExtension static final SandboxExtension VENDORS = new SandboxExtension();

  private Sandbox sandbox;
  private Caller caller;

  @BeforeEach
  void connect() {
    sandbox = VENDORS.sandbox();
    caller = new Caller(sandbox);
  }

  private static int code(JsonNode answer) {
    return answer.path("errcode").asInt();
  }

  @ParameterizedTest
  @CsvSource({
    "appid=wx0000000000000001&secret=x, 40002, invalid grant_type",
    "grant_type=password&appid=wx0000000000000001&secret=x, 40002, invalid grant_type",
    "grant_type=client_credential&secret=x, 41002, appid missing",
    "grant_type=client_credential&appid=&secret=x, 41002, appid missing",
    "grant_type=client_credential&appid=wx0000000000000001, 41004, appsecret missing",
    "grant_type=client_credential&appid=wx00000000000000ff&secret=x, 40013, invalid appid",
    "grant_type=client_credential&appid=WX0000000000000001&secret=x, 40013, invalid appid",
    "grant_type=client_credential&appid=wx0000000000000001&secret=x, 40125, invalid appsecret",
  })
  void the_classic_endpoint_says_what_is_wrong(String query, int code, String text) {
    JsonNode answer = caller.get("/cgi-bin/token?" + query);

    assertThat(code(answer)).isEqualTo(code);
    assertThat(answer.path("errmsg").asText())
        .startsWith(text)
        .containsPattern(",? rid: [0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}$");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|44002",
        "{|47001",
        "[]|47001",
        "{} {}|47001",
        "{\"appid\":\"wx0000000000000001\"}|40002",
        "{\"grant_type\":\"client_credential\"}|41002",
        "{\"grant_type\":\"client_credential\",\"appid\":7}|47001",
        "{\"grant_type\":\"client_credential\",\"appid\":\"wx0000000000000001\",\"secret\":null}|41004",
        "{\"grant_type\":\"client_credential\",\"appid\":\"wx0000000000000001\",\"secret\":\"x\"}|40125",
        "{\"grant_type\":\"client_credential\",\"appid\":\"wx0000000000000001\",\"secret\":\"x\",\"force_refresh\":\"true\"}|47001",
      })
  void the_stable_endpoint_says_what_is_wrong(String body, int code) {
    assertThat(code(caller.post("/cgi-bin/stable_token", body))).isEqualTo(code);
  }

  @Test
  void errors_come_with_status_200_and_the_content_type_that_was_seen() {
    HttpResponse<String> answer = caller.answer(caller.request("/cgi-bin/token?" + GRANT).GET());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type"))
        .hasValue("application/json; encoding=utf-8");
    assertThat(answer.headers().firstValue("Connection")).hasValue("close");
  }

  @Test
  void the_verb_must_be_right() {
    assertThat(code(caller.post("/cgi-bin/token?" + GRANT, "{}"))).isEqualTo(43001);
    assertThat(code(caller.get("/cgi-bin/stable_token"))).isEqualTo(43002);
  }

  @Test
  void nulls_stray_ampersands_and_empty_chunked_bodies_are_let_pass() {
    String body =
        "{\"force_refresh\":null,\"secret\":\"%s\",\"appid\":\"%s\",\"grant_type\":\"client_credential\"}"
            .formatted(SHOP_SECRET, SHOP);
    assertThat(caller.post("/cgi-bin/stable_token", body).path("access_token").asText())
        .isNotEmpty();

    String query = "?&secret=" + SHOP_SECRET + "&&appid=" + SHOP + "&" + GRANT + "&";
    HttpResponse<String> answer =
        caller.answer(
            caller
                .request("/cgi-bin/token" + query)
                .method(
                    "GET",
                    BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[0]))));
    assertThat(answer.body()).contains("access_token");
  }

  @Test
  void unknown_paths_are_invalid_urls() {
    assertThat(code(caller.get("/cgi-bin/nothing"))).isEqualTo(40066);
  }

  @Test
  void a_ticket_needs_a_living_token_and_a_known_type() {
    String token = caller.token(SHOP, SHOP_SECRET).path("access_token").asText();
    String path = "/cgi-bin/ticket/getticket?access_token=";

    assertThat(code(caller.get("/cgi-bin/ticket/getticket?type=jsapi"))).isEqualTo(41001);
    assertThat(code(caller.get(path + "39_nosuch&type=jsapi"))).isEqualTo(40001);
    assertThat(code(caller.get(path + token))).isEqualTo(40097);
    assertThat(code(caller.get(path + token + "&type=JSAPI"))).isEqualTo(40097);

    JsonNode ticket = caller.get(path + token + "&type=jsapi");
    assertThat(ticket.path("errcode").isInt()).isTrue();
    assertThat(ticket.path("errmsg").asText()).isEqualTo("ok");
    assertThat(ticket.path("ticket").asText()).startsWith("SBXTICKET").hasSize(86);
    assertThat(ticket.path("expires_in").asInt()).isEqualTo(7200);
  }

  @Test
  void a_caller_outside_the_whitelist_is_told_the_address_that_was_seen() {
    sandbox.wechat().behind(SHOP).whitelist(Set.of("203.0.113.1"));

    JsonNode refused = caller.token(SHOP, SHOP_SECRET);
    assertThat(code(refused)).isEqualTo(40164);
    assertThat(refused.path("errmsg").asText())
        .startsWith("invalid ip 127.0.0.1 ipv6 ::ffff:127.0.0.1, not in whitelist rid: ");
    assertThat(code(caller.stableToken(SHOP, SHOP_SECRET, false))).isEqualTo(40164);

    sandbox.wechat().seesCallersAs("203.0.113.1");
    assertThat(code(caller.token(SHOP, SHOP_SECRET))).isZero();
  }

  @Test
  void a_risky_address_waits_for_the_administrator() {
    sandbox.wechat().behind(SHOP).confirmsAddresses(true);
    assertThat(code(caller.token(SHOP, SHOP_SECRET))).isEqualTo(89503);
    assertThat(code(caller.stableToken(SHOP, SHOP_SECRET, false))).isEqualTo(89501);

    sandbox.wechat().behind(SHOP).approve("127.0.0.1");
    assertThat(code(caller.token(SHOP, SHOP_SECRET))).isZero();
  }

  @Test
  void a_secret_that_was_reset_or_frozen_fetches_nothing_while_tokens_live_on() {
    String token = caller.token(SHOP, SHOP_SECRET).path("access_token").asText();

    String next = sandbox.wechat().behind(SHOP).resetSecret();
    assertThat(next).matches("5b5ec7e7[0-9a-f]{24}");
    assertThat(code(caller.token(SHOP, SHOP_SECRET))).isEqualTo(40125);
    assertThat(caller.use(token)).isZero();

    sandbox.wechat().behind(SHOP).freezeSecret(true);
    assertThat(code(caller.token(SHOP, next))).isEqualTo(40243);
    sandbox.wechat().behind(SHOP).freezeSecret(false);
    sandbox.wechat().rules(WeChatRules.usual().secretResetKillingTokens());
    sandbox.wechat().behind(SHOP).resetSecret();
    assertThat(caller.use(token)).isEqualTo(40001);
  }

  @Test
  void a_mini_program_has_no_followers() {
    String token = caller.token(MINI, MINI_SECRET).path("access_token").asText();
    assertThat(code(caller.get("/cgi-bin/user/info?openid=o1&access_token=" + token)))
        .isEqualTo(48001);
  }
}
