package io.lingpai.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lingpai.usage.Spent;
import io.lingpai.usage.UsageStore;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of usage must do. */
public abstract class UsageStoreContract {

  private static final LocalDate TODAY = LocalDate.parse("2026-11-21");
  private static final LocalDate YESTERDAY = TODAY.minusDays(1);

  protected UsageStore store;

  /** An empty store. */
  protected abstract UsageStore emptyStore();

  @BeforeEach
  void begin_with_an_empty_store() {
    store = emptyStore();
  }

  private static Spent spent(String app, String path, String outcome, long calls) {
    return new Spent(app, "k1", "orders", path, outcome, calls, 1, 10 * calls, 100 * calls);
  }

  @Test
  void what_is_added_is_summed_by_day_app_key_path_and_outcome() {
    store.add(TODAY, List.of(spent("shop", "/a", "ok", 2), spent("shop", "/b", "ok", 1)));
    store.add(TODAY, List.of(spent("shop", "/a", "ok", 3), spent("shop", "/a", "45009", 4)));
    store.add(TODAY, List.of(spent("news", "/a", "ok", 5)));
    store.add(YESTERDAY, List.of(spent("shop", "/a", "ok", 6)));

    assertThat(store.of("shop", TODAY))
        .containsExactlyInAnyOrder(
            new Spent("shop", "k1", "orders", "/a", "ok", 5, 2, 50, 500),
            spent("shop", "/b", "ok", 1),
            spent("shop", "/a", "45009", 4));
    assertThat(store.of("shop", YESTERDAY)).containsExactly(spent("shop", "/a", "ok", 6));
    assertThat(store.of("nobody", TODAY)).isEmpty();
  }

  @Test
  void calls_begun_are_summed_by_day_and_key() {
    store.begin(TODAY, Map.of("k1", 2L, "k2", 1L));
    store.begin(TODAY, Map.of("k1", 3L));
    store.begin(YESTERDAY, Map.of("k1", 9L));

    assertThat(store.begun(TODAY)).isEqualTo(Map.of("k1", 5L, "k2", 1L));
    assertThat(store.begun(TODAY.plusDays(1))).isEmpty();
  }

  @Test
  void many_who_add_at_once_in_any_order_lose_nothing() {
    List<Spent> rows =
        IntStream.range(0, UsageStore.AT_ONCE)
            .mapToObj(i -> spent("shop", "/path/" + i, "ok", 1))
            .toList();
    Map<String, Long> begun =
        IntStream.range(0, UsageStore.AT_ONCE)
            .boxed()
            .collect(Collectors.toMap(i -> "k" + i, i -> 1L));

    IntStream.range(0, 16)
        .parallel()
        .forEach(
            i -> {
              List<Spent> shuffled = new ArrayList<>(rows);
              Collections.shuffle(shuffled, new Random(i));
              store.add(TODAY, shuffled);
              store.begin(TODAY, begun);
            });

    assertThat(store.of("shop", TODAY))
        .hasSize(UsageStore.AT_ONCE)
        .allSatisfy(one -> assertThat(one.calls()).isEqualTo(16));
    assertThat(store.begun(TODAY).values()).containsOnly(16L);
  }

  @Test
  void too_much_at_once_is_refused() {
    List<Spent> rows = Collections.nCopies(UsageStore.AT_ONCE + 1, spent("shop", "/a", "ok", 1));

    assertThatThrownBy(() -> store.add(TODAY, rows)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void old_days_are_forgotten_piece_by_piece_and_no_others() {
    for (int piece = 0; piece < 3; piece++) {
      int from = piece * UsageStore.AT_ONCE;
      store.add(
          YESTERDAY,
          IntStream.range(from, from + UsageStore.AT_ONCE)
              .mapToObj(i -> spent("shop", "/path/" + i, "ok", 1))
              .toList());
    }
    store.begin(YESTERDAY, Map.of("k1", 3L));
    store.add(TODAY, List.of(spent("shop", "/a", "ok", 1)));
    store.begin(TODAY, Map.of("k1", 1L));

    int gone = 0;
    for (int piece = store.forgetBefore(TODAY); piece > 0; piece = store.forgetBefore(TODAY)) {
      gone += piece;
    }

    assertThat(gone).isEqualTo(301);
    assertThat(store.of("shop", YESTERDAY)).isEmpty();
    assertThat(store.begun(YESTERDAY)).isEmpty();
    assertThat(store.of("shop", TODAY)).hasSize(1);
    assertThat(store.begun(TODAY)).isEqualTo(Map.of("k1", 1L));
  }
}
