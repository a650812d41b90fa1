package io.lingpai.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.lingpai.credential.CredentialKey;
import io.lingpai.credential.Value;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds invariant 3, durable before seen, with real processes that are really killed. */
class KilledProcessTest {

  private static final int KILLS = 20;
  private static final int WRITERS = 8;
  private static final int ENDLESS = 1_000_000;

  @TempDir private Path folder;

  @Test
  void what_was_acknowledged_is_there_after_kill_9() throws Exception {
    Map<String, Long> acknowledged = new HashMap<>();
    long all = 0;
    for (int round = 0; round < KILLS; round++) {
      all += writeUntilKilled(acknowledged, 40 + 23 * round);
      try (JdbcStores stores = SqliteStores.open(folder, InstantSource.system())) {
        acknowledged.forEach((app, version) -> assertStored(stores, app, version));
      }
    }
    System.out.println(KILLS + " x kill -9: " + all + " acknowledged, 0 lost");
  }

  /** Kills in the middle of it, after so many lines; how many had been said by then. */
  private long writeUntilKilled(Map<String, Long> acknowledged, int lines) throws Exception {
    Process process =
        ChildJvm.running(WritesUntilKilled.class, folder, WRITERS, ENDLESS)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    long said = 0;
    try (BufferedReader out = process.inputReader()) {
      String line = out.readLine();
      while (line != null) {
        String[] words = line.split(" ");
        // The last line may be cut: then it was not said.
        if (words.length == 3 && words[0].equals("acknowledged")) {
          acknowledged.merge(words[1], Long.parseLong(words[2]), Math::max);
          said++;
        }
        if (said == lines) {
          process.destroyForcibly();
        }
        line = readOrEnd(out);
      }
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.waitFor()).as("ended by signal 9").isEqualTo(128 + 9);
    return said;
  }

  private static String readOrEnd(BufferedReader out) {
    try {
      return out.readLine();
    } catch (IOException e) {
      return null;
    }
  }

  private static void assertStored(JdbcStores stores, String app, long version) {
    Value stored =
        stores.credentials().find(new CredentialKey(app, "access_token")).orElseThrow().current();
    assertThat(stored).isNotNull();
    assertThat(stored.version()).as(app).isGreaterThanOrEqualTo(version);
    assertThat(stored.secret().reveal()).isEqualTo(app + "-" + stored.version());
  }
}
