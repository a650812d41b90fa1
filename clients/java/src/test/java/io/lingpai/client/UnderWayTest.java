package io.lingpai.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What comes of a question while others wait for it, and of one that nobody answers. */
class UnderWayTest {

  private static final Duration GENEROUS = Duration.ofSeconds(30);

  private final Played server = new Played();
  private final AtomicLong now = new AtomicLong();
  private final LingpaiClient client = client(Duration.ofSeconds(1));

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void whoever_is_interrupted_fails_alone() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    AtomicInteger questions = new AtomicInteger();
    server.node =
        request -> {
          if (questions.getAndIncrement() == 0) {
            asked.countDown();
            untilInterrupted();
          }
          return Played.credential("token-1", 1, 7200, 300);
        };
    CompletableFuture<Object> firsts = new CompletableFuture<>();
    Thread first = Thread.ofVirtual().start(() -> firsts.complete(outcome()));
    asked.await();

    try (ExecutorService crowd = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Object>> others =
          List.of(crowd.submit(this::outcome), crowd.submit(this::outcome));
      first.interrupt();
      for (Future<Object> other : others) {
        assertThat(other.get(30, TimeUnit.SECONDS)).isEqualTo("token-1");
      }
    }

    assertThat(firsts.get(30, TimeUnit.SECONDS)).isInstanceOf(LingpaiUnreachable.class);
    assertThat(questions).hasValueLessThanOrEqualTo(2);
  }

  @Test
  void whoever_is_interrupted_while_reporting_fails_alone() throws Exception {
    client.credential("shop", "access_token");
    CountDownLatch asked = new CountDownLatch(1);
    server.node =
        request -> {
          if (asked.getCount() > 0) {
            asked.countDown();
            untilInterrupted();
          }
          return Played.credential("token-2", 2, 7200, 300);
        };
    Thread first = Thread.ofVirtual().start(this::reported);
    asked.await();

    try (ExecutorService crowd = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Object> other = crowd.submit(this::reported);
      first.interrupt();
      assertThat(other.get(30, TimeUnit.SECONDS)).isEqualTo("token-2");
    }
  }

  /** A server that hangs must not cost each of its readers that second again. */
  @Test
  void patience_is_had_once_for_a_question_and_not_by_each_who_comes() throws Exception {
    server.node = request -> Played.credential("token-1", 1, 7200, 0);
    client.credential("shop", "access_token");
    CountDownLatch end = new CountDownLatch(1);
    server.node =
        request -> {
          await(end);
          return Played.credential("token-2", 2, 7200, 0);
        };

    long begun = System.nanoTime();
    for (int i = 0; i < 60; i++) {
      assertThat(client.credential("shop", "access_token").value()).isEqualTo("token-1");
    }
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(GENEROUS);
    end.countDown();
  }

  @Test
  void a_version_heard_of_while_an_older_answer_was_on_its_way_is_asked_for() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    AtomicInteger questions = new AtomicInteger();
    Kept kept =
        new Kept(
            () -> {
              if (questions.getAndIncrement() > 0) {
                return credential(2, "2026-11-21T09:00:00Z");
              }
              try {
                await(end);
              } catch (IOException e) {
                throw new LingpaiUnreachable("nobody came", e);
              }
              return credential(1, "2026-11-21T08:00:00Z");
            },
            now::get,
            Runnable::run,
            Duration.ofSeconds(1));
    try (ExecutorService reader = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Credential> first = reader.submit(kept::read);
      while (questions.get() == 0) {
        Thread.onSpinWait();
      }
      now.incrementAndGet();
      kept.heard(2);
      now.incrementAndGet();
      end.countDown();
      assertThat(first.get(30, TimeUnit.SECONDS).version()).isEqualTo(1);
    }

    kept.read();
    assertThat(kept.read().version()).isEqualTo(2);
    assertThat(questions).hasValue(2);
  }

  @Test
  void what_nobody_relies_on_any_more_is_not_asked_for_when_a_stream_begins() {
    AtomicInteger questions = new AtomicInteger();
    Kept kept =
        new Kept(
            () -> {
              questions.incrementAndGet();
              return credential(1, "2026-11-21T08:00:00Z");
            },
            now::get,
            Runnable::run,
            Duration.ofSeconds(1));
    kept.read();

    pass(1);
    kept.doubt();
    assertThat(questions).as("promised for minutes yet").hasValue(2);
    pass(301);
    kept.doubt();
    assertThat(questions).as("its next reader asks anyway").hasValue(2);
  }

  @Test
  void a_node_left_behind_does_not_bring_an_older_value_back() {
    server.node = request -> Played.issued("token-2", 2, "2026-11-21T09:00:00Z");
    client.credential("shop", "access_token");
    pass(301);
    server.node = request -> Played.issued("token-1", 1, "2026-11-21T08:00:00Z");

    assertThat(client.credential("shop", "access_token").value()).isEqualTo("token-2");
    assertThat(client.credential("shop", "access_token").value()).isEqualTo("token-2");

    // Where that one is reported dead, the node's word is all there is.
    assertThat(client.rejected("shop", "access_token", "token-2").value()).isEqualTo("token-1");
    assertThat(client.credential("shop", "access_token").value()).isEqualTo("token-1");
  }

  @Test
  void with_nothing_to_serve_nodes_that_are_gone_are_asked_again_within_five_seconds() {
    server.node =
        request -> {
          throw new IOException("gone");
        };
    for (int i = 0; i < 10; i++) {
      assertThatThrownBy(() -> client.credential("shop", "access_token"))
          .isInstanceOf(LingpaiUnreachable.class);
      pass(31);
    }
    assertThatThrownBy(() -> client.credential("shop", "access_token"))
        .isInstanceOf(LingpaiUnreachable.class);
    server.node = request -> Played.credential("token-1", 1, 7200, 300);

    pass(5);

    assertThat(client.credential("shop", "access_token").value()).isEqualTo("token-1");
  }

  @Test
  void a_problem_to_be_asked_about_at_once_is_asked_about_once_a_second() {
    server.node = request -> Played.problem("vendor-unavailable", 503, Map.of("Retry-After", "0"));
    for (int i = 0; i < 100; i++) {
      assertThatThrownBy(() -> client.credential("shop", "access_token"))
          .isInstanceOf(LingpaiProblem.class);
    }
    assertThat(server.asked).hasSize(1);
  }

  @Test
  void names_that_nobody_knows_do_not_pile_up() {
    client.credential("shop", "access_token");
    server.node = request -> Played.problem("not-found", 404, Map.of());
    for (int i = 0; i < 10_000; i++) {
      String name = "unknown-" + i;
      assertThatThrownBy(() -> client.credential(name, "access_token"))
          .isInstanceOf(LingpaiProblem.class);
      now.addAndGet(Duration.ofMillis(20).toNanos());
    }

    assertThat(client.remembered()).isLessThan(2_000);
    server.asked.clear();
    assertThat(client.credential("shop", "access_token").value()).isEqualTo("token-1");
  }

  @Test
  void a_process_without_room_for_a_thread_is_served_what_lives() {
    Kept kept =
        new Kept(
            () -> credential(1, "2026-11-21T08:00:00Z"),
            now::get,
            task -> {
              throw new OutOfMemoryError("unable to create native thread");
            },
            Duration.ofSeconds(1));
    kept.read();
    pass(301);
    assertThat(kept.read().version()).isEqualTo(1);

    pass(7200);
    assertThat(kept.read().version()).as("dead, so the reader itself asks").isEqualTo(1);
  }

  private Object outcome() {
    try {
      return client.credential("shop", "access_token").value();
    } catch (LingpaiException e) {
      return e;
    }
  }

  private Object reported() {
    try {
      return client.rejected("shop", "access_token", "token-1").value();
    } catch (LingpaiException e) {
      return e;
    }
  }

  private LingpaiClient client(Duration patience) {
    return LingpaiClient.at("http://one:8800")
        .key("lpk_k_s")
        .transport(server)
        .nanoTime(now::get)
        .patience(patience)
        .build();
  }

  private void pass(long seconds) {
    now.addAndGet(Duration.ofSeconds(seconds).toNanos());
  }

  private static Credential credential(long version, String issuedAt) {
    try {
      return new Credential(
          "shop",
          "access_token",
          Fields.of(
              Played.said("token-" + version, version, issuedAt, 7200, 300)
                  .getBytes(StandardCharsets.UTF_8)));
    } catch (Json.Unreadable e) {
      throw new AssertionError(e);
    }
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      if (!latch.await(30, TimeUnit.SECONDS)) {
        throw new IOException("nobody came");
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  /** As the JDK's sockets under a virtual thread: the connection ends, the flag stays. */
  private static void untilInterrupted() throws IOException {
    try {
      new CountDownLatch(1).await(30, TimeUnit.SECONDS);
      throw new IOException("nobody interrupted");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("closed by interrupt");
    }
  }
}
