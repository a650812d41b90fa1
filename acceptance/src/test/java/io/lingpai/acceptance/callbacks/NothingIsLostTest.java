package io.lingpai.acceptance.callbacks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lingpai.acceptance.callbacks.Account.Push;
import io.lingpai.acceptance.stage.Await;
import io.lingpai.acceptance.stage.RestartableServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Invariant 10, stored before acknowledged, handled once: a vendor sends messages twice and thrice,
 * out of order, while the server is killed again and again. The full number is run with {@code
 * ./mvnw -pl acceptance -am test -Dtest=NothingIsLostTest -Dcallbacks.count=200000}.
 */
class NothingIsLostTest {

  private static final int MESSAGES = Integer.getInteger("callbacks.count", 2_000);
  private static final int KILLS = Integer.getInteger("callbacks.kills", 2);
  private static final int SENDERS = 24;
  private static final int ATTEMPTS_AT_MOST = 400;

  private final Account account = Account.any();
  private final AtomicInteger acknowledged = new AtomicInteger();
  private final AtomicInteger repeated = new AtomicInteger();
  private final AtomicInteger unanswered = new AtomicInteger();

  @Test
  void of_messages_sent_again_and_out_of_order_through_crashes_none_is_lost_or_handled_twice(
      @TempDir Path data) throws Exception {
    Map<String, Set<String>> idsByMessage = new ConcurrentHashMap<>();
    try (Service service = new Service();
        RestartableServer server =
            new RestartableServer(
                data.resolve("data"), Station.settings(data.resolve("data"), Map.of()));
        Http http = new Http()) {
      service.answering(
          got -> {
            JsonNode message = json(got.body());
            idsByMessage
                .computeIfAbsent(
                    message.get("FromUserName").asText() + " " + message.get("MsgId").asText(),
                    unused -> ConcurrentHashMap.newKeySet())
                .add(got.header("webhook-id"));
            service.got.clear();
            return new Service.Said(200, "");
          });
      awaitServer(http, server);
      Station.add(
          http,
          server.base(),
          "shop",
          account,
          "secure",
          List.of(
              Map.of(
                  "url",
                  service.url() + "/hook",
                  "secret",
                  "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=")));
      long began = System.nanoTime();

      Thread killer = Thread.ofPlatform().daemon().start(() -> kill(server));
      send(http, server.base() + "/callbacks/shop");
      killer.join();
      long sent = System.nanoTime();
      awaitServer(http, server);
      Await.until(
          "every message at the service",
          Duration.ofSeconds(60 + MESSAGES / 100),
          () -> idsByMessage.size() == MESSAGES);
      Await.until(
          "nothing left waiting",
          Duration.ofSeconds(60),
          () -> deliveries(http, server, "waiting", 1).isEmpty());

      System.out.printf(
          "%d messages acknowledged in %d s through %d kills; %d sent again after success, %d sent"
              + " again for want of an answer; all delivered %d s later%n",
          acknowledged.get(),
          (sent - began) / 1_000_000_000,
          KILLS,
          repeated.get(),
          unanswered.get(),
          (System.nanoTime() - sent) / 1_000_000_000);
      assertThat(acknowledged.get()).isEqualTo(MESSAGES);
      assertThat(idsByMessage).hasSize(MESSAGES);
      assertThat(idsByMessage.values())
          .as("one message under two ids")
          .allMatch(ids -> ids.size() == 1);
      assertHandledOnce(http, server);
    }
  }

  /** Every message has exactly one job, however often it came. */
  private static void assertHandledOnce(Http http, RestartableServer server) throws Exception {
    Set<String> messages = new HashSet<>();
    int jobs = 0;
    String after = "";
    do {
      JsonNode page =
          http.get(server.base() + "/api/v1/deliveries?limit=1000&after=" + after, Station.ADMIN)
              .json();
      for (JsonNode delivery : page.get("deliveries")) {
        messages.add(delivery.get("message").asText());
        jobs++;
      }
      after = page.get("next").isNull() ? "" : page.get("next").asText();
    } while (!after.isEmpty());
    assertThat(jobs).isEqualTo(MESSAGES);
    assertThat(messages).hasSize(MESSAGES);
  }

  private static List<JsonNode> deliveries(
      Http http, RestartableServer server, String state, int limit) throws Exception {
    List<JsonNode> found = new ArrayList<>();
    http.get(server.base() + "/api/v1/deliveries?state=" + state + "&limit=" + limit, Station.ADMIN)
        .json()
        .get("deliveries")
        .forEach(found::add);
    return found;
  }

  private void kill(RestartableServer server) {
    for (int i = 1; i <= KILLS; i++) {
      int some = MESSAGES * i / (KILLS + 1);
      while (acknowledged.get() < some) {
        LockSupport.parkNanos(1_000_000);
      }
      server.kill();
      server.start();
    }
  }

  /** A shuffled list, in which every third message stands twice and every ninth three times. */
  private void send(Http http, String url) throws InterruptedException {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < MESSAGES; i++) {
      for (int times = i % 9 == 0 ? 3 : i % 3 == 0 ? 2 : 1; times > 0; times--) {
        order.add(i);
      }
    }
    Collections.shuffle(order, new Random(20261121));
    ConcurrentLinkedQueue<Integer> left = new ConcurrentLinkedQueue<>(order);
    Map<Integer, Boolean> known = new ConcurrentHashMap<>();
    try (ExecutorService senders = Executors.newFixedThreadPool(SENDERS)) {
      for (int i = 0; i < SENDERS; i++) {
        senders.execute(
            () -> {
              for (Integer next = left.poll(); next != null; next = left.poll()) {
                untilAcknowledged(http, url, next);
                if (known.put(next, true) == null) {
                  acknowledged.incrementAndGet();
                } else {
                  repeated.incrementAndGet();
                }
              }
            });
      }
      senders.shutdown();
      senders.awaitTermination(1, TimeUnit.HOURS);
    }
  }

  private void untilAcknowledged(Http http, String url, int number) {
    // Users share message ids, so that only both together tell messages apart.
    String clear =
        Account.text("user" + number % 997, Integer.toString(number / 2), "hi " + number);
    for (int attempt = 0; attempt < ATTEMPTS_AT_MOST; attempt++) {
      try {
        Push push = account.sealed(clear);
        Http.Answer answer = http.post(url + push.query(), push.body());
        if (answer.status() == 200) {
          return;
        }
        if (answer.status() < 500) {
          throw new AssertionError(answer);
        }
      } catch (Exception e) {
        // Killed meanwhile, or not yet back; the vendor asks again.
      }
      unanswered.incrementAndGet();
      LockSupport.parkNanos(100_000_000);
    }
    throw new AssertionError("message " + number + " was never acknowledged");
  }

  private static void awaitServer(Http http, RestartableServer server) throws Exception {
    Await.until(
        "the server",
        Duration.ofSeconds(60),
        () -> {
          try {
            return http.get(server.base() + "/health/ready", "").status() == 200;
          } catch (IOException e) {
            return false;
          }
        });
  }

  private static JsonNode json(String body) {
    try {
      return Http.JSON.readTree(body);
    } catch (IOException e) {
      throw new AssertionError(body, e);
    }
  }
}
