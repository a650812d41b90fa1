package io.lingpai.keeper;

import static org.assertj.core.api.Assertions.assertThat;

import io.lingpai.credential.Credential;
import io.lingpai.credential.Kind;
import io.lingpai.credential.Tally;
import io.lingpai.credential.Trouble;
import io.lingpai.credential.Value;
import io.lingpai.credential.VendorError;
import io.lingpai.secret.Secret;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Invariant 6: a suspicion costs at most one check and one renewal. */
class SuspicionTest {

  private static final Instant ASKED = Samples.START;
  private static final Instant LATER = ASKED.plusSeconds(600);
  private static final Value VALUE = Samples.value(Samples.classic(), ASKED, Duration.ofHours(2));
  private static final Credential HOLDING = Samples.holding(VALUE);
  private static final Value YOUNG = Samples.value(Samples.classic(), LATER, Duration.ofHours(2));
  private static final Credential RENEWED = HOLDING.succeededBy(YOUNG, LATER.plusSeconds(300));

  @Test
  void a_value_that_is_not_current_costs_nothing() {
    assertThat(judge(HOLDING, Samples.classic(), Secret.of("another"), Grounds.HEARSAY, LATER))
        .isInstanceOf(Suspicion.Answered.class);
  }

  @Test
  void the_current_value_is_checked() {
    assertThat(judge(HOLDING, Samples.classic(), VALUE.secret(), Grounds.HEARSAY, LATER))
        .isInstanceOf(Suspicion.Check.class);
  }

  @Test
  void a_refusal_of_one_call_is_checked_with_another() {
    assertThat(judge(HOLDING, Samples.classic(), VALUE.secret(), Grounds.REFUSAL, LATER))
        .isEqualTo(new Suspicion.Check(true));
  }

  @Test
  void a_refusal_ends_no_value_when_no_more_checks_may_be_made() {
    Tally spent = Tally.ZERO.on(LATER);
    for (int i = 0; i < 10_000; i++) {
      spent = spent.plusCheck(LATER);
    }
    Credential checked = HOLDING.withTally(spent);

    assertThat(judge(checked, Samples.classic(), VALUE.secret(), Grounds.REFUSAL, LATER))
        .isInstanceOf(Suspicion.Answered.class);
  }

  @Test
  void a_report_right_after_a_renewal_is_the_vendor_s_own_lag_while_the_value_before_lives() {
    for (Grounds grounds : new Grounds[] {Grounds.HEARSAY, Grounds.REFUSAL}) {
      assertThat(judge(RENEWED, Samples.classic(), YOUNG.secret(), grounds, LATER.plusSeconds(14)))
          .isInstanceOf(Suspicion.Answered.class);
    }
    assertThat(
            judge(
                RENEWED, Samples.classic(), YOUNG.secret(), Grounds.REFUSAL, LATER.plusSeconds(16)))
        .isInstanceOf(Suspicion.Check.class);
  }

  @Test
  void a_young_value_with_nothing_living_before_it_is_checked_however_it_was_refused() {
    for (Grounds grounds : Grounds.values()) {
      assertThat(judge(HOLDING, Samples.classic(), VALUE.secret(), grounds, ASKED.plusSeconds(1)))
          .isInstanceOf(Suspicion.Check.class);
    }
    Credential died = Samples.holding(VALUE.asDead()).succeededBy(YOUNG, LATER.plusSeconds(300));
    assertThat(
            judge(died, Samples.classic(), YOUNG.secret(), Grounds.REFUSAL, LATER.plusSeconds(1)))
        .isInstanceOf(Suspicion.Check.class);
  }

  @Test
  void a_hint_right_after_a_renewal_means_the_value_before() {
    Credential died = Samples.holding(VALUE.asDead()).succeededBy(YOUNG, LATER.plusSeconds(300));
    assertThat(judge(died, Samples.classic(), YOUNG.secret(), Grounds.HINT, LATER.plusSeconds(1)))
        .isInstanceOf(Suspicion.Answered.class);
    assertThat(judge(died, Samples.classic(), YOUNG.secret(), Grounds.HINT, LATER.plusSeconds(16)))
        .isInstanceOf(Suspicion.Check.class);
  }

