package io.lingpai.server.wiring;

import static io.lingpai.server.wiring.RunningServer.ADMIN;
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

/** Values read, reported and renewed by HTTP. */
class CredentialApiTest {

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
  void whoever_waits_with_a_key_that_is_revoked_meanwhile_is_told_no_value() throws Exception {
    String key = server.key("read:shop");
    long version = server.get(key, TOKEN).json().get("version").asLong();

    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Answer> waiting =
          threads.submit(() -> server.get(key, TOKEN + "?newer_than=" + version + "&wait=25"));
      for (int i = 0; i < 20; i++) {
        // Time for that one to arrive; were it late, it would be refused at the door.
        server.get(ADMIN, TOKEN);
      }
      server.delete(ADMIN, "/api/v1/keys/" + key.split("_")[1]);
      Answer renewed = server.post(ADMIN, TOKEN + "/renewals", Map.of());

      assertThat(renewed.json().get("renewed").asBoolean()).as(renewed.body()).isTrue();
      assertThat(waiting.get().status()).as(waiting.get().body()).isEqualTo(401);
    }
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
  void a_vendor_that_is_down_is_503_with_a_time_to_come_back() throws Exception {
    server.sandbox.next(Fault.isDown().untilCleared());

    Answer answer = server.get(ADMIN, "/api/v1/apps/shop/credentials/wx_card_ticket");

    assertThat(answer.status()).as(answer.body()).isEqualTo(503);
    assertThat(answer.headers()).containsKey("retry-after");
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
}
