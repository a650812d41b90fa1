package io.lingpai.keeper;

import static org.assertj.core.api.Assertions.assertThat;

import io.lingpai.credential.Credential;
import io.lingpai.credential.Intent;
import io.lingpai.credential.Kind;
import io.lingpai.credential.Value;
import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Invariant 5: every promise ends before the value it was given for dies. */
class PromisesTest {

  private static final Kind CLASSIC = Samples.classic();
  private static final Instant ASKED = Samples.START;

  @Property
  void a_promise_ends_before_the_value_dies_however_the_renewal_falls(
      @ForAll @IntRange(min = 60, max = 7200) int life,
      @ForAll @IntRange(min = 0, max = 7200) int readAfter,
      @ForAll @IntRange(min = 0, max = 600) int renewedAfterPlan) {
    Value value = Samples.value(CLASSIC, ASKED, Duration.ofSeconds(life));
    Instant now = ASKED.plusSeconds(readAfter);
    Instant minted = value.renewAt().plusSeconds(renewedAfterPlan);
    if (!now.isBefore(minted)) {
      // The node reads again what it heard just before the renewal.
      now = minted;
    }
    Instant overlapEnds = minted.plus(CLASSIC.overlapFor(value.life()));
    Instant dies = overlapEnds.isBefore(value.expiresAt()) ? overlapEnds : value.expiresAt();

    Instant end = Promises.end(Samples.holding(value), CLASSIC, now, now);

    assertThat(end).isBeforeOrEqualTo(dies.isBefore(now) ? now : dies);
  }

  @Property
  void a_node_cut_off_since_promises_nothing_past_the_overlap(
      @ForAll @IntRange(min = 0, max = 600) int heardAfterPlan,
      @ForAll @IntRange(min = 0, max = 3000) int silentFor) {
    Value value = Samples.value(CLASSIC, ASKED, Duration.ofHours(2));
    Instant heard = value.renewAt().plusSeconds(heardAfterPlan);
    Instant now = heard.plusSeconds(silentFor);
    Instant earliestDeath = heard.plus(CLASSIC.overlap());

    Instant end = Promises.end(Samples.holding(value), CLASSIC, now, heard);

    assertThat(end.isBefore(earliestDeath) || !end.isAfter(now)).isTrue();
  }

  @Test
  void a_node_that_has_not_heard_since_the_planned_renewal_promises_nothing() {
    Value value = Samples.value(CLASSIC, ASKED, Duration.ofHours(2));
    Instant heard = value.renewAt().minusSeconds(1);
    Instant now = value.renewAt().plusSeconds(1);

    Duration freshFor =
        Promises.freshFor(Samples.holding(value), CLASSIC, now, heard, Duration.ofMinutes(5));

    assertThat(freshFor).isZero();
  }

  @Test
  void an_open_intent_ends_promises_at_four_fifths_of_the_overlap() {
    Value value = Samples.value(CLASSIC, ASKED, Duration.ofHours(2));
    Instant intent = value.renewAt();
    Credential renewing = Samples.holding(value).withIntent(new Intent(intent, 7));
    Instant now = intent.plusSeconds(1);

    assertThat(Promises.end(renewing, CLASSIC, now, now)).isEqualTo(intent.plusSeconds(240));
  }

  @Test
  void a_dead_value_is_promised_to_nobody() {
    Value value = Samples.value(CLASSIC, ASKED, Duration.ofHours(2)).asDead();
    Instant now = ASKED.plusSeconds(10);

    assertThat(Promises.freshFor(Samples.holding(value), CLASSIC, now, now, Duration.ofMinutes(5)))
        .isZero();
  }

  @Property
  void the_caller_s_own_limit_bounds_every_promise(
      @ForAll @IntRange(min = 0, max = 7200) int readAfter) {
    Value value = Samples.value(CLASSIC, ASKED, Duration.ofHours(2));
    Instant now = ASKED.plusSeconds(readAfter);

    Duration freshFor =
        Promises.freshFor(Samples.holding(value), CLASSIC, now, now, Duration.ofMinutes(5));

    assertThat(freshFor).isBetween(Duration.ZERO, Duration.ofMinutes(5));
  }
}
