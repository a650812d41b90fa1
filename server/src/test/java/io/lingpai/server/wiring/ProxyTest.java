package io.lingpai.server.wiring;

import static io.lingpai.server.wiring.RunningServer.ADMIN;
import static io.lingpai.server.wiring.RunningServer.OFFICIAL;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lingpai.sandbox.fault.Fault;
import io.lingpai.sandbox.wechat.BehindTheScenes.Line;
import io.lingpai.server.wiring.RunningServer.Answer;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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

/** What becomes of a call that is not answered here. */
class ProxyTest {

  private static final String INFO = "/cgi-bin/user/info";
  private static final String SEND = "/cgi-bin/message/custom/send";
  private static final String STABLE = "/cgi-bin/stable_token";
  private static final String CHECK = "/cgi-bin/get_api_domain_ip";

  // The vendor's replication is given a 480th of a life: little more than a second.
  private static final Duration LIFE = Duration.ofMinutes(10);
  private static final Duration LAG = Duration.ofMillis(1_250);

  @TempDir Path data;
  private RunningServer server;
  private String key;
  private String token;
  private String openid;

  @BeforeEach
  void start() throws Exception {
    server = new RunningServer(data, Map.of(), LIFE).withShop();
    key = server.key("proxy:shop");
    token = token(key);
    openid = server.openid();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void a_key_that_may_proxy_is_given_a_token_that_is_worth_nothing_at_the_vendor()
      throws Exception {
    JsonNode given = tokenAnswer(key);

    assertThat(given.get("expires_in").asLong()).isEqualTo(7200);
    assertThat(token).matches("[A-Za-z0-9_-]{40,511}");
    assertThat(server.sandbox.wechat().behind(OFFICIAL).accepts(token)).isFalse();
    assertThat(vendor(INFO + "?access_token=" + token + "&openid=" + openid).code())
        .isIn(40001, 40014);
  }

  @Test
  void it_is_given_the_real_one_only_if_it_may_read_and_real_was_chosen() throws Exception {
    Answer made =
        server.post(
            ADMIN,
            "/api/v1/keys",
            Map.of(
                "name",
                "real",
                "grants",
                List.of("proxy:shop", "read:shop"),
                "wire_tokens",
                "real"));
    String both = made.json().get("key").asText();

    assertThat(server.sandbox.wechat().behind(OFFICIAL).accepts(token(both))).isTrue();
    assertThat(server.sandbox.wechat().behind(OFFICIAL).accepts(token(server.key("read:shop"))))
        .isTrue();
    assertThat(token(server.key("read:shop", "proxy:shop"))).startsWith("lpv_");
  }

  @Test
  void a_call_with_it_reaches_the_vendor_with_the_real_one() throws Exception {
    for (String query :
        List.of(
            "access_token=" + token + "&openid=" + openid + "&lang=zh_CN",
            "openid=" + openid + "&access_token=" + token,
            "&openid=" + openid + "&%61ccess_token=" + token + "&",
            "openid=" + openid + "&access_token=" + token.replace("_", "%5f"))) {
      Answer answer = server.get("", "/wechat" + INFO + "?" + query);

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.json().path("subscribe").asInt()).as(answer.body()).isEqualTo(1);
      assertThat(answer.headers()).containsKey("x-request-id");
    }
    Answer sent = message(token, "你好");
    assertThat(sent.code()).as(sent.body()).isZero();
  }

  @Test
  void a_dead_token_is_healed_and_the_caller_never_notices() throws Exception {
    message(token, "one");
    server.sandbox.wechat().behind(OFFICIAL).killToken();
    afterLag();

    assertThat(message(token, "two").code()).isZero();

    assertThat(server.sandbox.calls().countAnswered(40001))
        .as("the call and its check")
        .isEqualTo(2);
    assertThat(server.sandbox.calls().count(SEND)).isEqualTo(3);
    assertThat(server.sandbox.wechat().behind(OFFICIAL).tokensIssued(Line.STABLE)).isEqualTo(2);
  }

