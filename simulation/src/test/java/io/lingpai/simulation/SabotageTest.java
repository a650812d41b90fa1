package io.lingpai.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A simulation that nobody has seen fail proves nothing: each safeguard is taken out in turn. */
class SabotageTest {

  private static final int SEEDS = 1500;

  @ParameterizedTest
  @CsvSource({
    "NO_READING_AGAIN, " + Invariants.NOT_NEEDED,
    "NO_FENCE_CHECK, " + Invariants.OLDER_FENCE,
    "NO_INTENT, " + Invariants.NOBODY_FAILS,
    "NO_ADOPTION, " + Invariants.LATE_HEALED,
    "NO_END_OF_PROMISE, " + Invariants.NOBODY_FAILS
  })
  void taking_out_a_safeguard_is_noticed(Sabotage sabotage, String invariant) {
    Set<String> broken = new TreeSet<>();
    for (long seed = 1; seed <= SEEDS && !broken.contains(invariant); seed++) {
      try {
        Simulation.run(seed, sabotage);
      } catch (Violation violation) {
        broken.add(violation.invariant());
      }
    }

    assertThat(broken).as("seeds 1 to %d without %s", SEEDS, sabotage).contains(invariant);
  }
}
