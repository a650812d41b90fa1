package io.lingpai.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is kept for how long: the clock is stepped, and what is asked behind is awaited. */
class CachedCredentialsTest {

  private final Played server = new Played();
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
  private final LingpaiClient client =
      LingpaiClient.at("http://one:8800")
          .key("lpk_k_" + "s".repeat(32))
          .transport(server)
          .nanoTime(now::get)
          .patience(Duration.ofSeconds(20))
          .build();

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void a_promised_value_is_asked_for_once() {
    for (int i = 0; i < 100; i++) {
      assertThat(read()).isEqualTo("token-1");
    }
    pass(224);
    assertThat(read()).isEqualTo("token-1");

    assertThat(server.asked).containsExactly("GET " + path("http://one:8800"));
  }

  @Test
  void a_valid_value_is_served_while_one_thread_asks_again() throws Exception {
    read();
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    server.node =
        request -> {
          asked.countDown();
          await(answer);
          return Played.credential("token-2", 2, 7200, 300);
        };
    pass(226);

    List<String> meanwhile = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      meanwhile.add(read());
    }
    await(asked);
    answer.countDown();
    pass(80);

    assertThat(meanwhile).containsOnly("token-1");
    // The promise on the first is over, so this caller waits for the answer.
    assertThat(read()).isEqualTo("token-2");
    assertThat(server.asked).hasSize(2);
  }

  @Test
  void many_who_come_for_nothing_kept_are_one_question() throws Exception {
    CountDownLatch answer = new CountDownLatch(1);
    server.node =
        request -> {
          await(answer);
          return Played.credential("token-1", 1, 7200, 300);
        };
    try (ExecutorService crowd = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> all = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        all.add(crowd.submit(this::read));
      }
      answer.countDown();
      for (Future<String> one : all) {
        assertThat(one.get()).isEqualTo("token-1");
      }
    }

    assertThat(server.asked).hasSize(1);
  }

  @Test
  void without_a_promise_every_reader_asks() {
    server.node = request -> Played.credential("token-1", 1, 7200, 0);

    read();
    read();
    read();

    assertThat(server.asked).hasSize(3);
  }

  @Test
  void with_the_server_gone_a_value_is_served_until_it_dies() {
    server.node = request -> Played.credential("token-1", 1, 600, 300);
    read();
    server.node =
        request -> {
          throw new IOException("gone");
        };

    pass(599);
    for (int i = 0; i < 50; i++) {
      assertThat(read()).isEqualTo("token-1");
    }
    assertThat(server.asked).as("a server that is gone is not asked by each reader").hasSize(2);

    pass(2);
    assertThatThrownBy(this::read).isInstanceOf(LingpaiUnreachable.class);
    server.node = request -> Played.credential("token-2", 2, 600, 300);
    pass(31);
    assertThat(read()).isEqualTo("token-2");
  }

  @Test
  void a_revoked_key_ends_what_is_kept() {
    read();
    server.node = request -> Played.problem("unauthenticated", 401, Map.of());
    pass(301);

    assertThatThrownBy(this::read).isInstanceOf(LingpaiProblem.class);
    pass(10);
    assertThatThrownBy(this::read).isInstanceOf(LingpaiProblem.class);
  }

  @Test
  void a_problem_is_not_asked_about_before_its_time() {
    server.node = request -> Played.problem("vendor-unavailable", 503, Map.of("Retry-After", "7"));

    assertThatThrownBy(this::read)
        .isInstanceOfSatisfying(
            LingpaiProblem.class,
            problem -> {
              assertThat(problem.slug()).isEqualTo("vendor-unavailable");
              assertThat(problem.status()).isEqualTo(503);
              assertThat(problem.vendorCode()).contains("40125");
              assertThat(problem.whatToDo()).contains("repair it");
              assertThat(problem.retryAfter()).contains(Duration.ofSeconds(7));
              assertThat(problem.worthAskingAgain()).isTrue();
            });
    pass(6);
    assertThatThrownBy(this::read).isInstanceOf(LingpaiProblem.class);
    assertThat(server.asked).hasSize(1);
    pass(2);
    assertThatThrownBy(this::read).isInstanceOf(LingpaiProblem.class);
    assertThat(server.asked).hasSize(2);
  }

  @Test
  void a_dead_token_is_reported_and_the_call_made_once_more() {
    server.node =
        request ->
            request.method().equals("POST")
                ? Played.credential("token-2", 2, 7200, 300)
                : Played.credential("token-1", 1, 7200, 300);

    String answer = client.withToken("shop", "access_token", token -> token, "token-1"::equals);

    assertThat(answer).isEqualTo("token-2");
    assertThat(read()).isEqualTo("token-2");
    // Somebody who still holds the first one learns of the second without another report.
    assertThat(client.rejected("shop", "access_token", "token-1").value()).isEqualTo("token-2");
    assertThat(server.asked).hasSize(2);
  }

  @Test
  void a_vendor_that_refuses_a_token_known_good_is_believed() {
    List<String> calls = new ArrayList<>();

    String answer =
        client.withToken(
            "shop",
            "access_token",
            token -> {
              calls.add(token);
              return "dead";
            },
            "dead"::equals);

    assertThat(answer).isEqualTo("dead");
    assertThat(calls).containsExactly("token-1");
  }

  @Test
  void the_vendors_answer_is_handed_back_when_the_report_fails() {
    server.node =
        request -> {
          if (request.method().equals("POST")) {
            throw new IOException("gone");
          }
          return Played.credential("token-1", 1, 7200, 300);
        };

    assertThat(
            client.<String, RuntimeException>withToken(
                "shop", "access_token", token -> "dead", "dead"::equals))
        .isEqualTo("dead");
  }

  @Test
  void a_server_that_began_anew_is_believed() {
    server.node = request -> Played.credential("old", 900, 7200, 10);
    read();
    pass(11);
    server.node = request -> Played.credential("new", 1, 7200, 10);

    assertThat(read()).isEqualTo("new");
    assertThat(read()).isEqualTo("new");
  }

  private String read() {
    return client.credential("shop", "access_token").value();
  }

  private void pass(long seconds) {
    now.addAndGet(Duration.ofSeconds(seconds).toNanos());
  }

  private static String path(String base) {
    return base + "/api/v1/apps/shop/credentials/access_token";
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      if (!latch.await(20, TimeUnit.SECONDS)) {
        throw new IOException("nobody came");
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
