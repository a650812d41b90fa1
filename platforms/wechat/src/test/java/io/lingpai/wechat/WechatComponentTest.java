package io.lingpai.wechat;

import static org.assertj.core.api.Assertions.assertThat;

import io.lingpai.app.App;
import io.lingpai.credential.Kind;
import io.lingpai.platform.Issuance;
import io.lingpai.platform.IssueRequest;
import io.lingpai.platform.Platform;
import io.lingpai.secret.Secret;
import io.lingpai.testkit.ScriptedVendor;
import io.lingpai.wechat.component.WechatComponent;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A third-party platform's own credentials. */
class WechatComponentTest extends WechatContract {

  @Override
  protected Platform platform(URI vendor) {
    return new WechatComponent(vendor, HTTP);
  }

  @Override
  protected App app() {
    return app(WechatComponent.NAME, "stable");
  }

  @Override
  protected String issues(Kind kind, String value, long seconds) {
    return "{\"component_access_token\":\"%s\",\"expires_in\":%d}".formatted(value, seconds);
  }

  @Test
  void the_token_is_made_of_the_pushed_ticket() {
    try (var vendor =
        ScriptedVendor.that(ScriptedVendor.answers(200, issues(kind(1), "token", 7200)))) {
      assertThat(ask(vendor, 1, Secret.of("ticket@@@pushed")))
          .isEqualTo(new Issuance.Issued(Secret.of("token"), Duration.ofHours(2)));
      assertThat(vendor.requests().getFirst())
          .startsWith("POST /cgi-bin/component/api_component_token ")
          .contains("\"component_appid\":\"wx0000000000000001\"")
          .contains("\"component_appsecret\":\"" + CANARY)
          .contains("\"component_verify_ticket\":\"ticket@@@pushed\"");
    }
  }

  @Test
  void a_dead_ticket_is_told_from_a_wrong_secret() {
    assertThat(refusedWith(61005)).isInstanceOf(Issuance.ParentRejected.class);
    assertThat(refusedWith(61006)).isInstanceOf(Issuance.ParentRejected.class);
    assertThat(refusedWith(40125)).isInstanceOf(Issuance.Refused.class);
    assertThat(refusedWith(61004)).isInstanceOf(Issuance.Refused.class);
  }

  @Test
  void the_ticket_is_asked_for_by_its_own_name_of_the_secret() {
    String body = "{\"errcode\":0,\"errmsg\":\"in a normal state\"}";
    try (var vendor = ScriptedVendor.that(ScriptedVendor.answers(200, body))) {
      assertThat(ask(vendor, 0, null)).isInstanceOf(Issuance.Awaited.class);
      assertThat(vendor.requests().getFirst())
          .startsWith("POST /cgi-bin/component/api_start_push_ticket ")
          .contains("\"component_secret\":\"" + CANARY);
    }
  }

  private Issuance refusedWith(int code) {
    String body = "{\"errcode\":%d,\"errmsg\":\"no\"}".formatted(code);
    try (var vendor = ScriptedVendor.that(ScriptedVendor.answers(200, body))) {
      return ask(vendor, 1, Secret.of("ticket@@@pushed"));
    }
  }

  private Kind kind(int index) {
    return platform(URI.create("http://vendor.invalid")).kinds(app()).get(index);
  }

  private Issuance ask(ScriptedVendor vendor, int kind, @Nullable Secret parent) {
    return platform(vendor.address())
        .issue(new IssueRequest(app(), kind(kind), parent, false, Duration.ofSeconds(10)));
  }
}
