package io.lingpai.server.wiring;

import static io.lingpai.server.wiring.RunningServer.ADMIN;
import static io.lingpai.server.wiring.RunningServer.OFFICIAL;
import static io.lingpai.server.wiring.RunningServer.SECRET;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lingpai.sandbox.fault.Fault;
import io.lingpai.server.wiring.RunningServer.Answer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeApiTest {

  private static final String TOKEN = "/api/v1/apps/shop/credentials/access_token";
  private static final String STABLE = "/cgi-bin/stable_token";

  @TempDir Path data;
  private RunningServer server;

  @BeforeEach
  void start() throws Exception {
    server = new RunningServer(data, Map.of()).withShop();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void a_token_is_read_with_a_promise() throws Exception {
    Answer answer = server.get(server.key("read:shop/access_token"), TOKEN);

    JsonNode read = answer.json();
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(read.get("app").asText()).isEqualTo("shop");
    assertThat(read.get("kind").asText()).isEqualTo("access_token");
    assertThat(read.get("value").asText()).hasSizeGreaterThan(60);
    assertThat(read.get("version").asLong()).isEqualTo(1);
    assertThat(read.get("issued_at").asText())
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
    assertThat(read.get("expires_in").asLong()).isBetween(7100L, 7200L);
    assertThat(read.get("fresh_for").asLong()).isEqualTo(300);
    assertThat(answer.headers()).containsEntry("cache-control", "private, max-age=300");
    assertThat(answer.headers()).containsKey("x-request-id");
    assertThat(server.get(server.key("read:shop"), TOKEN).json().get("value"))
        .isEqualTo(read.get("value"));
  }

  @Test
  void a_thousand_readers_of_a_cold_credential_cost_one_call() throws Exception {
    String key = server.key("read:shop");
    List<Callable<Integer>> readers = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      readers.add(() -> server.get(key, "/api/v1/apps/shop/credentials/jsapi_ticket").status());
    }

    try (ExecutorService threads = Executors.newFixedThreadPool(50)) {
      for (Future<Integer> status : threads.invokeAll(readers)) {
        assertThat(status.get()).isEqualTo(200);
      }
    }
    assertThat(server.sandbox.calls().count("/cgi-bin/ticket/getticket")).isEqualTo(1);
    assertThat(server.sandbox.calls().count(STABLE)).isEqualTo(1);
  }

  @Test
  void a_thousand_reports_of_one_dead_token_cost_one_check_and_one_renewal() throws Exception {
    String key = server.key("read:shop", "renew:shop");
    String rejected = server.get(key, TOKEN).json().get("value").asText();
    List<Callable<Answer>> reports = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      reports.add(() -> server.post(key, TOKEN + "/renewals", Map.of("rejected", rejected)));
    }

    try (ExecutorService threads = Executors.newFixedThreadPool(50)) {
      for (Future<Answer> report : threads.invokeAll(reports)) {
        assertThat(report.get().status()).as(report.get().body()).isEqualTo(200);
        assertThat(report.get().json().get("value").asText()).isNotEmpty();
      }
    }
    assertThat(server.sandbox.calls().count("/cgi-bin/get_api_domain_ip")).isLessThanOrEqualTo(1);
    assertThat(server.sandbox.calls().count(STABLE)).isLessThanOrEqualTo(2);
  }

  @Test
  void a_report_without_the_grant_to_read_gets_no_value() throws Exception {
    server.get(ADMIN, TOKEN);
    String key = server.key("renew:shop");

    Answer answer = server.post(key, TOKEN + "/renewals", Map.of("rejected", "never-ours"));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().get("renewed").asBoolean()).isFalse();
    assertThat(answer.json().has("value")).isFalse();
    assertThat(answer.json().get("version").asLong()).isEqualTo(1);
    assertThat(server.sandbox.calls().count("/cgi-bin/get_api_domain_ip")).isZero();
    assertThat(server.post(key, TOKEN + "/renewals", Map.of()).status()).isEqualTo(403);
    assertThat(server.post(key, TOKEN + "/renewals", Map.of("rejected", "")).status())
        .isEqualTo(400);
    assertThat(
            server
                .post(key, TOKEN + "/renewals", Map.of("rejekted", "x"))
                .json()
                .get("field")
                .asText())
        .isEqualTo("rejekted");
  }

  @Test
  void an_administrator_renews_and_waiting_callers_hear_of_it() throws Exception {
    String key = server.key("read:shop");
    long version = server.get(key, TOKEN).json().get("version").asLong();
    assertThat(server.get(key, TOKEN + "?newer_than=" + version).status()).isEqualTo(304);

    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Answer> waiting =
          threads.submit(() -> server.get(key, TOKEN + "?newer_than=" + version + "&wait=25"));
      Answer renewed = server.post(ADMIN, TOKEN + "/renewals", Map.of());

      assertThat(renewed.json().get("renewed").asBoolean()).as(renewed.body()).isTrue();
      assertThat(waiting.get().json().get("version").asLong()).isEqualTo(version + 1);
    }
    Answer tooSoon = server.post(ADMIN, TOKEN + "/renewals", Map.of());
    assertThat(tooSoon.status()).as(tooSoon.body()).isIn(503, 200);
  }

  @Test
  void a_wait_that_brings_nothing_is_304_and_bad_numbers_are_400() throws Exception {
    String key = server.key("read:shop");
    server.get(key, TOKEN);

    assertThat(server.get(key, TOKEN + "?newer_than=1&wait=1").status()).isEqualTo(304);
    assertThat(server.get(key, TOKEN + "?newer_than=x").json().get("field").asText())
        .isEqualTo("newer_than");
    assertThat(server.get(key, TOKEN + "?newer_than=1&wait=9999").status()).isEqualTo(400);
  }

  @Test
  void the_three_refusals_about_authorization_say_what_arrived() throws Exception {
    Answer nothing = server.get("", TOKEN);
    assertThat(nothing.status()).isEqualTo(401);
    assertThat(nothing.headers()).containsKey("www-authenticate");
    assertThat(nothing.json().get("detail").asText())
        .startsWith(
            "no Authorization header arrived; if the caller sent one, a proxy in between dropped"
                + " it:")
        .contains("nginx", "Apache", "PHP-FPM");

    assertThat(server.get("", TOKEN, "authorization", "Basic canary").json().get("detail").asText())
        .contains("another scheme arrived (Basic)");
    assertThat(server.get("", TOKEN, "authorization", "canary").body()).doesNotContain("canary");
    assertThat(server.get("", TOKEN, "authorization", "Bearer").json().get("detail").asText())
        .contains("without a key");
    assertThat(server.get("lpk_canary_short", TOKEN).body())
        .contains("its secret part is cut short")
        .doesNotContain("canary");
    assertThat(server.get("lpk_canary_" + "x".repeat(40), TOKEN).body())
        .contains("unknown or revoked")
        .doesNotContain("canary");
  }

  @Test
  void a_key_without_the_grant_learns_nothing_of_whether_the_app_exists() throws Exception {
    String key = server.key("read:other");
    Answer there = server.get(key, TOKEN);
    Answer notThere = server.get(key, TOKEN.replace("shop", "shoq"));

    assertThat(there.status()).isEqualTo(403);
    assertThat(notThere.status()).isEqualTo(403);
    assertThat(there.body().replaceAll("\"request_id\":\"[^\"]*\"", ""))
        .isEqualTo(
            notThere.body().replaceAll("\"request_id\":\"[^\"]*\"", "").replace("shoq", "shop"));
  }

  @Test
  void unknown_apps_and_kinds_are_404_to_who_may_know() throws Exception {
    assertThat(server.get(ADMIN, TOKEN.replace("shop", "shoq")).status()).isEqualTo(404);
    assertThat(server.get(ADMIN, TOKEN + "x").status()).isEqualTo(404);
    assertThat(server.get(ADMIN, "/api/v1/nothing").status()).isEqualTo(404);
    assertThat(server.post(ADMIN, TOKEN, Map.of()).status()).isEqualTo(405);
  }

  @Test
  void a_revoked_key_is_dead_at_once() throws Exception {
    Answer made =
        server.post(ADMIN, "/api/v1/keys", Map.of("name", "k", "grants", List.of("read:shop")));
    String key = made.json().get("key").asText();
    assertThat(server.get(key, TOKEN).status()).isEqualTo(200);

    assertThat(server.delete(ADMIN, "/api/v1/keys/" + made.json().get("id").asText()).status())
        .isEqualTo(204);

    assertThat(server.get(key, TOKEN).status()).isEqualTo(401);
  }

  @Test
  void a_key_is_shown_once_even_if_its_making_is_repeated() throws Exception {
    Map<String, Object> body = Map.of("name", "k", "grants", List.of("watch"), "expires_in", "90d");
    JsonNode first = server.post(ADMIN, "/api/v1/keys", body, "idempotency-key", "once").json();
    JsonNode second = server.post(ADMIN, "/api/v1/keys", body, "idempotency-key", "once").json();

    assertThat(first.get("key").asText()).startsWith("lpk_" + first.get("id").asText() + "_");
    assertThat(second.get("id")).isEqualTo(first.get("id"));
    assertThat(second.has("key")).isFalse();
    assertThat(first.get("expires_at").asText()).endsWith("Z");
    assertThat(server.get(ADMIN, "/api/v1/keys?limit=1").json().get("next").isNull()).isFalse();
    assertThat(server.get(ADMIN, "/api/v1/keys").body()).doesNotContain(first.get("key").asText());
  }

  @Test
  void a_key_bound_to_networks_works_from_nowhere_else() throws Exception {
    for (Map.Entry<String, Integer> network :
        Map.of("127.0.0.0/8", 200, "10.0.0.0/8", 403, "::1/128", 403).entrySet()) {
      JsonNode made =
          server
              .post(
                  ADMIN,
                  "/api/v1/keys",
                  Map.of(
                      "name",
                      "k",
                      "grants",
                      List.of("read:shop"),
                      "networks",
                      List.of(network.getKey()),
                      "expires_in",
                      3600))
              .json();
      assertThat(server.get(made.get("key").asText(), TOKEN).status())
          .as(network.getKey())
          .isEqualTo(network.getValue());
    }
    for (String wrong : List.of("10.0.0.0/33", "example.com", "10.0.0", "/8")) {
      assertThat(
              server
                  .post(
                      ADMIN,
                      "/api/v1/keys",
                      Map.of("name", "k", "grants", List.of("watch"), "networks", List.of(wrong)))
                  .status())
          .as(wrong)
          .isEqualTo(400);
    }
  }

  @Test
  void grants_and_lives_that_are_none_are_refused() throws Exception {
    for (Map<String, Object> wrong :
        List.<Map<String, Object>>of(
            Map.of("grants", List.of("watch")),
            Map.of("name", "k"),
            Map.of("name", "k", "grants", List.of()),
            Map.of("name", "k", "grants", List.of("write:shop")),
            Map.of("name", "k", "grants", "watch"),
            Map.of("name", "k", "grants", List.of("watch"), "expires_in", "soon"),
            Map.of("name", "k", "grants", List.of("watch"), "colour", "red"))) {
      Answer answer = server.post(ADMIN, "/api/v1/keys", wrong);
      assertThat(answer.status()).as(wrong.toString()).isEqualTo(400);
      assertThat(answer.json().get("field").asText()).isNotEmpty();
    }
  }

  @Test
  void an_app_is_shown_with_its_state_and_never_with_its_secret() throws Exception {
    server.get(ADMIN, TOKEN);
    Answer answer = server.get(ADMIN, "/api/v1/apps/shop");

    JsonNode app = answer.json();
    assertThat(answer.body()).doesNotContain(SECRET);
    assertThat(app.get("state").asText()).isEqualTo("active");
    assertThat(app.get("appid").asText()).isEqualTo(OFFICIAL);
    assertThat(app.get("secret").asText()).matches("[0-9a-f]{8}");
    JsonNode token = app.get("credentials").get(0);
    assertThat(token.get("kind").asText()).isEqualTo("access_token");
    assertThat(token.get("state").asText()).isEqualTo("current");
    assertThat(token.get("vendor_calls_today").asInt()).isEqualTo(1);
    assertThat(server.get(ADMIN, "/api/v1/apps").json().get("apps")).hasSize(1);
  }

  @Test
  void a_refused_app_says_what_to_do_and_a_new_secret_heals_it_at_once() throws Exception {
    Map<String, String> wrong =
        Map.of(
            "name",
            "mini",
            "platform",
            "wechat-mini",
            "appid",
            RunningServer.MINI,
            "secret",
            "f".repeat(32));
    assertThat(server.post(ADMIN, "/api/v1/apps", wrong).status()).isEqualTo(201);
    String path = "/api/v1/apps/mini/credentials/access_token";

    Answer refused = server.get(ADMIN, path);
    assertThat(refused.status()).as(refused.body()).isEqualTo(502);
    assertThat(refused.json().get("vendor_code").asText()).isEqualTo("40125");
    assertThat(refused.json().get("what_to_do").asText()).isNotEmpty();
    assertThat(refused.json().get("type").asText()).isEqualTo("/problems/vendor-refused");
    assertThat(server.get(ADMIN, "/api/v1/apps/mini").json().get("state").asText())
        .isEqualTo("attention");

    assertThat(server.patch(ADMIN, "/api/v1/apps/mini", Map.of("secret", SECRET)).status())
        .isEqualTo(200);
    assertThat(server.get(ADMIN, path).status()).isEqualTo(200);
  }

  @Test
  void apps_are_judged_disabled_and_removed() throws Exception {
    Map<String, Object> shop =
        Map.of("name", "shop", "platform", "wechat-official", "appid", "wx2", "secret", "x");
    assertThat(server.post(ADMIN, "/api/v1/apps", shop).status()).isEqualTo(409);
    for (Map<String, Object> wrong :
        List.<Map<String, Object>>of(
            Map.of("platform", "wechat-official", "appid", "wx3"),
            Map.of("platform", "nothing", "appid", "wx3", "secret", "x"),
            Map.of("name", "Shop!", "platform", "wechat-official", "appid", "wx3", "secret", "x"),
            Map.of(
                "platform", "wechat-official", "appid", "wx3", "secret", "x", "token_mode", "odd"),
            Map.of(
                "platform",
                "wechat-official",
                "appid",
                "wx3",
                "secret",
                "x",
                "keep",
                List.of("odd")))) {
      assertThat(server.post(ADMIN, "/api/v1/apps", wrong).status())
          .as(wrong.toString())
          .isEqualTo(400);
    }

    assertThat(
            server
                .patch(ADMIN, "/api/v1/apps/shop", Map.of("state", "disabled"))
                .json()
                .get("state")
                .asText())
        .isEqualTo("disabled");
    assertThat(server.get(ADMIN, TOKEN).status()).isEqualTo(409);
    server.patch(ADMIN, "/api/v1/apps/shop", Map.of("state", "active"));
    assertThat(server.get(ADMIN, TOKEN).status()).isEqualTo(200);
    assertThat(server.delete(ADMIN, "/api/v1/apps/shop").status()).isEqualTo(204);
    assertThat(server.get(ADMIN, TOKEN).status()).isEqualTo(404);
    assertThat(server.get(ADMIN, "/api/v1/audit").json().get("entries").size()).isGreaterThan(3);
  }

  @Test
  void a_vendor_that_is_down_is_503_with_a_time_to_come_back() throws Exception {
    server.sandbox.next(Fault.isDown().untilCleared());

    Answer answer = server.get(ADMIN, "/api/v1/apps/shop/credentials/wx_card_ticket");

    assertThat(answer.status()).as(answer.body()).isEqualTo(503);
    assertThat(answer.headers()).containsKey("retry-after");
  }

  @Test
  void pages_are_signed_and_refused_signatures_explained() throws Exception {
    String key = server.key("sign:shop");
    JsonNode signed =
        server
            .post(key, "/api/v1/apps/shop/signatures", Map.of("url", "https://a.cn/p?q=中#top"))
            .json();

    assertThat(signed.get("appId").asText()).isEqualTo(OFFICIAL);
    assertThat(signed.get("url").asText()).isEqualTo("https://a.cn/p?q=中");
    assertThat(signed.get("signature").asText()).matches("[0-9a-f]{40}");
    for (String wrong : List.of("/p", "ftp://a.cn", "javascript:x", "")) {
      assertThat(server.post(key, "/api/v1/apps/shop/signatures", Map.of("url", wrong)).status())
          .as(wrong)
          .isEqualTo(400);
    }
    assertThat(
            server
                .post(
                    key,
                    "/api/v1/apps/shop/signatures",
                    Map.of("url", "https://a.cn", "use", "odd"))
                .status())
        .isEqualTo(400);
    Answer why =
        server.post(
            key,
            "/api/v1/apps/shop/signature-explanations",
            Map.of(
                "url", "https://a.cn/p?q=中",
                "timestamp", signed.get("timestamp").asText(),
                "nonceStr", signed.get("nonceStr").asText(),
                "signature", signed.get("signature").asText(),
                "page_url", "https://a.cn/other"));
    assertThat(why.json().get("right").asBoolean()).as(why.body()).isFalse();
    assertThat(why.json().get("findings").get(0).get("explanation_zh").asText()).isNotEmpty();
    Answer asItWasAnswered =
        server.post(
            key,
            "/api/v1/apps/shop/signature-explanations",
            Map.of(
                "url", "https://a.cn/p?q=中",
                "timestamp", signed.get("timestamp").asLong(),
                "nonceStr", signed.get("nonceStr").asText(),
                "signature", signed.get("signature").asText()));
    assertThat(asItWasAnswered.json().get("right").asBoolean()).as(asItWasAnswered.body()).isTrue();
    assertThat(
            server
                .post(
                    server.key("read:shop"),
                    "/api/v1/apps/shop/signatures",
                    Map.of("url", "https://a.cn"))
                .status())
        .isEqualTo(403);
  }

  @Test
  void what_is_kept_outlives_a_restart_and_nothing_secret_lies_in_the_open() throws Exception {
    String key = server.key("read:shop");
    String value = server.get(key, TOKEN).json().get("value").asText();

    server.restart();

    assertThat(server.get(key, TOKEN).json().get("value").asText()).isEqualTo(value);
    assertThat(server.sandbox.calls().count(STABLE)).isEqualTo(1);
    assertThat(server.dataAsText()).doesNotContain(value, SECRET, key);
    assertThat(server.get(ADMIN, "/metrics").body())
        .contains("lingpai_credential_expires_seconds{app=\"shop\",kind=\"access_token\"}")
        .doesNotContain(value, SECRET, key);
  }

  @Test
  void garbage_is_told_apart_and_the_server_lives_on() throws Exception {
    String path = "/api/v1/keys";
    assertThat(
            server
                .send(
                    server
                        .request(ADMIN, path)
                        .header("content-type", "application/json")
                        .POST(java.net.http.HttpRequest.BodyPublishers.ofString("{canary"))
                        .build())
                .body())
        .contains("not JSON")
        .doesNotContain("canary");
    assertThat(
            server
                .send(
                    server
                        .request(ADMIN, path)
                        .header("content-type", "text/plain")
                        .POST(java.net.http.HttpRequest.BodyPublishers.ofString("{}"))
                        .build())
                .json()
                .get("field")
                .asText())
        .isEqualTo("Content-Type");
    assertThat(
            server
                .send(
                    server
                        .request(ADMIN, path)
                        .header("content-type", "application/json")
                        .POST(
                            java.net.http.HttpRequest.BodyPublishers.ofByteArray(
                                new byte[11_000_000]))
                        .build())
                .status())
        .isEqualTo(413);
    assertThat(server.get("", "/health").status()).isEqualTo(200);
    assertThat(server.get("", "/health/ready").status()).isEqualTo(200);
    assertThat(server.get("", "/problems/not-found", "accept-language", "zh").body())
        .contains("怎么办");
    assertThat(
            server
                .get(server.key("watch"), "/api/v1/status")
                .json()
                .get("apps")
                .get("active")
                .asInt())
        .isEqualTo(1);
    assertThat(
            server.get(server.key("watch"), "/api/v1/apps/shop/usage").json().get("kinds").size())
        .isEqualTo(3);
  }
}
