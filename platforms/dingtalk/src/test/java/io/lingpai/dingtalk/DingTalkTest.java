package io.lingpai.dingtalk;

import static org.assertj.core.api.Assertions.assertThat;

import io.lingpai.app.App;
import io.lingpai.credential.Kind;
import io.lingpai.credential.VendorError;
import io.lingpai.platform.Issuance;
import io.lingpai.platform.IssueRequest;
import io.lingpai.platform.Platform;
import io.lingpai.platform.http.DirectHttp;
import io.lingpai.secret.Secret;
import io.lingpai.testkit.PlatformContract;
import io.lingpai.testkit.ScriptedVendor;
import java.net.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DingTalkTest extends PlatformContract {

  private static final Duration LONG = Duration.ofSeconds(10);
  private static final Secret TOKEN = Secret.of("token-0001");

  @Override
  protected Platform platform(URI vendor) {
    return new DingTalk(vendor, vendor, new DirectHttp(Proxy.NO_PROXY, System::nanoTime));
  }

  @Override
  protected App app() {
    return app("app_secret");
  }

  private static App app(String secret) {
    return App.of("staff", DingTalk.NAME, "ding0000000000000001", Secret.of("unused"))
        .withSecrets(Map.of(secret, Secret.of(CANARY + "0secret0canary0secret00001")));
  }

  @Override
  protected String issues(Kind kind, String value, long seconds) {
    return "{\"%s\":\"%s\",\"expireIn\":%d}"
        .formatted(
            kind.name().equals("access_token") ? "accessToken" : "jsapiTicket", value, seconds);
  }

  @Override
  protected String accepts() {
    return "{\"errcode\":0,\"errmsg\":\"ok\"}";
  }

  @Override
  protected String callsDead() {
    return "{\"errcode\":40014,\"errmsg\":\"不合法的access_token\"}";
  }

  @Test
  void a_token_is_asked_for_with_the_secret_in_the_body() {
    try (var vendor = ScriptedVendor.that(ScriptedVendor.answers(200, "{}"))) {
      ask(vendor, app(), "access_token", null);

      assertThat(vendor.requests().getFirst())
          .startsWith("POST /v1.0/oauth2/accessToken HTTP/1.1\r\n")
          .endsWith(
              "{\"appKey\":\"ding0000000000000001\",\"appSecret\":\"canary0secret0canary0secret00001\"}");
    }
  }

  @Test
  void credentials_of_before_2018_go_the_older_way_and_live_two_hours_untold() {
    String answer = "{\"errcode\":0,\"errmsg\":\"ok\",\"access_token\":\"96fc7a7a\"}";
    try (var vendor = ScriptedVendor.that(ScriptedVendor.answers(200, answer))) {
      Issuance outcome = ask(vendor, app(DingTalk.OLD_CREDENTIALS), "access_token", null);

      assertThat(outcome)
          .isEqualTo(new Issuance.Issued(Secret.of("96fc7a7a"), Duration.ofHours(2)));
      assertThat(vendor.requests().getFirst())
          .startsWith("GET /gettoken?corpid=ding0000000000000001&corpsecret=canary0");
    }
  }

  @Test
  void a_ticket_is_asked_for_with_the_token_in_a_header() {
    try (var vendor = ScriptedVendor.that(ScriptedVendor.answers(200, "{}"))) {
      ask(vendor, app(), "jsapi_ticket", TOKEN);

      assertThat(vendor.requests().getFirst())
          .startsWith("POST /v1.0/oauth2/jsapiTickets HTTP/1.1\r\n")
          .contains("\r\nx-acs-dingtalk-access-token: token-0001\r\n")
          .contains("\r\nContent-Length: 0\r\n");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "400 | {\"code\":\"invalidClientIdOrSecret\",\"message\":\"no\"} | Refused",
        "200 | {\"errcode\":40089,\"errmsg\":\"不合法的corpid或corpsecret\"} | Refused",
        "200 | {\"errcode\":88,\"sub_code\":\"60011\",\"sub_msg\":\"没有调用该接口的权限\"} | Refused",
        "200 | {\"errcode\":-1,\"errmsg\":\"系统繁忙\"} | Unavailable",
        "500 | {\"code\":\"systemBusy\",\"message\":\"busy\"} | Unavailable",
        "200 | {\"errcode\":90018,\"errmsg\":\"qps\"} | QuotaSpent",
        "403 | {\"code\":\"Forbidden.AccessDenied.QpsLimitForAppkeyAndApi\"} | QuotaSpent",
        "200 | {\"status\":1111,\"wait\":5,\"source\":\"x5\",\"punish\":\"deny\",\"uuid\":\"x\"} | QuotaSpent",
        "200 | {\"errcode\":123456,\"errmsg\":\"new\"} | Refused"
      })
  void either_hosts_refusals_are_told_apart(int status, String body, String expected) {
    try (var vendor = ScriptedVendor.that(ScriptedVendor.answers(status, body))) {
      assertThat(ask(vendor, app(), "access_token", null).getClass().getSimpleName())
          .isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "400 | {\"code\":\"InvalidAuthentication\",\"message\":\"不合法的access_token\"}",
        "200 | {\"errcode\":40014,\"errmsg\":\"不合法的access_token\"}",
        "200 | {\"errcode\":88,\"sub_code\":\"40014\",\"sub_msg\":\"不合法的access_token\"}"
      })
  void a_dead_token_is_its_parents_trouble(int status, String body) {
    try (var vendor = ScriptedVendor.that(ScriptedVendor.answers(status, body))) {
      assertThat(ask(vendor, app(), "jsapi_ticket", TOKEN))
          .isInstanceOf(Issuance.ParentRejected.class);
    }
  }

  @Test
  void the_address_to_put_on_the_list_is_named() {
    String body =
        "{\"errcode\":60020,\"errmsg\":\"访问ip不在白名单之中,request ip=203.0.113.7 appKey(dingx)\"}";
    try (var vendor = ScriptedVendor.that(ScriptedVendor.answers(200, body))) {
      VendorError why = ((Issuance.Refused) ask(vendor, app(), "access_token", null)).why();

      assertThat(why.ip()).isEqualTo("203.0.113.7");
      assertThat(why.whatToDo().english()).startsWith("203.0.113.7: ");
    }
  }

  @Test
  void every_line_of_the_table_says_what_to_do_in_both_languages() {
    assertThat(DingTalkErrors.all())
        .isNotEmpty()
        .allSatisfy(
            line -> {
              assertThat(line.advice().english()).endsWith(".");
              assertThat(line.advice().chinese()).endsWith("。");
            });
  }

  private Issuance ask(ScriptedVendor vendor, App app, String kind, @Nullable Secret parent) {
    Platform platform = platform(vendor.address());
    Kind asked =
        platform.kinds(app).stream().filter(it -> it.name().equals(kind)).findFirst().orElseThrow();
    return platform.issue(new IssueRequest(app, asked, parent, false, LONG));
  }
}
