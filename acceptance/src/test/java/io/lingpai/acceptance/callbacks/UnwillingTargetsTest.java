package io.lingpai.acceptance.callbacks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lingpai.acceptance.callbacks.Account.Push;
import io.lingpai.acceptance.callbacks.Service.Got;
import io.lingpai.acceptance.callbacks.Service.Said;
import io.lingpai.acceptance.stage.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Targets that are down, slow, forbidden or unwilling, and what becomes of their messages. */
class UnwillingTargetsTest extends Forwarding {

  @Test
  void while_a_target_is_down_the_vendor_is_answered_and_the_order_of_each_user_is_kept()
      throws Exception {
    Service down = service().answering(503, "");
    String url = shop(json(down, Map.of("secret", SECRET)));
    for (int i = 0; i < 12; i++) {
      assertThat(push(url, account.sealed(Account.text("o" + i % 2, "" + i, "x"))).body())
          .isEqualTo("success");
    }
    List<String> ids =
        new ArrayList<>(
            new java.util.LinkedHashSet<>(
                down.got.stream().map(got -> got.header("webhook-id")).toList()));
    int before = down.got.size();
    down.answering(200, "");
    long began = System.nanoTime();

    Await.until(
        "all twelve",
        Duration.ofSeconds(90),
        () ->
            station.deliveries().stream()
                .allMatch(it -> it.get("state").asText().equals("delivered")));

    System.out.printf(
        "came back and served within %d ms%n", (System.nanoTime() - began) / 1_000_000);
    Map<String, List<Integer>> taken = new HashMap<>();
    for (Got got : down.got.subList(before, down.got.size())) {
      JsonNode message = Http.JSON.readTree(got.body());
      taken
          .computeIfAbsent(message.get("FromUserName").asText(), unused -> new ArrayList<>())
          .add(message.get("MsgId").asInt());
    }
    assertThat(taken).hasSize(2);
    taken.values().forEach(of -> assertThat(of).isSorted().hasSize(6));
    assertThat(ids).isNotEmpty();
    assertThat(down.got.stream().map(got -> got.header("webhook-id")).distinct()).hasSize(12);
  }

  @Test
  void a_slow_target_delays_nobody_and_the_vendor_hears_in_time() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    Service slow =
        service()
            .answering(
                got -> {
                  try {
                    release.await(2, TimeUnit.MINUTES);
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                  return new Said(200, REPLY);
                });
    Service quick = service().answering(200, REPLY);
    Account other = Account.any();
    String slowly = shop(json(slow, Map.of("secret", SECRET)));
    String quickly =
        station.with("other", other, "secure", List.of(json(quick, Map.of("secret", SECRET))));

    Thread waiting =
        Thread.startVirtualThread(
            () -> {
              for (int i = 0; i < 40; i++) {
                int number = i;
                Thread.startVirtualThread(
                    () -> quietly(slowly, account.sealed(Account.text("s" + number, "1", "x"))));
              }
            });
    waiting.join();
    Await.until("the slow one to be busy", Duration.ofSeconds(60), () -> slow.got.size() >= 20);
    String answer = push(quickly, other.sealed(Account.text("o1", "1", "x"))).body();
    String success = push(slowly, account.sealed(Account.text("o9", "1", "x"))).body();
    release.countDown();

    // A reply is relayed in the vendor's time only, and that is held where it is said: by a clock
    // of this machine's, a busy one would be found too late.
    assertThat(opened(other, answer)).isEqualTo(REPLY);
    assertThat(success).as("before the slow one has answered").isEqualTo("success");
  }

  @Test
  void private_addresses_and_redirects_are_not_followed(@TempDir Path elsewhere) throws Exception {
    Service redirecting = service().answering(302, "");
    String url = shop(json(redirecting, Map.of("secret", SECRET)));
    push(url, account.sealed(Account.text("o1", "1", "x")));
    Await.until(
        "the refusal",
        Duration.ofSeconds(60),
        () -> "the target answered 302".equals(problem(station)));
    assertThat(redirecting.got).allMatch(got -> !got.query().contains("elsewhere"));

    try (Station careful =
        new Station(elsewhere, Map.of("LINGPAI_OUTBOUND_ALLOW_PRIVATE", "false"))) {
      Service inside = service();
      for (String host :
          List.of("127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0")) {
        Account each = Account.any();
        String to = "http://" + host + ":" + inside.port() + "/";
        String name = "app" + Math.abs(host.hashCode());
        String at =
            careful.with(name, each, "secure", List.of(Map.of("url", to, "secret", SECRET)));
        assertThat(
                careful
                    .http
                    .post(at + each.sealed(Account.text("o1", "1", "x")).query(), new byte[0])
                    .status())
            .isEqualTo(400);
        Push push = each.sealed(Account.text("o1", "1", "x"));
        assertThat(careful.http.post(at + push.query(), push.body()).body()).isEqualTo("success");
      }
      Await.until(
          "the refusals",
          Duration.ofSeconds(60),
          () ->
              careful.deliveries().stream()
                  .allMatch(it -> it.get("last_problem").asText().contains("private")));
      assertThat(careful.deliveries()).hasSize(5);
      assertThat(inside.got).isEmpty();
    }
  }

  @Test
  void what_was_parked_or_taken_is_delivered_again_by_hand() throws Exception {
    Service service = service().answering(410, "");
    String url = shop(json(service, Map.of("secret", SECRET)));
    push(url, account.sealed(Account.text("o1", "1", "x")));
    Await.until("parking", Duration.ofSeconds(60), () -> "parked".equals(state()));
    String replays =
        station.base()
            + "/api/v1/deliveries/"
            + station.deliveries().getFirst().get("id").asText()
            + "/replays";

    service.answering(200, "");
    assertThat(station.http.json("POST", replays, Station.ADMIN, Map.of()).status()).isEqualTo(202);
    Await.until("delivery", Duration.ofSeconds(60), () -> "delivered".equals(state()));
    assertThat(station.http.json("POST", replays, Station.ADMIN, Map.of()).status()).isEqualTo(202);
    Await.until("the third", Duration.ofSeconds(60), () -> service.got.size() == 3);

    assertThat(service.got.stream().map(got -> got.header("webhook-id")).distinct()).hasSize(1);
    assertThat(
            station
                .http
                .json(
                    "POST",
                    station.base() + "/api/v1/deliveries/none/replays",
                    Station.ADMIN,
                    Map.of())
                .status())
        .isEqualTo(404);
  }

  private void quietly(String url, Push push) {
    try {
      push(url, push);
    } catch (Exception e) {
      // The node is closed before the last is answered.
    }
  }

  private static String problem(Station where) throws Exception {
    return where.deliveries().getFirst().get("last_problem").asText();
  }

  private String state() throws Exception {
    return station.deliveries().getFirst().get("state").asText();
  }
}
