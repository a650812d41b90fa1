package io.lingpai.acceptance.programs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class ProgramTest {

  @Test
  void a_program_that_is_found_is_there() {
    for (Program program : Program.values()) {
      assertThat(program.find().stream()).allMatch(Files::isExecutable);
    }
  }

  @Test
  @Needs(Program.NODE)
  void a_test_that_needs_node_has_it() {
    assertThat(Program.NODE.path()).isExecutable();
  }
}
