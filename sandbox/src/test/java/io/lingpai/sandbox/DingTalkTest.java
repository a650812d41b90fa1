package io.lingpai.sandbox;

import static io.lingpai.sandbox.SampleApps.CREW;
import static io.lingpai.sandbox.SampleApps.CREW_AGENT;
import static io.lingpai.sandbox.SampleApps.CREW_COMPANY;
import static io.lingpai.sandbox.SampleApps.CREW_SECRET;
import static io.lingpai.sandbox.fault.Fault.refuses;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lingpai.sandbox.dingtalk.Desk;
import io.lingpai.sandbox.dingtalk.EventPush;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DingTalkTest {

  private final HandSetClock clock = new HandSetClock(Instant.parse("2026-11-21T04:00:00Z"));
  private final Sandbox sandbox =
      Sandbox.start(SandboxOptions.defaults().clock(clock).app(SampleApps.dingtalk()));
  private final Desk crew = sandbox.dingtalk().app(CREW);
  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void close() {
    sandbox.close();
  }

  @Test
  void a_token_asked_for_again_is_the_same_on_both_hosts_until_it_has_died() {
    String first = token();

    clock.step(Duration.ofMinutes(119));
    assertThat(newerToken()).isEqualTo(first);
    clock.step(Duration.ofMinutes(119));
    assertThat(token()).isEqualTo(first);
    clock.step(Duration.ofMinutes(121));

    assertThat(oapi("/topapi/v2/user/get?access_token=" + first, "{}").path("sub_code").asText())
        .isEqualTo("40014");
    assertThat(token()).isNotEqualTo(first);
  }

  @Test
  void a_ticket_is_renewed_but_no_longer_than_a_day() {
    String first = ticket();

    for (int hours = 0; hours < 23; hours++) {
      clock.step(Duration.ofHours(1));
      assertThat(ticket()).isEqualTo(first);
    }
    clock.step(Duration.ofHours(1));

    assertThat(ticket()).isNotEqualTo(first);
  }

  @Test
  void a_code_works_once_and_for_five_minutes_and_no_refusal_spends_it() {
    String code = crew.opens("zhang");
    sandbox.next(refuses(-1).on("/dingtalk/oapi/topapi/v2/user/getuserinfo"));

    assertThat(login(code).path("errcode").asInt()).isEqualTo(-1);
    assertThat(login(code).at("/result/userid").asText()).isEqualTo("zhang");
    assertThat(login(code).path("errcode").asInt()).isEqualTo(40078);

    String old = crew.opens("li");
    clock.step(Duration.ofMinutes(5));
    assertThat(login(old).path("errcode").asInt()).isEqualTo(40078);
  }

  @Test
  void refusals_have_the_shape_of_the_host_and_the_call() {
    assertThat(oapi("/user/get?access_token=x&userid=y", null).path("errcode").asInt())
        .isEqualTo(40014);
    JsonNode wrapped = oapi("/topapi/v2/user/get?access_token=x", "{}");
    assertThat(wrapped.path("errcode").asInt()).isEqualTo(88);
    assertThat(wrapped.path("sub_code").isTextual()).isTrue();
    JsonNode word = send("/dingtalk/api/v1.0/oauth2/jsapiTickets", "", "x");
    assertThat(word.path("code").asText()).isEqualTo("InvalidAuthentication");
    sandbox.next(refuses(1111));
    assertThat(oapi("/gettoken?appkey=a&appsecret=b", null).path("status").asInt()).isEqualTo(1111);
  }

  @Test
  void departments_and_people_come_in_pages_and_in_several_places() {
    crew.company().grows(30, 300, 5, 7);
    long large =
        crew.company().departments().stream()
            .filter(one -> crew.company().in(one.id()).size() > 200)
            .findFirst()
            .orElseThrow()
            .id();
    String token = token();
    int found = 0;
    long cursor = 0;
    boolean more = true;

    while (more) {
      String body = "{\"dept_id\":%d,\"cursor\":%d,\"size\":100}".formatted(large, cursor);
      JsonNode page = oapi("/topapi/v2/user/list?access_token=" + token, body).path("result");
      found += page.path("list").size();
      more = page.path("has_more").asBoolean();
      cursor = page.path("next_cursor").asLong();
    }

    assertThat(found).isEqualTo(crew.company().in(large).size());
    JsonNode tooMany =
        oapi("/topapi/v2/user/list?access_token=" + token, "{\"dept_id\":1,\"size\":101}");
    assertThat(tooMany.path("errcode").asInt()).isEqualTo(40069);
    JsonNode chains =
        oapi("/topapi/v2/department/listparentbyuser?access_token=" + token, "{\"userid\":\"li\"}");
    assertThat(chains.at("/result/parent_list")).hasSize(2);
    assertThat(chains.at("/result/parent_list/1/parent_dept_id_list").toString())
        .isEqualTo("[3,2,1]");
  }

  @Test
  void more_calls_than_a_second_allows_are_refused() {
    crew.allows(2);
    String token = token();
    String call = "/topapi/v2/department/get?access_token=" + token;

    assertThat(oapi(call, "{}").path("errcode").asInt()).isZero();
    assertThat(oapi(call, "{}").path("errcode").asInt()).isZero();
    assertThat(oapi(call, "{}").path("sub_code").asText()).isEqualTo("90018");

    clock.step(Duration.ofSeconds(2));
    assertThat(oapi(call, "{}").path("errcode").asInt()).isZero();
  }

  @Test
  void an_event_that_is_answered_in_clear_is_told_again_and_listed_as_failed() {
    try (Endpoint endpoint = new Endpoint()) {
      crew.calledBackAt(endpoint.url("/events"), Endpoint.TOKEN, Endpoint.AES_KEY);
      crew.tellsAgainAfter(Duration.ofMillis(10), Duration.ofMillis(10));
      crew.company().leaves("zhao");

      EventPush told = crew.events().get(0);
      assertThat(told.type()).isEqualTo("user_leave_org");
      assertThat(told.taken(Duration.ofSeconds(60))).isFalse();
      assertThat(endpoint.got).hasSize(3);
      assertThat(endpoint.got.get(0).query()).containsKeys("signature", "msg_signature");
      String failed = "/call_back/get_call_back_failed_result?access_token=" + token();
      assertThat(oapi(failed, null).at("/failed_list/0/call_back_tag").asText())
          .isEqualTo("user_leave_org");
    }
  }

  @Test
  void a_browsers_code_is_redeemed_for_a_persons_token_and_its_successors() {
    String exchange =
        "{\"clientId\":\"%s\",\"clientSecret\":\"%s\",\"grantType\":\"%s\",\"%s\":\"%s\"}";
    String code = crew.consents("zhang");
    String path = "/dingtalk/api/v1.0/oauth2/userAccessToken";
    String by = exchange.formatted(CREW, CREW_SECRET, "authorization_code", "code", code);

    JsonNode given = send(path, by, null);
    String me = "/dingtalk/api/v1.0/contact/users/me";
    assertThat(send(me, null, given.path("accessToken").asText()).path("unionId").asText())
        .isEqualTo("union-zhang");
    assertThat(send(path, by, null).path("code").asText())
        .isEqualTo("invalidParameter.authCode.notFound");
    String again =
        exchange.formatted(
            CREW,
            CREW_SECRET,
            "refresh_token",
            "refreshToken",
            given.path("refreshToken").asText());
    assertThat(send(path, again, null).path("accessToken").asText()).contains("SBXUSERTOKEN");
  }

  @Test
  void what_a_test_says_in_java_can_be_said_over_http() {
    String app = "/_sandbox/dingtalk/" + CREW + "/";

    send(app + "people", "{\"userid\":\"zhou\",\"name\":\"周八\",\"departments\":\"2 4\"}", null);
    send(app + "grow", "{\"departments\":10,\"people\":20}", null);
    String code = send(app + "login", "{\"userid\":\"zhou\"}", null).path("code").asText();

    assertThat(login(code).at("/result/name").asText()).isEqualTo("周八");
    JsonNode shown = send("/_sandbox/dingtalk", null, null).at("/apps/0");
    assertThat(shown.path("people").asInt()).isEqualTo(25);
    assertThat(shown.path("departments").asInt()).isEqualTo(14);
    assertThat(shown.path("logins").asInt()).isEqualTo(1);
  }

  @Test
  void a_page_is_told_what_is_wrong_with_its_configuration() {
    ticket();

    assertThat(crew.pageSays(CREW_AGENT, "other", "https://a.cn/", "n", "1", "0"))
        .startsWith("52010");
    assertThat(crew.pageSays(CREW_AGENT, CREW_COMPANY, "https://a.cn/", "n", "1", "0"))
        .startsWith("52013");
  }

  private String token() {
    return oapi("/gettoken?appkey=" + CREW + "&appsecret=" + CREW_SECRET, null)
        .path("access_token")
        .asText();
  }

  private String newerToken() {
    String body = "{\"appKey\":\"%s\",\"appSecret\":\"%s\"}".formatted(CREW, CREW_SECRET);
    return send("/dingtalk/api/v1.0/oauth2/accessToken", body, null).path("accessToken").asText();
  }

  private String ticket() {
    return send("/dingtalk/api/v1.0/oauth2/jsapiTickets", "", token()).path("jsapiTicket").asText();
  }

  private JsonNode login(String code) {
    return oapi(
        "/topapi/v2/user/getuserinfo?access_token=" + token(), "{\"code\":\"" + code + "\"}");
  }

  private JsonNode oapi(String path, String body) {
    return send("/dingtalk/oapi" + path, body, null);
  }

  private JsonNode send(String path, String body, String token) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(sandbox.baseUrl() + path));
    if (body != null) {
      request.header("content-type", "application/json").POST(BodyPublishers.ofString(body));
    }
    if (token != null) {
      request.header("x-acs-dingtalk-access-token", token);
    }
    try {
      return new ObjectMapper()
          .readTree(client.send(request.build(), BodyHandlers.ofString()).body());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
