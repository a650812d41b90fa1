package io.lingpai.server.wiring;

import static io.lingpai.server.wiring.RunningServer.ADMIN;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lingpai.sandbox.SampleApps;
import io.lingpai.sandbox.dingtalk.Desk;
import io.lingpai.server.wiring.RunningServer.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** DingTalk's two hosts, as they are played here. */
class DingTalkSurfaceTest {

  private static final String OAPI = "/dingtalk/oapi";
  private static final String API = "/dingtalk/api";
  private static final String HEADER = "x-acs-dingtalk-access-token";
  private static final String PERSON = "/topapi/v2/user/get";
  private static final String SEARCH = "/v1.0/contact/users/search";

  // The vendor's replication is given a 480th of a life, which is two and a half minutes here.
  private static final Duration LAG = Duration.ofMillis(400);

  @TempDir Path data;
  private RunningServer server;
  private Desk crew;
  private String key;
  private String token;

  @BeforeEach
  void start() throws Exception {
    server = new RunningServer(data, Map.of(), Duration.ofHours(2), 48);
    crew = server.sandbox.dingtalk().app(SampleApps.CREW);
    Answer added =
        server.post(
            ADMIN,
            "/api/v1/apps",
            Map.of(
                "name", "crew",
                "platform", "dingtalk",
                "app_key", SampleApps.CREW,
                "app_secret", SampleApps.CREW_SECRET,
                "corp_id", SampleApps.CREW_COMPANY));
    assertThat(added.status()).as(added.body()).isEqualTo(201);
    key = server.key("proxy:crew");
    token = gettoken(key).json().path("access_token").asText();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Answer gettoken(String secret) throws Exception {
    return server.get("", OAPI + "/gettoken?appkey=" + SampleApps.CREW + "&appsecret=" + secret);
  }

  private Answer person(String with) throws Exception {
    return server.post("", OAPI + PERSON + "?access_token=" + with, Map.of("userid", "zhang"));
  }

  private Answer search(String... headers) throws Exception {
    return server.post("", API + SEARCH, Map.of("queryWord", "张"), headers);
  }

  @Test
  void both_hosts_give_virtual_tokens_in_their_own_shapes() throws Exception {
    Answer older = gettoken(key);
    Answer newer =
        server.post(
            "",
            API + "/v1.0/oauth2/accessToken",
            Map.of("appKey", SampleApps.CREW, "appSecret", key));
    Answer newest =
        server.post(
            "",
            API + "/v1.0/oauth2/" + SampleApps.CREW_COMPANY + "/token",
            Map.of(
                "client_id",
                SampleApps.CREW,
                "client_secret",
                key,
                "grant_type",
                "client_credentials"));

    assertThat(older.json().path("errcode").asInt(9)).isZero();
    assertThat(older.json().path("expires_in").asInt()).isEqualTo(7200);
    assertThat(newer.json().path("expireIn").asInt()).isEqualTo(7200);
    assertThat(newest.json().path("expires_in").asInt()).isEqualTo(7200);
    assertThat(
            List.of(
                older.json().path("access_token").asText(),
                newer.json().path("accessToken").asText(),
                newest.json().path("access_token").asText()))
        .allMatch(value -> value.startsWith("lpv_"));
    assertThat(server.sandbox.calls().count("/dingtalk/oapi/gettoken")).isZero();
  }

  @Test
  void both_hosts_refuse_in_their_own_shapes() throws Exception {
    assertThat(gettoken("lpk_nobody_" + "x".repeat(40)).code()).isEqualTo(40089);
    assertThat(gettoken("").code()).isEqualTo(41004);
    Answer newer =
        server.post(
            "",
            API + "/v1.0/oauth2/accessToken",
            Map.of("appKey", SampleApps.CREW, "appSecret", "lpk_nobody_" + "x".repeat(40)));
    assertThat(newer.status()).isEqualTo(400);
    assertThat(newer.json().path("code").asText()).isEqualTo("invalidClientIdOrSecret");
    assertThat(newer.json().path("requestid").asText()).isNotEmpty();

    for (String secret : List.of("", "lpk_nobody_" + "x".repeat(40))) {
      Answer newest =
          server.post(
              "",
              API + "/v1.0/oauth2/" + SampleApps.CREW_COMPANY + "/token",
              Map.of(
                  "client_id",
                  SampleApps.CREW,
                  "client_secret",
                  secret,
                  "grant_type",
                  "client_credentials"));
      assertThat(newest.status()).isEqualTo(400);
      assertThat(newest.json().path("code").asText()).isEqualTo("invalid.client");
    }

    Answer dead = person("lpv_" + "A".repeat(60));
    assertThat(dead.code()).isEqualTo(88);
    assertThat(dead.json().path("sub_code").asText()).isEqualTo("40014");
    assertThat(search().status()).isEqualTo(400);
    assertThat(search(HEADER, "x").json().path("code").asText()).isEqualTo("InvalidAuthentication");
  }

  @Test
  void both_hosts_give_the_page_ticket() throws Exception {
    Answer older = server.get("", OAPI + "/get_jsapi_ticket?access_token=" + token);
    Answer newer = server.post("", API + "/v1.0/oauth2/jsapiTickets", Map.of(), HEADER, token);

    assertThat(older.json().path("ticket").asText()).as(older.body()).contains("SBXTICKET");
    assertThat(newer.json().path("jsapiTicket").asText())
        .isEqualTo(older.json().path("ticket").asText());
    assertThat(newer.json().path("expireIn").asInt()).isPositive();
  }

  @Test
  void another_vendor_does_not_know_the_token() throws Exception {
    Answer ticket =
        server.get("", "/wechat/cgi-bin/ticket/getticket?type=jsapi&access_token=" + token);

    assertThat(ticket.code()).as(ticket.body()).isEqualTo(40001);
  }

  @Test
  void calls_of_both_hosts_reach_the_vendor_with_the_real_token() throws Exception {
    assertThat(person(token).json().at("/result/name").asText()).isEqualTo("张三");
    assertThat(search(HEADER, token).json().at("/list/0").asText()).isEqualTo("zhang");
  }

  @Test
  void a_bearer_token_takes_the_place_of_the_header() throws Exception {
    assertThat(search("authorization", "Bearer " + token).body()).contains("zhang");
    Answer both = search("authorization", "Bearer " + token, HEADER, token);
    assertThat(both.json().path("code").asText()).isEqualTo("InvalidParameter");
  }

  @Test
  void a_dead_token_is_healed_on_both_hosts_and_costs_one_fetch() throws Exception {
    person(token);
    long before = server.sandbox.calls().count("/dingtalk/api/v1.0/oauth2/accessToken");
    afterLag();
    crew.revokesToken(false);

    List<Callable<Answer>> calls = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      calls.add(i % 2 == 0 ? () -> person(token) : () -> search(HEADER, token));
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Answer> answer : threads.invokeAll(calls)) {
        assertThat(answer.get().body()).contains("zhang");
      }
    }
    assertThat(server.sandbox.calls().count("/dingtalk/api/v1.0/oauth2/accessToken"))
        .isEqualTo(before + 1);
  }

  @Test
  void a_dead_token_is_healed_where_the_answer_is_rewritten_too() throws Exception {
    String path = OAPI + "/call_back/get_call_back?access_token=" + token;
    crew.calledBackAt("http://127.0.0.1:9/", "tokenOfTheCrew", "A".repeat(43));
    assertThat(server.get("", path).json().path("token").asText()).isEqualTo("***");
    afterLag();
    crew.revokesToken(false);

    assertThat(server.get("", path).json().path("token").asText()).isEqualTo("***");
  }

  @Test
  void a_token_that_the_vendor_gives_again_though_it_is_dead_is_not_tried_for_ever()
      throws Exception {
    person(token);
    afterLag();
    crew.revokesToken(true);

    Answer refused = person(token);

    assertThat(refused.json().path("sub_code").asText()).isEqualTo("40014");
    assertThat(server.sandbox.calls().count("/dingtalk/oapi" + PERSON)).isLessThanOrEqualTo(3);
  }

  @Test
  void what_would_mint_or_carry_credentials_is_refused() throws Exception {
    for (String path :
        List.of(
            "/v1.0/oauth2/corpAccessToken",
            "/v1.0/oauth2/AccessToken",
            "/v1.0/oauth2/accessToken/",
            "/v1.0/oauth2/access%54oken")) {
      Answer answer = server.post("", API + path, Map.of(), HEADER, token);
      assertThat(answer.json().path("code").asText())
          .as(path)
          .isEqualTo("Forbidden.AccessDenied.AccessTokenPermissionDenied");
    }
    for (String path :
        List.of(
            "/service/get_corp_token",
            "/sns/getuserinfo_bycode",
            "/sso/gettoken",
            "/GetToken",
            "/robot/send",
            "/call_back/update_call_back")) {
      Answer answer = server.post("", OAPI + path + "?access_token=" + token, Map.of());
      assertThat(answer.code()).as(path).isEqualTo(60011);
    }
    for (String path : List.of("//gettoken", "/topapi/%2fx", "/x;/gettoken")) {
      Answer answer = server.post("", OAPI + path + "?access_token=" + token, Map.of());
      assertThat(answer.json().path("result").isMissingNode()).as(path).isTrue();
      assertThat(answer.code()).as(path).isIn(0, 404);
    }
    assertThat(server.sandbox.calls().count("/dingtalk/oapi//gettoken")).isZero();
  }

  @Test
  void a_grant_limits_paths() throws Exception {
    String narrow = server.key("proxy:crew/topapi/v2/user/*");
    String with = gettoken(narrow).json().path("access_token").asText();

    assertThat(person(with).json().path("errcode").asInt(9)).isZero();
    assertThat(search(HEADER, with).status()).isEqualTo(403);
    assertThat(server.get("", OAPI + "/get_jsapi_ticket?access_token=" + with).code())
        .isEqualTo(60011);
  }

  @Test
  void nothing_stands_for_a_token_of_ours() throws Exception {
    person(token);
    String real =
        server
            .get(ADMIN, "/api/v1/apps/crew/credentials/access_token")
            .json()
            .path("value")
            .asText();

    assertThat(person(real).json().path("sub_code").asText()).isEqualTo("40014");
    assertThat(person(token + "&access_token=" + real).code()).isEqualTo(400002);
    assertThat(
            server
                .post(
                    "",
                    OAPI + PERSON + "?access_token=" + token,
                    Map.of("userid", "zhang"),
                    HEADER,
                    real)
                .code())
        .isEqualTo(400002);
    // A token for this app says nothing of another vendor's surface.
    assertThat(server.get("", "/wechat/cgi-bin/user/info?openid=o&access_token=" + token).code())
        .isEqualTo(40001);
  }

  @Test
  void a_persons_tokens_are_sealed_to_the_key() throws Exception {
    Map<String, String> exchange =
        Map.of(
            "clientId",
            SampleApps.CREW,
            "clientSecret",
            key,
            "grantType",
            "authorization_code",
            "code",
            crew.consents("zhang"));
    JsonNode given = server.post("", API + "/v1.0/oauth2/userAccessToken", exchange).json();
    String theirs = given.path("accessToken").asText();

    assertThat(given.toString()).doesNotContain("SBX");
    assertThat(theirs).startsWith("lpu_");
    assertThat(server.get("", API + "/v1.0/contact/users/me", HEADER, theirs).body())
        .contains("union-zhang");

    Map<String, String> renewal =
        Map.of(
            "clientId",
            SampleApps.CREW,
            "clientSecret",
            key,
            "grantType",
            "refresh_token",
            "refreshToken",
            given.path("refreshToken").asText());
    JsonNode renewed = server.post("", API + "/v1.0/oauth2/userAccessToken", renewal).json();
    assertThat(renewed.path("accessToken").asText()).startsWith("lpu_").isNotEqualTo(theirs);

    Map<String, String> stolen =
        Map.of(
            "clientId",
            SampleApps.CREW,
            "clientSecret",
            server.key("proxy:crew"),
            "grantType",
            "refresh_token",
            "refreshToken",
            renewed.path("refreshToken").asText());
    assertThat(
            server
                .post("", API + "/v1.0/oauth2/userAccessToken", stolen)
                .json()
                .path("code")
                .asText())
        .isEqualTo("InvalidAuthentication");
  }

  @Test
  void calls_are_counted_by_key_and_path() throws Exception {
    RunningServer.withinOneDay();
    person(token);
    search(HEADER, token);
    Answer usage = server.get(ADMIN, "/api/v1/apps/crew/usage");

    assertThat(usage.body()).contains(PERSON, SEARCH);
  }

  private static void afterLag() {
    long end = System.nanoTime() + LAG.toNanos();
    // A thread that is parked may come back early.
    while (System.nanoTime() - end < 0) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
  }
}
