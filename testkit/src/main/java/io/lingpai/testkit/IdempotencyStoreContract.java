package io.lingpai.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.lingpai.store.IdempotencyStore;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every memory of creating calls must do. */
public abstract class IdempotencyStoreContract {

  private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");

  protected IdempotencyStore store;

  /** An empty store. */
  protected abstract IdempotencyStore emptyStore();

  @BeforeEach
  void begin_with_an_empty_store() {
    store = emptyStore();
  }

  @Test
  void a_repeated_call_is_answered_with_the_first_id() {
    assertThat(store.idFor("k1", "again", "first", NOW)).isEqualTo("first");
    assertThat(store.idFor("k1", "again", "second", NOW.plusSeconds(9))).isEqualTo("first");
  }

  @Test
  void keys_do_not_share_their_calls() {
    assertThat(store.idFor("k1", "again", "first", NOW)).isEqualTo("first");
    assertThat(store.idFor("k2", "again", "second", NOW)).isEqualTo("second");
    assertThat(store.idFor("k1", "other", "third", NOW)).isEqualTo("third");
  }

  @Test
  void of_many_at_once_one_id_stands() {
    List<String> answers =
        IntStream.range(0, 16)
            .parallel()
            .mapToObj(i -> store.idFor("k1", "again", "id-" + i, NOW))
            .toList();
    assertThat(answers).containsOnly(answers.getFirst());
  }

  @Test
  void an_old_call_is_forgotten() {
    store.idFor("k1", "old", "first", NOW);
    store.idFor("k1", "new", "second", NOW.plusSeconds(60));

    store.forgetBefore(NOW.plusSeconds(1));

    assertThat(store.idFor("k1", "old", "third", NOW)).isEqualTo("third");
    assertThat(store.idFor("k1", "new", "fourth", NOW)).isEqualTo("second");
  }
}
