package io.lingpai.sandbox;

import static io.lingpai.sandbox.SampleApps.NEWS;
import static io.lingpai.sandbox.SampleApps.NEWS_SECRET;
import static io.lingpai.sandbox.SampleApps.SHOP;
import static io.lingpai.sandbox.SampleApps.SHOP_SECRET;
import static io.lingpai.sandbox.wechat.WeChatApp.official;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lingpai.sandbox.junit.SandboxExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class QuotaApiTest {
  @RegisterExtension static final SandboxExtension VENDORS = new SandboxExtension();

  private Sandbox sandbox;
  private Caller caller;

  @BeforeEach
  void connect() {
    sandbox = VENDORS.sandbox();
    caller = new Caller(sandbox);
  }

  private JsonNode withToken(String path, String token, String body) {
    return caller.post(path + "?access_token=" + token, body);
  }

  private static int code(JsonNode answer) {
    return answer.path("errcode").asInt();
  }

  @Test
  void a_spent_quota_refuses_until_it_is_reset_with_the_secret() {
    sandbox.wechat().add(official(SHOP, SHOP_SECRET).allowing("/cgi-bin/token", 2));
    caller.token(SHOP, SHOP_SECRET);
    caller.token(SHOP, SHOP_SECRET);

    JsonNode refused = caller.token(SHOP, SHOP_SECRET);
    assertThat(code(refused)).isEqualTo(45009);
    assertThat(refused.path("errmsg").asText()).startsWith("reach max api daily quota limit rid:");

    String body = "{\"appid\":\"%s\",\"appsecret\":\"%s\"}".formatted(SHOP, SHOP_SECRET);
    assertThat(code(caller.post("/cgi-bin/clear_quota/v2", body))).isZero();
    assertThat(code(caller.token(SHOP, SHOP_SECRET))).isZero();
  }

  @Test
  void a_token_resets_only_its_own_app_and_ten_times_a_month() {
    String token = caller.token(SHOP, SHOP_SECRET).path("access_token").asText();
    String path = "/cgi-bin/clear_quota";

    assertThat(code(withToken(path, token, "{\"appid\":\"" + NEWS + "\"}"))).isEqualTo(40013);
    for (int i = 0; i < 10; i++) {
      assertThat(code(withToken(path, token, "{\"appid\":\"" + SHOP + "\"}"))).isZero();
    }
    assertThat(code(withToken(path, token, "{\"appid\":\"" + SHOP + "\"}"))).isEqualTo(48006);
  }

  @Test
  void a_quota_can_be_looked_up() {
    String token = caller.token(SHOP, SHOP_SECRET).path("access_token").asText();
    String path = "/cgi-bin/openapi/quota/get";

    JsonNode told = withToken(path, token, "{\"cgi_path\":\"/cgi-bin/token\"}");
    assertThat(told.path("quota").path("daily_limit").asInt()).isEqualTo(2000);
    assertThat(told.path("quota").path("used").asInt()).isEqualTo(1);
    assertThat(told.path("quota").path("remain").asInt()).isEqualTo(1999);
    assertThat(told.has("rate_limit")).isFalse();
    assertThat(
            withToken(path, token, "{\"cgi_path\":\"/cgi-bin/stable_token\"}")
                .path("rate_limit")
                .path("call_count")
                .asInt())
        .isEqualTo(10_000);
    assertThat(code(withToken(path, token, "{\"cgi_path\":\"cgi-bin/token\"}"))).isEqualTo(76003);
    assertThat(code(withToken(path, token, "{\"cgi_path\":\"/nothing\"}"))).isEqualTo(76021);
    assertThat(code(withToken(path, token, "{\"cgi_path\":\"/sns/userinfo\"}"))).isEqualTo(76022);
  }

  @Test
  void an_errors_request_id_leads_to_its_request_token_included() {
    String token = caller.token(SHOP, SHOP_SECRET).path("access_token").asText();
    String text =
        caller
            .get("/cgi-bin/user/info?openid=nobody&access_token=" + token)
            .path("errmsg")
            .asText();
    String rid = text.substring(text.length() - 26);

    JsonNode found = withToken("/cgi-bin/openapi/rid/get", token, "{\"rid\":\"" + rid + "\"}");
    assertThat(found.path("request").path("request_url").asText()).contains(token);
    assertThat(found.path("request").path("response_body").asText()).contains("40003");

    String other = caller.token(NEWS, NEWS_SECRET).path("access_token").asText();
    String ask = "{\"rid\":\"%s\"}";
    String path = "/cgi-bin/openapi/rid/get";
    assertThat(code(withToken(path, other, ask.formatted(rid)))).isEqualTo(76003);
    assertThat(code(withToken(path, token, ask.formatted("x")))).isEqualTo(76002);
    assertThat(code(withToken(path, token, ask.formatted("00000001-00000000-00000000"))))
        .isEqualTo(76004);
    assertThat(code(withToken(path, token, ask.formatted("ffffffff-00000000-00000000"))))
        .isEqualTo(76001);
  }
}
