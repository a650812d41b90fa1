package io.lingpai.sandbox;

import static io.lingpai.sandbox.SampleApps.MINI;
import static io.lingpai.sandbox.SampleApps.NEWS;
import static io.lingpai.sandbox.SampleApps.PLATFORM;
import static io.lingpai.sandbox.SampleApps.SHOP;
import static org.assertj.core.api.Assertions.assertThat;

import io.lingpai.sandbox.wechat.ComponentDesk;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AuthorizationPageTest {
  private static final String COMPUTER = "/cgi-bin/componentloginpage";
  private static final String PHONE = "/wxaopen/safe/bindcomponent";
  private static final String BACK = "https%3A%2F%2Flingpai.example%2Freturn%3Fstate%3D1";

  private final HandSetClock clock = new HandSetClock(Instant.parse("2026-11-21T04:00:00Z"));
  private final Endpoint endpoint = new Endpoint();
  private Sandbox sandbox;
  private Caller caller;

  @BeforeEach
  void connect() {
    sandbox =
        Sandbox.start(
            SandboxOptions.defaults()
                .clock(clock)
                .apps(SampleApps.wechat())
                .component(SampleApps.platform().between("lingpai.example", "lingpai.example")));
    caller = new Caller(sandbox);
  }

  @AfterEach
  void disconnect() {
    sandbox.close();
    endpoint.close();
  }

  private String preAuthCode() {
    ComponentDesk platform = sandbox.wechat().component(PLATFORM);
    platform.calledBackAt(
        endpoint.url("/"), endpoint.url("/$APPID$"), Endpoint.TOKEN, Endpoint.AES_KEY);
    platform.pushTicket();
    String token =
        new PlatformCaller(caller)
            .token(platform.newestTicket().orElseThrow())
            .path("component_access_token")
            .asText();
    return caller
        .post(
            "/cgi-bin/component/api_create_preauthcode?access_token=" + token,
            "{\"component_appid\":\"" + PLATFORM + "\"}")
        .path("pre_auth_code")
        .asText();
  }

  private HttpResponse<String> open(String path, String code, String more, String referrer) {
    return caller.answer(
        caller
            .request(
                path
                    + "?component_appid="
                    + PLATFORM
                    + "&pre_auth_code="
                    + code
                    + "&redirect_uri="
                    + BACK
                    + more)
            .header("Referer", referrer)
            .GET());
  }

  @Test
  void the_computer_s_page_opens_from_the_registered_domain_only() {
    String code = preAuthCode();
    String own = "https://lingpai.example/authorize";
    assertThat(open(COMPUTER, code, "", own).body()).contains(SHOP, NEWS, MINI, "<form");
    assertThat(open(COMPUTER, code, "", "https://elsewhere.example/").body())
        .contains("请确认授权入口页所在域名")
        .doesNotContain("<form");
    assertThat(open(PHONE, code, "", "https://elsewhere.example/").body()).contains("<form");
  }

  @Test
  void only_accounts_of_the_kind_or_the_one_that_was_asked_for_are_offered() {
    String code = preAuthCode();
    String own = "https://lingpai.example/";
    assertThat(open(PHONE, code, "&auth_type=1", own).body()).contains(SHOP).doesNotContain(MINI);
    assertThat(open(PHONE, code, "&auth_type=2", own).body()).contains(MINI).doesNotContain(SHOP);
    assertThat(open(PHONE, code, "&auth_type=1&biz_appid=" + MINI, own).body())
        .contains(MINI)
        .doesNotContain(SHOP);
    assertThat(open(PHONE, code, "&auth_type=99", own).body()).contains("auth_type");
  }

  @Test
  void the_button_is_the_administrator_s_scan() {
    String code = preAuthCode();
    HttpResponse<String> back =
        caller.answer(
            caller
                .request(
                    COMPUTER
                        + "?component_appid="
                        + PLATFORM
                        + "&pre_auth_code="
                        + code
                        + "&category_id_list=1|2&redirect_uri=".replace("|", "%7C")
                        + BACK)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("account=" + SHOP)));

    assertThat(back.statusCode()).isEqualTo(302);
    assertThat(back.headers().firstValue("Location").orElseThrow())
        .startsWith("https://lingpai.example/return?state=1&auth_code=queryauthcode%40%40%40");
    assertThat(sandbox.wechat().component(PLATFORM).view().newest().get(0).granted())
        .containsExactlyInAnyOrder(1, 2);
  }

  @Test
  void a_code_to_begin_with_works_once_and_for_half_an_hour() {
    String code = preAuthCode();
    String own = "https://lingpai.example/";
    clock.step(Duration.ofMinutes(30));
    assertThat(open(PHONE, code, "", own).body()).contains("pre_auth_code");
    assertThat(open(PHONE, "preauthcode@@@none", "", own).body()).contains("pre_auth_code");
  }

  @Test
  void a_return_to_another_domain_is_refused() {
    String page =
        PHONE
            + "?component_appid="
            + PLATFORM
            + "&pre_auth_code="
            + preAuthCode()
            + "&redirect_uri=https%3A%2F%2Fevil.example%2F";
    assertThat(caller.answer(caller.request(page).GET()).body()).contains("10003");
  }
}
