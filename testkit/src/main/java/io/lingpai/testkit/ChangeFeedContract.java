package io.lingpai.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.lingpai.credential.Credential;
import io.lingpai.credential.CredentialKey;
import io.lingpai.store.Claim;
import io.lingpai.store.CredentialStore;
import io.lingpai.store.CredentialStore.Changes;
import io.lingpai.store.CredentialStore.Holders;
import io.lingpai.store.CredentialStore.Lease;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a node that follows a store's change feed can rely on. */
public abstract class ChangeFeedContract {

  private static final Duration LEASE = Duration.ofMinutes(5);
  private static final Holders HOLDERS = () -> UUID.randomUUID().toString();

  protected CredentialStore store;

  /** An empty store. */
  protected abstract CredentialStore emptyStore();

  @BeforeEach
  void begin_with_an_empty_store() {
    store = emptyStore();
  }

  @Test
  void changes_come_in_the_order_of_their_commits_each_credential_once() {
    Credential a = create("a");
    Credential b = create("b");
    Credential c = create("c");
    assertThat(store.changesAfter(0, 100).changed()).containsExactly(a, b, c);

    Credential changed = Examples.issued(a, "value", 1);
    Claim claim = store.claim(a.key(), HOLDERS, LEASE).orElseThrow();
    store.write(claim, changed, Lease.KEEP, List.of());
    store.write(claim, changed, Lease.RELEASE, List.of());

    assertThat(store.changesAfter(0, 100).changed()).containsExactly(b, c, changed);
  }

  @Test
  void a_position_continues_where_the_last_reading_ended() {
    Credential a = create("a");
    Credential b = create("b");
    Credential c = create("c");

    Changes first = store.changesAfter(0, 2);
    Changes second = store.changesAfter(first.position(), 2);
    Changes third = store.changesAfter(second.position(), 2);

    assertThat(first.changed()).containsExactly(a, b);
    assertThat(second.changed()).containsExactly(c);
    assertThat(third.changed()).isEmpty();
    assertThat(third.position()).isEqualTo(second.position());
    assertThat(third.readAt()).isAfterOrEqualTo(first.readAt());
  }

  @Test
  void a_claim_is_no_change() {
    Credential a = create("a");
    long position = store.changesAfter(0, 100).position();

    assertThat(store.claim(a.key(), HOLDERS, LEASE)).isPresent();

    assertThat(store.changesAfter(position, 100).changed()).isEmpty();
  }

  @Test
  void wakes_and_wishes_are_changes_if_they_change_anything() {
    Credential a = create("a");
    Credential b = create("b");
    long position = store.changesAfter(0, 100).position();

    store.wanted(a.key(), store.now().plusSeconds(60));
    store.wake(List.of(b.key()));
    Changes changes = store.changesAfter(position, 100);
    assertThat(changes.changed()).extracting(Credential::key).containsExactly(a.key(), b.key());

    store.wanted(a.key(), store.now().minusSeconds(60));
    assertThat(store.changesAfter(changes.position(), 100).changed()).isEmpty();
  }

  @Test
  void removed_credentials_are_told_until_they_are_there_again() {
    Credential a = create("a");
    Credential b = create("b");
    long position = store.changesAfter(0, 100).position();

    store.removeApp("a");
    Changes changes = store.changesAfter(position, 100);
    assertThat(changes.removed()).containsExactly(a.key());
    assertThat(changes.changed()).isEmpty();
    assertThat(store.changesAfter(0, 100).changed()).containsExactly(b);

    store.create(a);
    Changes again = store.changesAfter(changes.position(), 100);
    assertThat(again.removed()).isEmpty();
    assertThat(again.changed()).containsExactly(a);
  }

  /** A follower that reads while others commit ends with what the store holds. */
  @Test
  void a_follower_misses_nothing_while_many_write() throws Exception {
    int writers = 8;
    int writesEach = 25;
    for (int i = 0; i < writers; i++) {
      create("app-" + i);
    }
    Map<CredentialKey, Long> seen = new HashMap<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < writers; i++) {
        CredentialKey key = new CredentialKey("app-" + i, "access_token");
        running.add(threads.submit(() -> writeVersions(key, writesEach)));
      }
      long position = 0;
      while (!running.stream().allMatch(Future::isDone)) {
        position = follow(position, seen);
      }
      for (Future<?> writer : running) {
        writer.get();
      }
      follow(position, seen);
    }

    assertThat(seen.values()).hasSize(writers).containsOnly((long) writesEach);
  }

  private long follow(long position, Map<CredentialKey, Long> seen) {
    long reached = position;
    Changes changes = store.changesAfter(reached, 3);
    while (changes.position() > reached) {
      for (Credential credential : changes.changed()) {
        Long before = seen.put(credential.key(), credential.version());
        assertThat(credential.version())
            .as("a follower never sees an older version after a newer")
            .isGreaterThanOrEqualTo(before == null ? 0 : before);
      }
      reached = changes.position();
      changes = store.changesAfter(reached, 3);
    }
    return reached;
  }

  private void writeVersions(CredentialKey key, int howMany) {
    Claim claim = store.claim(key, HOLDERS, LEASE).orElseThrow();
    for (int version = 1; version <= howMany; version++) {
      Credential next = Examples.issued(claim.credential(), key.app() + version, version);
      assertThat(store.write(claim, next, Lease.KEEP, List.of())).isTrue();
    }
  }

  private Credential create(String app) {
    Credential credential = Examples.dueAt(app, "access_token", store.now().plusSeconds(3600));
    assertThat(store.create(credential)).isTrue();
    return credential;
  }
}
