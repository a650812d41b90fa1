package io.lingpai.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.lingpai.credential.Credential;
import io.lingpai.credential.CredentialKey;
import io.lingpai.secret.Secret;
import io.lingpai.store.CredentialStore;
import io.lingpai.store.CredentialStore.Push;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every store must do about values that vendors push, and credentials nobody wants. */
public abstract class PushesContract {

  private static final CredentialKey TICKET = new CredentialKey("platform", "pushed_ticket");
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00.000001Z");

  /** An empty store. */
  protected abstract CredentialStore emptyStore();

  @Test
  void the_newest_pushes_are_kept_in_whatever_order_they_come() {
    CredentialStore store = emptyStore();
    for (int minute : List.of(3, 1, 5, 2, 4)) {
      store.keepPush(TICKET, Secret.of("ticket-" + minute), NOON.plusSeconds(60L * minute), 3);
    }

    assertThat(store.pushes(TICKET))
        .containsExactly(
            new Push(Secret.of("ticket-5"), NOON.plusSeconds(300)),
            new Push(Secret.of("ticket-4"), NOON.plusSeconds(240)),
            new Push(Secret.of("ticket-3"), NOON.plusSeconds(180)));
    assertThat(store.pushes(new CredentialKey("other", "pushed_ticket"))).isEmpty();
  }

  @Test
  void a_push_that_comes_twice_is_kept_once() {
    CredentialStore store = emptyStore();
    store.keepPush(TICKET, Secret.of("ticket"), NOON, 12);
    store.keepPush(TICKET, Secret.of("ticket"), NOON, 12);

    assertThat(store.pushes(TICKET)).containsExactly(new Push(Secret.of("ticket"), NOON));
  }

  @Test
  void pushes_go_with_their_app() {
    CredentialStore store = emptyStore();
    store.create(Credential.absent(TICKET, null, Instant.EPOCH));
    store.keepPush(TICKET, Secret.of("ticket"), NOON, 12);

    store.removeApp("platform");

    assertThat(store.pushes(TICKET)).isEmpty();
  }

  @Test
  void an_idle_credential_that_is_wanted_again_is_due_at_once() {
    CredentialStore store = emptyStore();
    Instant now = store.now().truncatedTo(ChronoUnit.MICROS);
    CredentialKey key = new CredentialKey("authorizer", "access_token");
    store.create(Credential.absent(key, now.plus(Duration.ofDays(7)), Instant.EPOCH));

    store.wanted(key, now.plus(Duration.ofDays(1)));

    assertThat(store.claimDue(() -> "holder", 9, Duration.ofSeconds(30))).hasSize(1);
  }
}
