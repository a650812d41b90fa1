package io.lingpai.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Invariant 3 for refresh tokens, and 7: no authorization is lost, whatever happens. */
class ComponentSimulationTest {

  private static final int SEEDS = Integer.getInteger("simulation.component.seeds", 150);
  private static final long FIRST = Long.getLong("simulation.first", 1);
  private static final int WARM = Integer.getInteger("simulation.authorizers", 200);
  private static final int DAYS = Integer.getInteger("simulation.days", 1);

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void no_authorization_is_lost_by_a_death_at_any_step(boolean rotates) {
    long[] deaths = {0};
    LongStream.range(FIRST, FIRST + SEEDS)
        .parallel()
        .mapToObj(seed -> outcome(seed, rotates))
        .toList()
        .forEach(outcome -> deaths[0] += outcome.killed());

    assertThat(deaths[0]).isGreaterThan(SEEDS);
    System.out.println(SEEDS + " seeds, rotating " + rotates + ", " + deaths[0] + " deaths");
  }

  @ParameterizedTest
  @EnumSource(names = {"NO_PARTNER", "EMPTY_PARTNER"})
  void a_refresh_token_that_is_not_stored_is_noticed(Sabotage sabotage) {
    Set<String> broken = new TreeSet<>();
    for (long seed = 1; seed <= 20 && broken.isEmpty(); seed++) {
      try {
        ComponentSimulation.run(seed, sabotage, true);
      } catch (Violation violation) {
        broken.add(violation.invariant());
      }
    }

    assertThat(broken).contains(Invariants.PARTNER_KEPT);
  }

  @Test
  void many_authorizers_are_kept_warm_without_a_gap() {
    var outcome = ComponentSimulation.keepWarm(7, WARM, Duration.ofDays(DAYS));

    System.out.println(WARM + " authorizers, " + DAYS + " days: " + outcome);
    assertThat(outcome.gaps()).isZero();
    assertThat(outcome.values()).isGreaterThan(WARM * DAYS * 10);
  }

  @Test
  void tickets_that_are_silent_for_almost_their_life_stop_nobody() {
    assertThat(ComponentSimulation.silence(3, Duration.ofMinutes(11 * 60 + 50)).gaps()).isZero();
  }

  @Test
  void a_silence_beyond_the_tickets_life_would_be_noticed() {
    assertThat(ComponentSimulation.silence(3, Duration.ofHours(17)).gaps()).isPositive();
  }

  private static ComponentSimulation.Outcome outcome(long seed, boolean rotates) {
    try {
      return ComponentSimulation.run(seed, Sabotage.NONE, rotates);
    } catch (RuntimeException | Error e) {
      throw new AssertionError("seed " + seed + ", rotating " + rotates, e);
    }
  }
}
