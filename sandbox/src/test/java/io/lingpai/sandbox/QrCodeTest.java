package io.lingpai.sandbox;

import static io.lingpai.sandbox.SampleApps.MINI;
import static io.lingpai.sandbox.SampleApps.MINI_SECRET;
import static io.lingpai.sandbox.SampleApps.SHOP;
import static io.lingpai.sandbox.SampleApps.SHOP_SECRET;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lingpai.sandbox.callback.Callback;
import io.lingpai.sandbox.wechat.Users;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Codes with a scene: made by the account, scanned by its users, told with events. */
class QrCodeTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  private final Endpoint endpoint = new Endpoint();
  private final HandSetClock clock = new HandSetClock(Instant.parse("2026-11-21T08:00:00Z"));
  private Sandbox sandbox;
  private Caller caller;
  private String token;
  private Users users;

  @BeforeEach
  void connect() {
    sandbox = Sandbox.start(SandboxOptions.defaults().clock(clock).apps(SampleApps.wechat()));
    caller = new Caller(sandbox);
    token = caller.token(SHOP, SHOP_SECRET).path("access_token").asText();
    users = sandbox.wechat().users(SHOP);
    sandbox
        .wechat()
        .behind(SHOP)
        .calledBackAt(Callback.plain(endpoint.url("/shop"), Endpoint.TOKEN));
  }

  @AfterEach
  void disconnect() {
    sandbox.close();
    endpoint.close();
  }

  @Test
  void who_follows_by_a_code_comes_with_its_scene_and_ticket() {
    JsonNode code = create("QR_LIMIT_STR_SCENE", "\"scene_str\":\"poster\"");
    String user = users.add(false);

    users.scansCode(user, code.path("ticket").asText()).get(0).settled(SOON);
    users.scansCode(user, "poster").get(0).settled(SOON);

    assertThat(endpoint.got.get(0).body())
        .contains("<Event><![CDATA[subscribe]]></Event>")
        .contains("<EventKey><![CDATA[qrscene_poster]]></EventKey>")
        .contains(code.path("ticket").asText());
    assertThat(endpoint.got.get(1).body())
        .contains("<Event><![CDATA[SCAN]]></Event>")
        .contains("<EventKey><![CDATA[poster]]></EventKey>")
        .contains(code.path("ticket").asText());
    assertThat(code.path("url").asText()).startsWith("http://weixin.qq.com/q/");
    assertThat(code.has("expire_seconds")).isFalse();
    JsonNode told = caller.get("/cgi-bin/user/info?access_token=" + token + "&openid=" + user);
    assertThat(told.path("qr_scene_str").asText()).isEqualTo("poster");
  }

  @Test
  void a_code_for_a_while_is_over_after_it() {
    JsonNode code = create("QR_SCENE", "\"scene_id\":98765");
    assertThat(code.path("expire_seconds").asInt()).isEqualTo(600);
    String user = users.add(false);

    clock.step(Duration.ofSeconds(600));

    assertThat(users.scansCode(user, code.path("ticket").asText())).isEmpty();
  }

  @Test
  void what_is_no_scene_and_who_has_no_codes_is_refused() {
    assertThat(create("QR_CODE", "\"scene_id\":1").path("errcode").asInt()).isEqualTo(40052);
    assertThat(create("QR_LIMIT_SCENE", "\"scene_id\":100001").path("errcode").asInt())
        .isEqualTo(40053);
    assertThat(create("QR_STR_SCENE", "\"scene_id\":1").path("errcode").asInt()).isEqualTo(40053);
    token = caller.token(MINI, MINI_SECRET).path("access_token").asText();
    assertThat(create("QR_SCENE", "\"scene_id\":1").path("errcode").asInt()).isEqualTo(48001);
  }

  private JsonNode create(String action, String scene) {
    return caller.post(
        "/cgi-bin/qrcode/create?access_token=" + token,
        "{\"expire_seconds\":600,\"action_name\":\"%s\",\"action_info\":{\"scene\":{%s}}}"
            .formatted(action, scene));
  }
}
