package io.lingpai.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulateTest {

  @TempDir Path folder;

  @Test
  void some_seeds_are_played_and_counted() throws Exception {
    try (Program program = Program.start(folder, "simulate", "--seeds", "5", "--first", "7")) {
      assertThat(program.lineStarting("5 seeds, ")).endsWith("no invariant broken");
      assertThat(program.exit()).isZero();
      assertThat(program.errors()).contains("5/5 seeds");
    }
  }

  @Test
  void a_broken_invariant_ends_it_with_1_and_the_way_to_replay_it() throws Exception {
    String broken;
    try (Program program =
        Program.start(folder, "simulate", "--seeds", "500", "--sabotage", "no_fence_check")) {
      assertThat(program.exit()).isEqualTo(1);
      assertThat(program.errors())
          .containsPattern("seed \\d+: ")
          .containsPattern("replay: lingpai simulate --seed \\d+ --sabotage no_fence_check");
      broken = seedIn(program.errors());
    }

    try (Program again =
        Program.start(folder, "simulate", "--seed", broken, "--sabotage", "no_fence_check")) {
      assertThat(again.exit()).isEqualTo(1);
      assertThat(again.errors()).startsWith("seed " + broken + ": ");
    }
  }

  private static String seedIn(String errors) {
    Matcher seed = Pattern.compile("--seed (\\d+)").matcher(errors);
    assertThat(seed.find()).isTrue();
    return seed.group(1);
  }

  @Test
  void an_unknown_sabotage_is_a_usage_error() {
    new Shell(folder).run("simulate", "--sabotage", "everything").exits(2);
  }
}
