package io.lingpai.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.lingpai.key.ApiKey;
import io.lingpai.key.KeyStore;
import io.lingpai.key.KeyStore.KeyChanges;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assertj.core.groups.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of API keys must do. */
public abstract class KeyStoreContract {

  private static final Instant NOW = Instant.parse("2026-11-21T08:00:00.123456Z");

  protected KeyStore store;

  /** An empty store. */
  protected abstract KeyStore emptyStore();

  @BeforeEach
  void begin_with_an_empty_store() {
    store = emptyStore();
  }

  @Test
  void every_field_comes_back_as_it_was_written() {
    ApiKey full =
        new ApiKey(
            "k1",
            "商店",
            new byte[] {0, 1, (byte) 255},
            List.of("read:shop", "admin"),
            Map.of("wire_tokens", "real", "budget", "100"),
            NOW,
            NOW.plusSeconds(60),
            NOW.plusSeconds(1),
            NOW.plusSeconds(2));
    assertThat(store.add(full)).isTrue();
    assertThat(store.add(key("k2", null))).isTrue();

    assertThat(store.find("k1")).get().usingRecursiveComparison().isEqualTo(full);
    assertThat(store.find("k2")).get().usingRecursiveComparison().isEqualTo(key("k2", null));
    assertThat(store.find("nobody")).isEmpty();
  }

  @Test
  void an_id_is_given_once() {
    assertThat(store.add(key("k1", null))).isTrue();
    assertThat(store.add(key("k1", NOW))).isFalse();
    assertThat(store.find("k1").orElseThrow().expiresAt()).isNull();
  }

  @Test
  void a_revoked_key_stays_revoked_since_the_first_time() {
    store.add(key("k1", null));

    assertThat(store.revoke("k1", NOW)).isTrue();
    assertThat(store.revoke("k1", NOW.plusSeconds(9))).isTrue();
    assertThat(store.revoke("nobody", NOW)).isFalse();

    assertThat(store.find("k1").orElseThrow().revokedAt()).isEqualTo(NOW);
    assertThat(store.list("", 10)).hasSize(1);
  }

  @Test
  void keys_are_listed_by_id_page_by_page() {
    for (String id : List.of("c", "a", "b")) {
      store.add(key(id, null));
    }
    assertThat(store.list("", 2)).extracting(ApiKey::id).containsExactly("a", "b");
    assertThat(store.list("b", 2)).extracting(ApiKey::id).containsExactly("c");
  }

  @Test
  void the_last_use_is_noted_and_never_goes_back() {
    store.add(key("a", null));
    store.add(key("b", null));

    store.used(Map.of("a", NOW.plusSeconds(5), "b", NOW, "nobody", NOW));
    store.used(Map.of("a", NOW));

    assertThat(store.find("a").orElseThrow().lastUsedAt()).isEqualTo(NOW.plusSeconds(5));
    assertThat(store.find("b").orElseThrow().lastUsedAt()).isEqualTo(NOW);
  }

  @Test
  void a_follower_learns_of_new_and_revoked_keys_and_not_of_their_use() {
    store.add(key("a", null));
    store.add(key("b", null));
    KeyChanges first = store.changesAfter(0);
    assertThat(first.changed()).extracting(ApiKey::id).containsExactly("a", "b");

    store.used(Map.of("b", NOW));
    assertThat(store.changesAfter(first.position()).changed()).isEmpty();

    store.revoke("a", NOW);
    assertThat(store.changesAfter(first.position()).changed())
        .extracting(ApiKey::id, ApiKey::revokedAt)
        .containsExactly(Tuple.tuple("a", NOW));
  }

  private static ApiKey key(String id, @Nullable Instant expires) {
    return new ApiKey(id, "name", new byte[32], List.of(), Map.of(), NOW, expires, null, null);
  }
}
