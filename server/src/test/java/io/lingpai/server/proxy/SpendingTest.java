package io.lingpai.server.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lingpai.problem.StoreUnavailable;
import io.lingpai.server.access.Caller;
import io.lingpai.server.access.Networks;
import io.lingpai.server.api.Metrics;
import io.lingpai.server.http.Errand.Ending;
import io.lingpai.server.wire.WireRefusal;
import io.lingpai.usage.Spent;
import io.lingpai.usage.UsageStore;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SpendingTest {

  // Half an hour before midnight where the vendors are.
  private static final Instant LATE = Instant.parse("2026-11-21T15:30:00Z");
  private static final LocalDate DAY = LocalDate.parse("2026-11-21");

  private Instant now = LATE;
  private final Shared store = new Shared();
  private final Spending one = new Spending(new Metrics(), store, () -> now);
  private final Spending other = new Spending(new Metrics(), store, () -> now);

  @Test
  void a_budget_holds_over_all_nodes_once_they_have_heard_of_each_other() {
    Caller frugal = caller("frugal", 5);
    call(one, frugal, 2);
    call(other, frugal, 2);
    one.settle();
    other.settle();

    call(other, frugal, 1);
    refuses(other, frugal);
    other.settle();
    one.settle();

    refuses(one, frugal);
    call(one, caller("another", 5), 1);
  }

  @Test
  void what_a_budget_refused_was_not_spent() {
    Caller frugal = caller("frugal", 2);
    call(one, frugal, 2);
    refuses(one, frugal);
    refuses(one, frugal);
    one.settle();

    assertThat(store.begun(DAY)).isEqualTo(Map.of("frugal", 2L));
  }

  @Test
  void a_new_day_begins_with_a_full_budget_and_the_old_one_is_still_written() {
    Caller frugal = caller("frugal", 1);
    call(one, frugal, 1);
    refuses(one, frugal);

    now = LATE.plus(Duration.ofMinutes(31));
    call(one, frugal, 1);
    one.settle();

    assertThat(one.of("shop", DAY)).hasSize(1);
    assertThat(one.of("shop", DAY.plusDays(1))).hasSize(1);
    assertThat(store.begun(DAY)).isEqualTo(Map.of("frugal", 1L));
  }

  @Test
  void what_the_store_could_not_take_is_written_when_it_can() {
    Caller frugal = caller("frugal", 3);
    call(one, frugal, 2);
    store.away = true;
    assertThatThrownBy(one::settle).isInstanceOf(StoreUnavailable.class);
    call(one, frugal, 1);
    refuses(one, frugal);

    store.away = false;
    one.settle();

    assertThat(one.of("shop", DAY)).singleElement().returns(3L, Spent::calls);
    assertThat(store.begun(DAY)).isEqualTo(Map.of("frugal", 3L));
  }

  @Test
  void endless_paths_are_counted_under_one_heading() {
    Caller hostile = caller("hostile", 100);
    one.begin(hostile, "shop");
    one.ended(hostile, "shop", "/" + "x".repeat(4000), "ok", ENDING);

    assertThat(one.of("shop", DAY)).singleElement().returns("(other)", Spent::path);
  }

  @Test
  void calls_of_one_key_that_do_not_end_leave_room_for_the_others() {
    Caller hanging = caller("hanging", 10_000);
    for (int i = 0; i < 768; i++) {
      one.begin(hanging, "shop");
    }

    assertThatThrownBy(() -> one.begin(hanging, "shop"))
        .isInstanceOfSatisfying(
            WireRefusal.class, refusal -> assertThat(refusal.code()).isEqualTo(-1));
    call(one, caller("frugal", 1), 1);
    one.ended(hanging, "shop", "/cgi-bin/user/info", "ok", ENDING);
    one.begin(hanging, "shop");
  }

  @Test
  void who_calls_ever_new_paths_leaves_room_for_the_others() {
    Caller hostile = caller("hostile", 100_000);
    for (int i = 0; i < 30_000; i++) {
      one.begin(hostile, "shop");
      one.ended(hostile, "shop", "/" + i, "ok", ENDING);
    }
    call(one, caller("frugal", 1), 1);

    assertThat(one.of("shop", DAY))
        .hasSize(1_002)
        .anyMatch(spent -> spent.path().equals("(other)") && spent.calls() == 29_000)
        .anyMatch(spent -> spent.path().equals("/cgi-bin/user/info"));
  }

  @Test
  void what_a_vendor_says_of_calls_is_counted_without_end_but_not_told_apart_without_end() {
    Caller caller = caller("busy", 100_000);
    for (int code = 0; code < 2_000; code++) {
      one.begin(caller, "shop");
      one.ended(caller, "shop", "/cgi-bin/user/info", Integer.toString(50_000 + code), ENDING);
    }
    for (String odd : List.of("\0", "a b", "x".repeat(5_000), "")) {
      one.begin(caller, "shop");
      one.ended(caller, "shop", "/cgi-bin/user/info", odd, ENDING);
    }
    call(one, caller, 1);

    assertThat(one.of("shop", DAY))
        .hasSize(202)
        .anyMatch(spent -> spent.outcome().equals("(other)") && spent.calls() == 1_804)
        .anyMatch(spent -> spent.outcome().equals("50199"))
        .anyMatch(spent -> spent.outcome().equals("ok"));
  }

  private static final Ending ENDING = new Ending(200, 10, 20, 1, true);

  private static void call(Spending node, Caller caller, int times) {
    for (int i = 0; i < times; i++) {
      node.begin(caller, "shop");
      node.ended(caller, "shop", "/cgi-bin/user/info", "ok", ENDING);
    }
  }

  private static void refuses(Spending node, Caller caller) {
    assertThatThrownBy(() -> node.begin(caller, "shop"))
        .isInstanceOfSatisfying(
            WireRefusal.class, refusal -> assertThat(refusal.code()).isEqualTo(45009));
  }

  private static Caller caller(String name, int budget) {
    return new Caller(
        name,
        name,
        List.of(),
        Map.of("budget", Integer.toString(budget)),
        Networks.parse(""),
        null,
        app -> null);
  }

  /** What all nodes share, and what may be out of reach. */
  private static final class Shared implements UsageStore {
    private final Map<LocalDate, List<Spent>> spent = new HashMap<>();
    private final Map<LocalDate, Map<String, Long>> begun = new HashMap<>();
    private boolean away;

    private void reach() {
      if (away) {
        throw new StoreUnavailable("away");
      }
    }

    @Override
    public void add(LocalDate day, List<Spent> more) {
      reach();
      more.forEach(one -> add(spent.computeIfAbsent(day, unused -> new ArrayList<>()), one));
    }

    private static void add(List<Spent> all, Spent more) {
      Spent sum = more;
      for (Spent known : List.copyOf(all)) {
        if (known.path().equals(more.path()) && known.outcome().equals(more.outcome())) {
          all.remove(known);
          sum =
              new Spent(
                  known.app(),
                  known.keyId(),
                  known.keyName(),
                  known.path(),
                  known.outcome(),
                  known.calls() + more.calls(),
                  known.replays() + more.replays(),
                  known.bytesUp() + more.bytesUp(),
                  known.bytesDown() + more.bytesDown());
        }
      }
      all.add(sum);
    }

    @Override
    public List<Spent> of(String app, LocalDate day) {
      reach();
      return List.copyOf(spent.getOrDefault(day, List.of()));
    }

    @Override
    public void begin(LocalDate day, Map<String, Long> calls) {
      reach();
      Map<String, Long> known = begun.computeIfAbsent(day, unused -> new HashMap<>());
      calls.forEach((key, more) -> known.merge(key, more, Long::sum));
    }

    @Override
    public Map<String, Long> begun(LocalDate day) {
      reach();
      return Map.copyOf(begun.getOrDefault(day, Map.of()));
    }

    @Override
    public int forgetBefore(LocalDate day) {
      return 0;
    }
  }
}
