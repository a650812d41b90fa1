package io.lingpai.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Invariants 1 to 7 and 9 hold, whatever happens. */
class SimulationTest {

  private static final int SEEDS = Integer.getInteger("simulation.seeds", 3000);
  private static final long FIRST = Long.getLong("simulation.first", 1);

  @Test
  void no_seed_breaks_an_invariant() {
    long checks =
        LongStream.range(FIRST, FIRST + SEEDS).parallel().map(SimulationTest::checksOf).sum();

    assertThat(checks).isGreaterThan(SEEDS * 100L);
    System.out.println(SEEDS + " seeds, " + checks + " checks");
  }

  @Test
  void a_seed_replays_to_the_last_check() {
    assertThat(Simulation.run(42, Sabotage.NONE)).isEqualTo(Simulation.run(42, Sabotage.NONE));
  }

  private static long checksOf(long seed) {
    try {
      return Simulation.run(seed, Sabotage.NONE).checks();
    } catch (RuntimeException | Error e) {
      throw new AssertionError(
          "seed "
              + seed
              + " (replay with -Dsimulation.first="
              + seed
              + " -Dsimulation.seeds=1, -Dsimulation.trace=true tells the story)",
          e);
    }
  }
}
