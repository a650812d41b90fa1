package io.lingpai.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.lingpai.architecture.offender.keeper.SpeaksSql;
import io.lingpai.secret.Secret;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;

class CoreNeedsTheJdkOnlyTest {
  @Test
  void core_needs_java_base_and_nothing_else() throws URISyntaxException {
    URI core = Secret.class.getProtectionDomain().getCodeSource().getLocation().toURI();

    assertThat(modulesNeededBy(Path.of(core))).isEqualTo("java.base");
  }

  @Test
  void a_class_that_needs_more_would_be_seen() throws URISyntaxException {
    URI offender = SpeaksSql.class.getResource("SpeaksSql.class").toURI();

    assertThat(modulesNeededBy(Path.of(offender))).contains("java.sql");
  }

  /** JSpecify's annotations are left out: the compiler reads them, nothing does when running. */
  private static String modulesNeededBy(Path classes) {
    StringWriter output = new StringWriter();
    int status =
        ToolProvider.findFirst("jdeps")
            .orElseThrow()
            .run(
                new PrintWriter(output),
                new PrintWriter(output),
                "--print-module-deps",
                "--ignore-missing-deps",
                classes.toString());
    assertThat(status).as(output.toString()).isZero();
    return output.toString().trim();
  }
}
