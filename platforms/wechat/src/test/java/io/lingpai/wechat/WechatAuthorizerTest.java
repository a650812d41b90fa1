package io.lingpai.wechat;

import static org.assertj.core.api.Assertions.assertThat;

import io.lingpai.app.App;
import io.lingpai.credential.Kind;
import io.lingpai.platform.Issuance;
import io.lingpai.platform.IssueRequest;
import io.lingpai.platform.Platform;
import io.lingpai.secret.Secret;
import io.lingpai.testkit.ScriptedVendor;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** An account that authorized a third-party platform. */
class WechatAuthorizerTest extends WechatContract {

  private static final Duration LONG = Duration.ofSeconds(10);

  @Override
  protected Platform platform(URI vendor) {
    return new WechatOfficial(vendor, HTTP);
  }

  @Override
  protected App app() {
    App own = app(WechatOfficial.NAME, "stable");
    return new App(
        own.name(),
        own.platform(),
        own.vendorId(),
        Map.of("component_appid", "wxcomponent0000001"),
        Map.of(),
        null,
        List.of(),
        "platform",
        App.State.ACTIVE,
        null,
        false,
        1);
  }

  @Override
  protected String issues(Kind kind, String value, long seconds) {
    if (!kind.name().equals("access_token")) {
      return super.issues(kind, value, seconds);
    }
    return ("{\"authorizer_access_token\":\"%s\",\"expires_in\":%d,"
            + "\"authorizer_refresh_token\":\"refreshtoken@@@new\"}")
        .formatted(value, seconds);
  }

  @Test
  void a_refresh_names_the_account_twice_and_brings_both_values() {
    try (var vendor =
        ScriptedVendor.that(ScriptedVendor.answers(200, issues(kind(), "token", 7200)))) {
      Issuance issuance = ask(vendor, Secret.of("refreshtoken@@@old"));

      assertThat(issuance)
          .isEqualTo(
              new Issuance.Issued(
                  Secret.of("token"), Duration.ofHours(2), Secret.of("refreshtoken@@@new")));
      assertThat(vendor.requests().getFirst())
          .startsWith("POST /cgi-bin/component/api_authorizer_token?component_access_token=parent ")
          .contains("\"component_appid\":\"wxcomponent0000001\"")
          .contains("\"authorizer_appid\":\"wx0000000000000001\"")
          .contains("\"authorizer_refresh_token\":\"refreshtoken@@@old\"");
    }
  }

  @Test
  void an_empty_refresh_token_in_an_answer_is_none() {
    String body =
        "{\"authorizer_access_token\":\"token\",\"expires_in\":7200,"
            + "\"authorizer_refresh_token\":\"\"}";
    try (var vendor = ScriptedVendor.that(ScriptedVendor.answers(200, body))) {
      assertThat(ask(vendor, Secret.of("refreshtoken@@@old")))
          .isEqualTo(new Issuance.Issued(Secret.of("token"), Duration.ofHours(2)));
    }
  }

  @Test
  void without_a_refresh_token_the_vendor_is_asked_for_it() {
    String body =
        "{\"authorizer_info\":{\"nick_name\":\"a\"},\"authorization_info\":{\"authorizer_appid\":"
            + "\"wx0000000000000001\",\"authorizer_refresh_token\":\"refreshtoken@@@kept\"}}";
    try (var vendor = ScriptedVendor.that(ScriptedVendor.answers(200, body))) {
      assertThat(ask(vendor, null))
          .isEqualTo(new Issuance.PartnerFound(Secret.of("refreshtoken@@@kept")));
      assertThat(vendor.requests().getFirst())
          .startsWith("POST /cgi-bin/component/api_get_authorizer_info?");
    }
  }

  @Test
  void each_refusal_says_what_is_to_be_replaced() {
    assertThat(refusedWith(61023)).isInstanceOf(Issuance.PartnerRejected.class);
    assertThat(refusedWith(42001)).isInstanceOf(Issuance.ParentRejected.class);
    assertThat(refusedWith(42006)).isInstanceOf(Issuance.ParentRejected.class);
    assertThat(refusedWith(61003)).isInstanceOf(Issuance.Refused.class);
    assertThat(refusedWith(-1)).isInstanceOf(Issuance.Unavailable.class);
  }

  private Issuance refusedWith(int code) {
    String body = "{\"errcode\":%d,\"errmsg\":\"no refreshtoken@@@old here\"}".formatted(code);
    try (var vendor = ScriptedVendor.that(ScriptedVendor.answers(200, body))) {
      Issuance issuance = ask(vendor, Secret.of("refreshtoken@@@old"));
      assertThat(issuance.toString()).doesNotContain("@@@old");
      return issuance;
    }
  }

  private Kind kind() {
    return platform(URI.create("http://vendor.invalid")).kinds(app()).getFirst();
  }

  private Issuance ask(ScriptedVendor vendor, @Nullable Secret partner) {
    return platform(vendor.address())
        .issue(new IssueRequest(app(), kind(), Secret.of("parent"), partner, false, LONG));
  }
}