  @Test
  void many_callers_of_a_dead_token_cost_one_renewal() throws Exception {
    message(token, "one");
    server.sandbox.wechat().behind(OFFICIAL).killToken();
    afterLag();

    List<Callable<Answer>> calls = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      String text = "text " + i;
      calls.add(() -> message(token, text));
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Answer> answer : threads.invokeAll(calls)) {
        assertThat(answer.get().code()).as(answer.get().body()).isZero();
      }
    }

    assertThat(server.sandbox.wechat().behind(OFFICIAL).tokensIssued(Line.STABLE)).isEqualTo(2);
  }

  @Test
  void a_vendor_that_goes_on_refusing_is_believed() throws Exception {
    server.sandbox.next(Fault.refuses(40001).on(SEND).untilCleared());
    message(token, "one");
    afterLag();
    long before = server.sandbox.calls().count(SEND);

    assertThat(message(token, "two").code()).isEqualTo(40001);

    assertThat(server.sandbox.calls().count(SEND) - before).isLessThanOrEqualTo(2);
  }

  @Test
  void asking_again_costs_the_vendor_nothing() throws Exception {
    message(token, "one");
    for (int i = 0; i < 20; i++) {
      token(key);
      tokenAnswer(key, "\"force_refresh\":true");
    }

    assertThat(server.sandbox.calls().count(STABLE)).isEqualTo(1);
    assertThat(server.sandbox.calls().count(CHECK)).isZero();
  }

  @Test
  void refusals_have_the_vendors_shape() throws Exception {
    String narrow = token(server.key("proxy:shop/cgi-bin/message/*"));
    String real = token(server.key("read:shop"));
    String info = INFO + "?openid=" + openid + "&access_token=";
    Map<String, Integer> refused = new LinkedHashMap<>();
    refused.put(INFO + "?openid=" + openid, 41001);
    refused.put(INFO + "?access_token=&openid=" + openid, 41001);
    refused.put(info + "x", 40001);
    refused.put(info + real, 40001);
    refused.put(info + token + "A", 40001);
    refused.put(info + token.substring(0, token.length() - 2) + "AA", 40001);
    refused.put(info + key, 40001);
    refused.put(info + narrow, 48001);
    refused.put(info + token + "&access_token=" + real, 47001);
    refused.put(info + token + "&%61ccess_token=" + real, 47001);
    refused.put(info + token + "&Access_Token=" + real, 47001);
    refused.put(info + token + "&access_token%00=" + real, 47001);
    refused.put(info + token + "&x=1;access_token=" + real, 47001);
    refused.put(info + token + "&note=" + key, 47001);
    refused.put("/cgi-bin/clear_quota?access_token=" + token, 48001);
    refused.put("/cgi-bin/clear_quota/?access_token=" + token, 48001);
    refused.put("/cgi-bin/CLEAR_quota?access_token=" + token, 48001);
    refused.put("/cgi-bin/clear_quota;x?access_token=" + token, 40066);
    refused.put("/cgi-bin/cle%61r_quota?access_token=" + token, 40066);
    refused.put("/cgi-bin/token/?access_token=" + token, 48001);
    refused.put("/cgi-bin/component/api_query_auth?access_token=" + token, 43002);
    refused.put("/cgi-bin/component/clear_quota?access_token=" + token, 48001);
    refused.put("/cgi-bin/x?component_access_token=" + token, 48001);
    refused.put("/sns/userinfo?openid=x&access_token=" + token, 40001);
    long before = server.sandbox.calls().total();

    refused.forEach(
        (path, code) -> {
          try {
            Answer answer = server.get("", "/wechat" + path);
            assertThat(answer.status()).as(path).isEqualTo(200);
            assertThat(answer.code()).as(path + answer.body()).isEqualTo(code);
            assertThat(answer.body()).doesNotContain(token).doesNotContain(key);
          } catch (Exception e) {
            throw new AssertionError(path, e);
          }
        });
    assertThat(server.sandbox.calls().total()).isEqualTo(before);
  }

  @Test
  void clearing_a_quota_takes_a_grant_that_names_it() throws Exception {
    String may = token(server.key("proxy:shop/cgi-bin/clear_quota"));

    Answer cleared =
        post("/cgi-bin/clear_quota?access_token=" + may, "{\"appid\":\"" + OFFICIAL + "\"}");

    assertThat(cleared.code()).as(cleared.body()).isZero();
  }

  @Test
  void a_token_dies_with_its_key() throws Exception {
    assertThat(info(token).code()).isZero();
    String id = key.split("_")[1];

    server.delete(ADMIN, "/api/v1/keys/" + id);

    assertThat(info(token).code()).isEqualTo(40001);
    server.restart();
    assertThat(info(token).code()).isEqualTo(40001);
  }

  @Test
  void a_token_outlives_a_restart() throws Exception {
    server.restart();

    assertThat(info(token).code()).isZero();
  }

  @Test
  void a_key_stands_for_the_secret_and_users_tokens_are_sealed_to_it() throws Exception {
    String code = server.webCode();

    JsonNode given =
        server
            .get(
                "",
                "/wechat/sns/oauth2/access_token?appid="
                    + OFFICIAL
                    + "&secret="
                    + key
                    + "&code="
                    + code
                    + "&grant_type=authorization_code")
            .json();
    String user = given.path("access_token").asText();
    String refresh = given.path("refresh_token").asText();
    String who = given.path("openid").asText();

    assertThat(user).as(given.toString()).startsWith("lpu_");
    assertThat(given.path("expires_in").isNumber()).isTrue();
    assertThat(user("/sns/userinfo", user, who).json().path("openid").asText()).isEqualTo(who);
    assertThat(user("/sns/auth", user, who).code()).isZero();
    assertThat(user("/sns/userinfo", refresh, who).code()).isEqualTo(40001);
    JsonNode again =
        server
            .get(
                "",
                "/wechat/sns/oauth2/refresh_token?appid="
                    + OFFICIAL
                    + "&grant_type=refresh_token&refresh_token="
                    + refresh)
            .json();
    assertThat(again.path("access_token").asText()).as(again.toString()).startsWith("lpu_");
    assertThat(server.sandbox.calls().countAnswered(40001)).isZero();
  }

  @Test
  void what_the_vendor_tells_of_a_request_is_cleaned() throws Exception {
    Answer wrong =
        post(SEND + "?access_token=" + token, "{\"touser\":\"nobody\",\"msgtype\":\"text\"}");
    String rid = wrong.json().get("errmsg").asText().replaceAll(".*rid: ", "");
    String real = server.sandbox.wechat().behind(OFFICIAL).currentToken(Line.STABLE).orElseThrow();

    Answer told =
        post("/cgi-bin/openapi/rid/get?access_token=" + token, "{\"rid\":\"" + rid + "\"}");

    assertThat(told.json().path("request").path("request_url").asText())
        .as(told.body())
        .contains("access_token=***");
    assertThat(told.body()).doesNotContain(real);
  }

  @Test
  void a_request_whose_answer_was_lost_is_repeated_only_if_that_is_harmless() throws Exception {
    message(token, "one");
    server.sandbox.next(Fault.losesTheAnswer().on(SEND));
    server.sandbox.next(Fault.losesTheAnswer().on(INFO));

    Answer lost = message(token, "two");
    assertThat(lost.status()).isEqualTo(504);
    assertThat(info(token).code()).isZero();

    assertThat(server.sandbox.calls().count(SEND)).isEqualTo(2);
    assertThat(server.sandbox.calls().count(INFO)).isEqualTo(2);
  }

  @Test
  void browsers_are_sent_to_the_vendor_without_a_key() throws Exception {
    Answer sent =
        server.get(
            "", "/wechat-open/connect/oauth2/authorize?appid=wx1&redirect_uri=http%3A%2F%2Fx");

    assertThat(sent.status()).isEqualTo(302);
    assertThat(sent.headers().get("location"))
        .isEqualTo(
            "https://open.weixin.qq.com/connect/oauth2/authorize?appid=wx1&redirect_uri=http%3A%2F%2Fx");
    assertThat(server.get("", "/wechat-mp/cgi-bin/showqrcode?ticket=t").headers().get("location"))
        .isEqualTo("https://mp.weixin.qq.com/cgi-bin/showqrcode?ticket=t");
  }

  @Test
  void who_called_what_is_counted() throws Exception {
    info(token);

    assertThat(server.get(server.key("watch"), "/metrics").body())
        .containsPattern("lingpai_wire_calls_total\\{app=\"shop\",key=\"test\",outcome=\"ok\"\\}");
  }

  /** Waits until the newest value is old enough for its death to be believed. */
  private void afterLag() throws Exception {
    String reader = server.key("read:shop");
    while (true) {
      JsonNode now = server.get(reader, "/api/v1/apps/shop/credentials/access_token").json();
      Instant issued = Instant.parse(now.get("issued_at").asText());
      if (Instant.now().isAfter(issued.plus(LAG).plusMillis(1_100))) {
        return;
      }
      LockSupport.parkNanos(50_000_000);
    }
  }

  @Test
  void usage_says_which_key_spends_on_which_path() throws Exception {
    info(token);
    message(token, "hello");
    post(SEND + "?access_token=" + token, "{\"touser\":\"nobody\",\"msgtype\":\"text\"}");

    JsonNode passedOn =
        server.get(server.key("watch"), "/api/v1/apps/shop/usage").json().get("passed_on");

    assertThat(passedOn.size()).isEqualTo(2);
    JsonNode first = passedOn.get(0);
    assertThat(first.get("path").asText()).isEqualTo(SEND);
    assertThat(first.get("key").asText()).isEqualTo("test");
    assertThat(first.get("calls").asInt()).isEqualTo(2);
    assertThat(first.get("failures").asInt()).isEqualTo(1);
    assertThat(first.get("outcomes").size()).isEqualTo(1);
    assertThat(first.get("bytes_up").asInt()).isGreaterThan(50);
  }

  @Test
  void who_overspends_is_stopped_and_nobody_else() throws Exception {
    Answer made =
        server.post(
            ADMIN,
            "/api/v1/keys",
            Map.of("name", "frugal", "grants", List.of("proxy:shop"), "budget", 2));
    String frugal = token(made.json().get("key").asText());

    assertThat(info(frugal).code()).isZero();
    assertThat(info(frugal).code()).isZero();
    assertThat(info(frugal).code()).isEqualTo(45009);
    assertThat(info(token).code()).isZero();
  }

  @Test
  void usage_and_budgets_outlive_a_restart() throws Exception {
    Answer made =
        server.post(
            ADMIN,
            "/api/v1/keys",
            Map.of("name", "frugal", "grants", List.of("proxy:shop"), "budget", 2));
    String frugal = token(made.json().get("key").asText());
    info(frugal);
    info(frugal);

    server.restart();

    assertThat(info(frugal).code()).isEqualTo(45009);
    assertThat(info(token).code()).isZero();
    assertThat(calls("frugal")).isEqualTo(2);
    assertThat(calls("test")).isEqualTo(1);
  }

  @Test
  void usage_of_an_earlier_day_can_be_asked_for_while_it_is_known() throws Exception {
    info(token);
    String watch = server.key("watch");
    String address = "/api/v1/apps/shop/usage";
    LocalDate today = LocalDate.parse(server.get(watch, address).json().get("day").asText());

    JsonNode before = server.get(watch, address + "?day=" + today.minusDays(34)).json();
    assertThat(before.get("day").asText()).isEqualTo(today.minusDays(34).toString());
    assertThat(before.get("passed_on").size()).isZero();
    for (String wrong : List.of("yesterday", "" + today.plusDays(2), "" + today.minusDays(36))) {
      Answer refused = server.get(watch, address + "?day=" + wrong);
      assertThat(refused.status()).isEqualTo(400);
      assertThat(refused.json().get("field").asText()).isEqualTo("day");
    }
  }

  @Test
  void the_vendors_own_figures_stand_beside_ours_for_who_asks() throws Exception {
    info(token);
    String watch = server.key("watch");
    String address = "/api/v1/apps/shop/usage";

    JsonNode told = server.get(watch, address + "?quota=" + INFO).json().get("vendor_quota");
    server.get(watch, address + "?quota=" + INFO);

    assertThat(told.get("path").asText()).isEqualTo(INFO);
    assertThat(told.get("used").asInt()).isEqualTo(1);
    assertThat(told.get("daily_limit").asInt())
        .isEqualTo(told.get("used").asInt() + told.get("remaining").asInt());
    assertThat(server.sandbox.calls().count("/cgi-bin/openapi/quota/get")).isEqualTo(1);
    assertThat(server.get(watch, address).json().has("vendor_quota")).isFalse();
    assertThat(server.get(watch, address + "?quota=/nothing").json().get("vendor_code").asText())
        .isEqualTo("76021");
    assertThat(server.get(watch, address + "?quota=nothing").status()).isEqualTo(400);
  }

  private int calls(String key) throws Exception {
    int calls = 0;
    for (JsonNode one :
        server.get(server.key("watch"), "/api/v1/apps/shop/usage").json().get("passed_on")) {
      calls += one.get("key").asText().equals(key) ? one.get("calls").asInt() : 0;
    }
    return calls;
  }

  private Answer user(String path, String user, String who) throws Exception {
    return server.get("", "/wechat" + path + "?access_token=" + user + "&openid=" + who);
  }

  private Answer info(String with) throws Exception {
    return server.get("", "/wechat" + INFO + "?access_token=" + with + "&openid=" + openid);
  }

  private Answer message(String with, String text) throws Exception {
    return post(
        SEND + "?access_token=" + with,
        "{\"touser\":\""
            + openid
            + "\",\"msgtype\":\"text\",\"text\":{\"content\":\""
            + text
            + "\"}}");
  }

  private Answer post(String path, String body) throws Exception {
    return server.send(
        HttpRequest.newBuilder(URI.create(server.url("/wechat" + path)))
            .timeout(Duration.ofSeconds(30))
            .POST(BodyPublishers.ofString(body))
            .build());
  }

  private Answer vendor(String path) throws Exception {
    return server.send(
        HttpRequest.newBuilder(URI.create(server.sandbox.baseUrl() + path)).GET().build());
  }

  private String token(String with) throws Exception {
    return tokenAnswer(with).get("access_token").asText();
  }

  private JsonNode tokenAnswer(String with) throws Exception {
    return tokenAnswer(with, "\"force_refresh\":false");
  }

  private JsonNode tokenAnswer(String with, String more) throws Exception {
    return post(
            "/cgi-bin/stable_token",
            "{\"grant_type\":\"client_credential\",\"appid\":\""
                + OFFICIAL
                + "\",\"secret\":\""
                + with
                + "\","
                + more
                + "}")
        .json();
  }
}
