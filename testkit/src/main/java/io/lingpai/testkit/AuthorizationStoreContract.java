package io.lingpai.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.lingpai.authorization.Attempt;
import io.lingpai.authorization.AuthorizationStore;
import io.lingpai.authorization.Exchange;
import io.lingpai.authorization.Recovery;
import io.lingpai.secret.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store must do about authorizations under way. */
public abstract class AuthorizationStoreContract {

  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00.000001Z");
  private static final Duration LEASE = Duration.ofMinutes(1);
  private static final Duration SILENT = Duration.ofMinutes(2);

  private AuthorizationStore store;

  /** An empty store. */
  protected abstract AuthorizationStore emptyStore();

  @BeforeEach
  void begin_with_an_empty_store() {
    store = emptyStore();
  }

  @Test
  void an_attempt_is_found_as_it_was_begun_and_comes_back_once() {
    Attempt attempt =
        new Attempt("hash", "platform", Map.of("binding", Secret.of("令牌 \"' ;--")), NOON);
    store.begin(attempt);

    assertThat(store.find("hash")).contains(attempt);
    assertThat(store.find("other")).isEmpty();
    assertThat(store.comeBack("hash")).isTrue();
    assertThat(store.comeBack("hash")).isFalse();
    assertThat(store.comeBack("other")).isFalse();
  }

  @Test
  void an_exchange_is_one_holders_until_it_ends() {
    assertThat(claim("a", LEASE)).isEqualTo(new Exchange.Ours(false));
    assertThat(claim("b", LEASE)).isEqualTo(new Exchange.Theirs());

    store.settle("code", new Exchange.Done("wx01"));

    assertThat(claim("b", LEASE)).isEqualTo(new Exchange.Done("wx01"));
    store.settle("code", new Exchange.Failed("late"));
    assertThat(claim("b", LEASE))
        .as("what is done stays done")
        .isEqualTo(new Exchange.Done("wx01"));
  }

  @Test
  void an_exchange_whose_holder_died_is_taken_over_as_tried() {
    assertThat(claim("a", Duration.ZERO)).isEqualTo(new Exchange.Ours(false));
    assertThat(claim("b", LEASE)).isEqualTo(new Exchange.Ours(true));
  }

  @Test
  void an_exchange_given_back_begins_anew() {
    assertThat(claim("a", LEASE)).isEqualTo(new Exchange.Ours(false));
    store.giveBack("code", "b");
    assertThat(claim("b", LEASE)).isEqualTo(new Exchange.Theirs());
    store.giveBack("code", "a");
    assertThat(claim("b", LEASE)).isEqualTo(new Exchange.Ours(false));
  }

  @Test
  void a_failed_exchange_says_why() {
    assertThat(claim("a", LEASE)).isEqualTo(new Exchange.Ours(false));
    store.settle("code", new Exchange.Failed("61010 code is expired"));
    assertThat(claim("b", LEASE)).isEqualTo(new Exchange.Failed("61010 code is expired"));
  }

  @Test
  void a_recovery_under_way_is_joined_and_a_dead_one_replaced() {
    Recovery first = recovery("1", NOON);
    assertThat(first.id()).isEqualTo("1");
    assertThat(recovery("2", NOON.plusSeconds(60)).id()).isEqualTo("1");

    store.note(first.at(500, 700, 3, 2, NOON.plusSeconds(90)));
    assertThat(recovery("2", NOON.plusSeconds(180)).id()).as("it moved").isEqualTo("1");
    assertThat(recovery("2", NOON.plusSeconds(300)).id()).as("it is silent").isEqualTo("2");
    assertThat(store.recovery("platform", "1").orElseThrow().done()).isEqualTo(500);
    assertThat(store.recovery("other", "1")).isEmpty();
  }

  @Test
  void a_recovery_made_lately_is_enough() {
    store.note(recovery("1", NOON).done(4, NOON.plusSeconds(10)));

    Instant later = NOON.plusSeconds(70);
    assertThat(store.beginRecovery("2", "platform", SILENT, Duration.ofMinutes(5), later).id())
        .isEqualTo("1");
    assertThat(recovery("2", later).id()).isEqualTo("2");
    assertThat(store.recovery("platform", "1").orElseThrow().withdrawn()).isEqualTo(4);
  }

  @Test
  void the_first_recovery_that_comes_to_its_end_is_remembered() {
    Recovery first = recovery("1", NOON);
    assertThat(store.hasRecovered("platform")).isFalse();

    store.note(first.done(0, NOON.plusSeconds(10)));
    recovery("2", NOON.plusSeconds(20));

    assertThat(store.hasRecovered("platform")).isTrue();
    assertThat(store.hasRecovered("other")).isFalse();
  }

  private Recovery recovery(String id, Instant now) {
    return store.beginRecovery(id, "platform", SILENT, Duration.ZERO, now);
  }

  private Exchange claim(String holder, Duration leaseFor) {
    return store.claim("code", "platform", holder, leaseFor);
  }
}
