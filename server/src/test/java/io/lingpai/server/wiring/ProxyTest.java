package io.lingpai.server.wiring;

import static io.lingpai.server.wiring.RunningServer.ADMIN;
import static io.lingpai.server.wiring.RunningServer.OFFICIAL;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lingpai.sandbox.fault.Fault;
import io.lingpai.sandbox.wechat.BehindTheScenes.Line;
import io.lingpai.server.wiring.RunningServer.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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

  private static final String STABLE = "/cgi-bin/stable_token";
  private static final String CHECK = "/cgi-bin/get_api_domain_ip";

  // The vendor's replication is given a 480th of a life: little more than a second.
  private static final Duration LIFE = Duration.ofMinutes(10);
  private static final Duration LAG = Duration.ofMillis(1_250);

  @TempDir Path data;
  private RunningServer server;
  private SdkCalls sdk;
  private String key;
  private String token;

  @BeforeEach
  void start() throws Exception {
    server = new RunningServer(data, Map.of(), LIFE).withShop();
    key = server.key("proxy:shop");
    sdk = new SdkCalls(server);
    token = sdk.token(key);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void a_key_that_may_proxy_is_given_a_token_that_is_worth_nothing_at_the_vendor()
      throws Exception {
    JsonNode given = sdk.tokenAnswer(key);

    assertThat(given.get("expires_in").asLong()).isEqualTo(7200);
    assertThat(token).matches("[A-Za-z0-9_-]{40,511}");
    assertThat(server.sandbox.wechat().behind(OFFICIAL).accepts(token)).isFalse();
    assertThat(
            sdk.vendor(SdkCalls.INFO + "?access_token=" + token + "&openid=" + sdk.openid).code())
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

    assertThat(server.sandbox.wechat().behind(OFFICIAL).accepts(sdk.token(both))).isTrue();
    assertThat(server.sandbox.wechat().behind(OFFICIAL).accepts(sdk.token(server.key("read:shop"))))
        .isTrue();
    assertThat(sdk.token(server.key("read:shop", "proxy:shop"))).startsWith("lpv_");
  }

  @Test
  void a_call_with_it_reaches_the_vendor_with_the_real_one() throws Exception {
    for (String query :
        List.of(
            "access_token=" + token + "&openid=" + sdk.openid + "&lang=zh_CN",
            "openid=" + sdk.openid + "&access_token=" + token,
            "&openid=" + sdk.openid + "&%61ccess_token=" + token + "&",
            "openid=" + sdk.openid + "&access_token=" + token.replace("_", "%5f"))) {
      Answer answer = server.get("", "/wechat" + SdkCalls.INFO + "?" + query);

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.json().path("subscribe").asInt()).as(answer.body()).isEqualTo(1);
      assertThat(answer.headers()).containsKey("x-request-id");
    }
    Answer sent = sdk.message(token, "你好");
    assertThat(sent.code()).as(sent.body()).isZero();
  }

  @Test
  void a_dead_token_is_healed_and_the_caller_never_notices() throws Exception {
    sdk.message(token, "one");
    server.sandbox.wechat().behind(OFFICIAL).killToken();
    afterLag();

    assertThat(sdk.message(token, "two").code()).isZero();

    assertThat(server.sandbox.calls().countAnswered(40001))
        .as("the call and its check")
        .isEqualTo(2);
    assertThat(server.sandbox.calls().count(SdkCalls.SEND)).isEqualTo(3);
    assertThat(server.sandbox.wechat().behind(OFFICIAL).tokensIssued(Line.STABLE)).isEqualTo(2);
  }

  @Test
  void while_no_new_token_can_be_had_nobody_is_told_that_a_token_is_dead() throws Exception {
    sdk.message(token, "one");
    server.sandbox.next(Fault.losesTheAnswer().on(STABLE).untilCleared());
    server.sandbox.wechat().behind(OFFICIAL).killToken();
    afterLag();

    Answer whoFoundItDead = sdk.message(token, "two");
    Answer whoCameAfter = sdk.message(token, "three");

    assertThat(whoFoundItDead.code()).as(whoFoundItDead.body()).isEqualTo(-1);
    assertThat(whoFoundItDead.status()).isEqualTo(whoCameAfter.status()).isEqualTo(200);
    assertThat(whoCameAfter.code()).as(whoCameAfter.body()).isEqualTo(-1);
    assertThat(whoFoundItDead.headers()).containsKey("x-request-id");
    server.sandbox.faults().clear();
  }

  @Test
  void a_refused_secret_is_not_taken_for_a_dead_token() throws Exception {
    sdk.message(token, "one");
    server.sandbox.next(Fault.refuses(40001).on(STABLE).untilCleared());
    server.sandbox.wechat().behind(OFFICIAL).killToken();
    afterLag();

    assertThat(sdk.message(token, "two").code()).isEqualTo(40125);
    assertThat(sdk.message(token, "three").code()).isEqualTo(40125);
    server.sandbox.faults().clear();
  }

  @Test
  void many_callers_of_a_dead_token_cost_one_renewal() throws Exception {
    sdk.message(token, "one");
    server.sandbox.wechat().behind(OFFICIAL).killToken();
    afterLag();

    List<Callable<Answer>> calls = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      String text = "text " + i;
      calls.add(() -> sdk.message(token, text));
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
    server.sandbox.next(Fault.refuses(40001).on(SdkCalls.SEND).untilCleared());
    sdk.message(token, "one");
    afterLag();
    long before = server.sandbox.calls().count(SdkCalls.SEND);

    assertThat(sdk.message(token, "two").code()).isEqualTo(40001);

    assertThat(server.sandbox.calls().count(SdkCalls.SEND) - before).isLessThanOrEqualTo(2);
  }

  @Test
  void asking_again_costs_the_vendor_nothing() throws Exception {
    sdk.message(token, "one");
    for (int i = 0; i < 20; i++) {
      sdk.token(key);
      sdk.tokenAnswer(key, "\"force_refresh\":true");
    }

    assertThat(server.sandbox.calls().count(STABLE)).isEqualTo(1);
    assertThat(server.sandbox.calls().count(CHECK)).isZero();
  }

  @Test
  void refusals_have_the_vendors_shape() throws Exception {
    String narrow = sdk.token(server.key("proxy:shop/cgi-bin/message/*"));
    String real = sdk.token(server.key("read:shop"));
    String info = SdkCalls.INFO + "?openid=" + sdk.openid + "&access_token=";
    Map<String, Integer> refused = new LinkedHashMap<>();
    refused.put(SdkCalls.INFO + "?openid=" + sdk.openid, 41001);
    refused.put(SdkCalls.INFO + "?access_token=&openid=" + sdk.openid, 41001);
    refused.put(info + "x", 40001);
    refused.put(info + real, 40001);
    refused.put(info + token + "A", 40001);
    refused.put(info + altered(token), 40001);
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

  /** Another in the middle; its last characters might not be others than they were. */
  private static String altered(String token) {
    int middle = token.length() / 2;
    char other = token.charAt(middle) == 'A' ? 'B' : 'A';
    return token.substring(0, middle) + other + token.substring(middle + 1);
  }

  @Test
  void clearing_a_quota_takes_a_grant_that_names_it() throws Exception {
    String may = sdk.token(server.key("proxy:shop/cgi-bin/clear_quota"));

    Answer cleared =
        sdk.post("/cgi-bin/clear_quota?access_token=" + may, "{\"appid\":\"" + OFFICIAL + "\"}");

    assertThat(cleared.code()).as(cleared.body()).isZero();
  }

  @Test
  void a_token_dies_with_its_key() throws Exception {
    assertThat(sdk.info(token).code()).isZero();
    String id = key.split("_")[1];

    server.delete(ADMIN, "/api/v1/keys/" + id);

    assertThat(sdk.info(token).code()).isEqualTo(40001);
    server.restart();
    assertThat(sdk.info(token).code()).isEqualTo(40001);
  }

  @Test
  void a_token_outlives_a_restart() throws Exception {
    server.restart();

    assertThat(sdk.info(token).code()).isZero();
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
    assertThat(sdk.user("/sns/userinfo", user, who).json().path("openid").asText()).isEqualTo(who);
    assertThat(sdk.user("/sns/auth", user, who).code()).isZero();
    assertThat(sdk.user("/sns/userinfo", refresh, who).code()).isEqualTo(40001);
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
        sdk.post(
            SdkCalls.SEND + "?access_token=" + token,
            "{\"touser\":\"nobody\",\"msgtype\":\"text\"}");
    String rid = wrong.json().get("errmsg").asText().replaceAll(".*rid: ", "");
    String real = server.sandbox.wechat().behind(OFFICIAL).currentToken(Line.STABLE).orElseThrow();

    Answer told =
        sdk.post("/cgi-bin/openapi/rid/get?access_token=" + token, "{\"rid\":\"" + rid + "\"}");

    assertThat(told.json().path("request").path("request_url").asText())
        .as(told.body())
        .contains("access_token=***");
    assertThat(told.body()).doesNotContain(real);
  }

  @Test
  void a_request_whose_answer_was_lost_is_repeated_only_if_that_is_harmless() throws Exception {
    sdk.message(token, "one");
    server.sandbox.next(Fault.losesTheAnswer().on(SdkCalls.SEND));
    server.sandbox.next(Fault.losesTheAnswer().on(SdkCalls.INFO));

    Answer lost = sdk.message(token, "two");
    assertThat(lost.status()).isEqualTo(504);
    assertThat(sdk.info(token).code()).isZero();

    assertThat(server.sandbox.calls().count(SdkCalls.SEND)).isEqualTo(2);
    assertThat(server.sandbox.calls().count(SdkCalls.INFO)).isEqualTo(2);
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
}
