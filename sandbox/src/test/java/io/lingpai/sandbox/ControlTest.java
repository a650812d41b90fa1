package io.lingpai.sandbox;

import static io.lingpai.sandbox.SampleApps.PLATFORM;
import static io.lingpai.sandbox.SampleApps.SHOP;
import static io.lingpai.sandbox.SampleApps.SHOP_SECRET;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lingpai.sandbox.call.Asked;
import io.lingpai.sandbox.call.Mask;
import io.lingpai.sandbox.junit.SandboxExtension;
import io.lingpai.sandbox.wechat.BehindTheScenes.Line;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ControlTest {
  @RegisterExtension static final SandboxExtension VENDORS = new SandboxExtension();

  private Sandbox sandbox;
  private Caller caller;

  @BeforeEach
  void connect() {
    sandbox = VENDORS.sandbox();
    caller = new Caller(sandbox);
  }

  private int status(String target, String body) {
    return caller.answer(caller.request(target).POST(BodyPublishers.ofString(body))).statusCode();
  }

  @Test
  void every_fault_can_be_asked_for_by_its_word() {
    caller.post("/_sandbox/faults", "{\"fault\":\"refuses\",\"code\":45009,\"times\":2}");
    caller.post("/_sandbox/faults", "{\"fault\":\"loses_the_answer\",\"path\":\"/cgi-bin/x\"}");
    caller.post("/_sandbox/faults", "{\"fault\":\"loses_the_request\",\"app\":\"wx9\"}");
    caller.post("/_sandbox/faults", "{\"fault\":\"is_slow\",\"millis\":5,\"path\":\"/x*\"}");
    caller.post("/_sandbox/faults", "{\"fault\":\"cuts_the_body\",\"path\":\"/x\"}");
    caller.post("/_sandbox/faults", "{\"fault\":\"answers_garbage\",\"path\":\"/x\"}");
    caller.post(
        "/_sandbox/faults", "{\"fault\":\"answers_status\",\"status\":502,\"path\":\"/x\"}");
    caller.post("/_sandbox/faults", "{\"fault\":\"answers_minus_one\",\"path\":\"/x\"}");
    caller.post("/_sandbox/faults", "{\"fault\":\"is_down\",\"path\":\"/x\"}");

    assertThat(caller.get("/_sandbox/faults").path("faults")).hasSize(9);
    assertThat(caller.token(SHOP, SHOP_SECRET).path("errcode").asInt()).isEqualTo(45009);
    assertThat(caller.get("/_sandbox/faults").path("faults").path(0).path("times").asInt())
        .isEqualTo(1);
    caller.answer(caller.request("/_sandbox/faults").DELETE());
    assertThat(caller.get("/_sandbox/faults").path("faults")).isEmpty();
  }

  @Test
  void what_is_not_understood_is_refused_and_changes_nothing() {
    assertThat(status("/_sandbox/faults", "{\"fault\":\"explodes\"}")).isEqualTo(400);
    assertThat(status("/_sandbox/faults", "{\"fault\":\"refuses\"}")).isEqualTo(400);
    assertThat(status("/_sandbox/faults", "{\"fault\":\"is_down\",\"tmies\":1}")).isEqualTo(400);
    assertThat(status("/_sandbox/faults", "not json")).isEqualTo(400);
    assertThat(status("/_sandbox/apps/wx1/kill", "")).isEqualTo(400);
    assertThat(status("/_sandbox/apps/" + SHOP + "/explode", "")).isEqualTo(404);
    assertThat(status("/nowhere", "")).isEqualTo(404);
    assertThat(sandbox.faults().pending()).isEmpty();
  }

  @Test
  void json_is_understood_even_where_curl_calls_it_a_form() {
    HttpResponse<String> answer =
        caller.answer(
            caller
                .request("/_sandbox/faults")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("{\"fault\":\"is_down\"}")));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(sandbox.faults().pending()).hasSize(1);
  }

  @Test
  void an_app_is_added_and_its_token_killed() {
    caller.post(
        "/_sandbox/apps",
        "{\"appid\":\"wx00000000000000aa\",\"secret\":\"s3cret\",\"kind\":\"mini\",\"life_seconds\":60}");
    JsonNode told = caller.token("wx00000000000000aa", "s3cret");
    assertThat(told.path("expires_in").asInt()).isEqualTo(60);

    caller.post("/_sandbox/apps/wx00000000000000aa/kill", "");
    assertThat(caller.use(told.path("access_token").asText())).isEqualTo(40001);
  }

  @Test
  void the_administrator_can_be_played_over_http() {
    String at = "/_sandbox/apps/" + SHOP + "/risk/";
    caller.post(at + "on", "");
    assertThat(caller.token(SHOP, SHOP_SECRET).path("errcode").asInt()).isEqualTo(89503);
    caller.post(at + "approve", "{\"address\":\"127.0.0.1\"}");
    assertThat(caller.token(SHOP, SHOP_SECRET).has("errcode")).isFalse();
  }

  @Test
  void what_was_asked_is_on_record_and_its_secrets_are_not() {
    String token = caller.token(SHOP, SHOP_SECRET).path("access_token").asText();
    caller.use(token);
    caller.stableToken(SHOP, SHOP_SECRET, false);

    assertThat(sandbox.calls().count("/cgi-bin/token", SHOP)).isEqualTo(1);
    assertThat(sandbox.calls().countAnswered("/cgi-bin/get_api_domain_ip", 0)).isEqualTo(1);
    Asked used = sandbox.calls().on("/cgi-bin/get_api_domain_ip").get(0);
    assertThat(used.app()).isEqualTo(SHOP);
    assertThat(used.parameter("access_token")).hasValue(Mask.of(token));
    assertThat(sandbox.calls().on("/cgi-bin/stable_token").get(0).parameter("secret"))
        .hasValue(Mask.of(SHOP_SECRET));

    String everything =
        caller.get("/_sandbox/calls").toString() + caller.get("/_sandbox/state") + page("en");
    assertThat(everything).doesNotContain(token, SHOP_SECRET, "SBXTOKEN");
    assertThat(caller.get("/_sandbox/state?reveal=1").toString()).contains(token);
  }

  private String page(String language) {
    return caller
        .answer(caller.request("/").header("Accept-Language", language + ",x;q=0.5").GET())
        .body();
  }

  @Test
  void the_page_speaks_the_browsers_language_and_escapes_what_it_shows() {
    caller.answer(caller.request("/cgi-bin/token?appid=%3Cscript%3Ealert(1)%3C/script%3E").GET());

    assertThat(page("en")).contains("<html lang='en'>", "Kill the token", "&lt;script&gt;");
    assertThat(page("zh-CN")).contains("<html lang='zh-CN'>", "使 token 失效");
    assertThat(page("en")).doesNotContain("<script");
    assertThat(caller.answer(caller.request("/?lang=zh-CN").GET()).body()).contains("故障");
  }

  @Test
  void a_button_of_the_page_does_its_work_and_leads_back() {
    HttpResponse<String> back = submit("http://127.0.0.1:" + sandbox.port());

    assertThat(back.statusCode()).isEqualTo(303);
    assertThat(back.headers().firstValue("Location")).hasValue("/?lang=zh-CN");
    assertThat(sandbox.wechat().behind(SHOP).tokensIssued(Line.CLASSIC)).isEqualTo(1);
  }

  @Test
  void a_button_of_another_site_does_nothing() {
    assertThat(submit("https://evil.example").statusCode()).isEqualTo(403);
    assertThat(sandbox.wechat().behind(SHOP).tokensIssued(Line.CLASSIC)).isZero();
  }

  private HttpResponse<String> submit(String origin) {
    return caller.answer(
        caller
            .request("/_sandbox/apps/" + SHOP + "/foreign-fetch")
            .header("Origin", origin)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString("line=classic&lang=zh-CN")));
  }

  @Test
  void a_reset_brings_the_first_state_back() {
    String token = caller.token(SHOP, SHOP_SECRET).path("access_token").asText();
    sandbox.wechat().behind(SHOP).resetSecret();
    caller.post("/_sandbox/reset", "");

    assertThat(caller.use(token)).isEqualTo(40001);
    assertThat(caller.token(SHOP, SHOP_SECRET).has("errcode")).isFalse();
    assertThat(sandbox.calls().count("/cgi-bin/token")).isEqualTo(1);
  }

  @Test
  void a_platform_is_moved_over_http() {
    try (Endpoint endpoint = new Endpoint()) {
      String at = "/_sandbox/components/" + PLATFORM + "/";
      caller.post(
          at + "callback",
          "{\"event_url\":\"%s\",\"message_url\":\"%s\",\"token\":\"%s\",\"aes_key\":\"%s\"}"
              .formatted(
                  endpoint.url("/events"),
                  endpoint.url("/of/$APPID$"),
                  Endpoint.TOKEN,
                  Endpoint.AES_KEY));
      JsonNode pushed = caller.post(at + "push", "{\"wait\":true}").path("push");
      assertThat(pushed.path("outcome").asText()).isEqualTo("taken");
      assertThat(pushed.toString()).doesNotContain("SBXTICKET");

      assertThat(caller.post(at + "seed", "{\"count\":10000}").path("accounts")).hasSize(10_000);
      caller.post(at + "authorize", "{\"account\":\"" + SHOP + "\"}");
      caller.post(at + "rotate/on", "");
      JsonNode state = caller.get("/_sandbox/components/" + PLATFORM);
      assertThat(state.path("authorizers").asInt()).isEqualTo(10_001);
      assertThat(state.path("rotates").asBoolean()).isTrue();
      caller.post(at + "withdraw", "{\"account\":\"" + SHOP + "\"}");
      assertThat(caller.get(at + "authorizers").path("authorizers")).hasSize(10_000);
      assertThat(page("zh-CN")).contains("第三方平台", "推送票据", "个未列出");
    }
  }

  @Test
  void a_user_writes_and_follows_over_http() {
    try (Endpoint endpoint = new Endpoint()) {
      String at = "/_sandbox/apps/" + SHOP + "/";
      caller.post(
          at + "callback",
          "{\"url\":\"%s\",\"token\":\"t0k\",\"mode\":\"plain\",\"format\":\"json\"}"
              .formatted(endpoint.url("/shop")));
      String openid = caller.get(at + "users").path("openids").path(0).asText();
      JsonNode said =
          caller.post(
              at + "users/say", "{\"openid\":\"" + openid + "\",\"content\":\"hi\",\"wait\":true}");
      assertThat(said.path("push").path("outcome").asText()).isEqualTo("taken");
      caller.post(at + "users/unfollow", "{\"count\":2}");
      assertThat(caller.get("/_sandbox/apps/" + SHOP).path("followers").asInt()).isEqualTo(1);
      assertThat(caller.get("/_sandbox/pushes?kind=event.unsubscribe").path("pushes")).hasSize(2);
      assertThat(page("en")).contains("Scan a QR code", "Unfollow", "event.unsubscribe");
    }
  }
}
