package io.lingpai.acceptance.stage;

import io.lingpai.testkit.FreePort;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.time.Duration;

/** A PostgreSQL of a test's own, which may take its time to start where much else is going on. */
public final class RealPostgres {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private RealPostgres() {}

  public static EmbeddedPostgres start() throws IOException {
    return EmbeddedPostgres.builder()
        .setPort(FreePort.next())
        .setPGStartupWait(PATIENCE)
        // Whichever language this machine is set to, and whether it has that or not.
        .setLocaleConfig("locale", "C")
        .start();
  }
}