  @Test
  void no_lag_explains_that_the_value_before_is_refused_too() {
    assertThat(
            judge(
                RENEWED,
                Samples.classic(),
                YOUNG.secret(),
                Grounds.BOTH_REFUSED,
                LATER.plusSeconds(1)))
        .isInstanceOf(Suspicion.Check.class);
  }

  @Test
  void a_refusal_of_a_young_value_weighs_more_than_an_earlier_proof_of_life() {
    Credential alive = HOLDING.withTally(Tally.ZERO.on(ASKED).aliveUntil(ASKED.plusSeconds(60)));
    assertThat(
            judge(alive, Samples.classic(), VALUE.secret(), Grounds.REFUSAL, ASKED.plusSeconds(5)))
        .isInstanceOf(Suspicion.Check.class);
  }

  @Test
  void a_proof_of_life_holds_for_a_minute() {
    Credential checked = HOLDING.withTally(Tally.ZERO.on(LATER).aliveUntil(LATER.plusSeconds(60)));

    assertThat(
            judge(
                checked, Samples.classic(), VALUE.secret(), Grounds.HEARSAY, LATER.plusSeconds(59)))
        .isInstanceOf(Suspicion.Answered.class);
    assertThat(
            judge(
                checked, Samples.classic(), VALUE.secret(), Grounds.HEARSAY, LATER.plusSeconds(60)))
        .isInstanceOf(Suspicion.Check.class);
  }

  @Test
  void beyond_the_daily_cap_the_current_value_is_the_answer() {
    Tally tally = Tally.ZERO.on(LATER);
    for (int i = 0; i < 10; i++) {
      tally = tally.plusCheck(LATER);
    }

    assertThat(
            judge(
                HOLDING.withTally(tally),
                Samples.classic(),
                VALUE.secret(),
                Grounds.HEARSAY,
                LATER))
        .isInstanceOf(Suspicion.Answered.class);
  }

  @Test
  void a_kind_without_a_check_is_fetched_once_in_ten_minutes() {
    Credential fetched = HOLDING.withTally(Tally.ZERO.on(LATER).plusCheck(LATER));

    assertThat(judge(HOLDING, Samples.ticket(), VALUE.secret(), Grounds.HEARSAY, LATER))
        .isInstanceOf(Suspicion.Fetch.class);
    assertThat(
            judge(
                fetched, Samples.ticket(), VALUE.secret(), Grounds.HEARSAY, LATER.plusSeconds(599)))
        .isInstanceOf(Suspicion.Answered.class);
    assertThat(
            judge(
                fetched, Samples.ticket(), VALUE.secret(), Grounds.HEARSAY, LATER.plusSeconds(600)))
        .isInstanceOf(Suspicion.Fetch.class);
  }

  @Test
  void reports_of_a_dead_value_do_not_hammer_a_vendor_that_is_down() {
    Trouble down =
        new Trouble(
            Trouble.Nature.UNAVAILABLE,
            VendorError.of("", "connection refused"),
            LATER,
            1,
            LATER.plusSeconds(30));
    Credential dead = HOLDING.withCurrent(VALUE.asDead()).withTrouble(down);

    assertThat(
            judge(dead, Samples.classic(), VALUE.secret(), Grounds.HEARSAY, LATER.plusSeconds(1)))
        .isInstanceOf(Suspicion.Answered.class);
    assertThat(
            judge(dead, Samples.classic(), VALUE.secret(), Grounds.HEARSAY, LATER.plusSeconds(31)))
        .isInstanceOf(Suspicion.Fetch.class);
  }

  private static Suspicion judge(
      Credential credential, Kind kind, Secret rejected, Grounds grounds, Instant now) {
    return Suspicion.of(credential, kind, rejected, grounds, now, Policy.DEFAULT);
  }
}
