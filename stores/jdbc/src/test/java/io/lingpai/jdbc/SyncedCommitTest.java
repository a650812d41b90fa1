package io.lingpai.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Holds invariant 3, durable before seen, against a loss of power: kill -9 leaves the page cache,
 * so it cannot show that a commit reached the disk. The system calls can.
 */
class SyncedCommitTest {

  private static final int VERSIONS = 40;
  private static final Pattern CALL =
      Pattern.compile("^(\\d+) +(?:<\\.\\.\\. )?(\\w+)(?:\\(\\d+<([^>]*)>)?(.*)$");

  @TempDir private Path folder;

  @Test
  void between_a_write_to_the_log_and_its_acknowledgement_lies_a_sync() throws Exception {
    SqliteStores.open(folder, InstantSource.system()).close();
    Path trace = folder.resolve("trace");
    if (!traced(trace)) {
      System.out.println("strace cannot run here: that commits are synced was not shown this way");
      return;
    }

    List<Event> events = events(trace);

    assertThat(events).filteredOn(Event.ACKNOWLEDGED::equals).hasSize(VERSIONS);
    assertThat(events).contains(Event.WROTE_LOG, Event.SYNCED_LOG);
    boolean synced = false;
    int shown = 0;
    for (Event event : events) {
      switch (event) {
        case WROTE_LOG -> synced = false;
        case SYNCED_LOG -> synced = true;
        case ACKNOWLEDGED -> {
          assertThat(synced).as("acknowledgement " + shown + " came after a sync").isTrue();
          // The next acknowledgement needs a sync of its own.
          synced = false;
          shown++;
        }
      }
    }
    System.out.println(shown + " acknowledged commits, each after a sync of its own");
  }

  private enum Event {
    WROTE_LOG,
    SYNCED_LOG,
    ACKNOWLEDGED
  }

  private boolean traced(Path trace) throws InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "strace",
                "-f",
                "-y",
                "--seccomp-bpf",
                "-e",
                "trace=write,pwrite64,fsync,fdatasync",
                "-o",
                trace.toString()));
    command.addAll(ChildJvm.command(WritesUntilKilled.class, folder, 1, VERSIONS));
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(folder.resolve("out").toFile())
              .redirectError(folder.resolve("err").toFile())
              .start();
      boolean ended = process.waitFor(60, TimeUnit.SECONDS);
      process.destroyForcibly();
      return ended && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** A sync counts when it has returned, a write and an acknowledgement when they begin. */
  private static List<Event> events(Path trace) throws IOException {
    List<Event> events = new ArrayList<>();
    Set<String> syncing = new HashSet<>();
    for (String line : Files.readAllLines(trace)) {
      Matcher call = CALL.matcher(line);
      if (!call.matches()) {
        continue;
      }
      String thread = call.group(1);
      boolean onLog = call.group(3) != null && call.group(3).endsWith("lingpai.db-wal");
      String rest = call.group(4);
      switch (call.group(2)) {
        case "pwrite64" -> {
          if (onLog) {
            events.add(Event.WROTE_LOG);
          }
        }
        case "fsync", "fdatasync" -> {
          if (onLog && rest.contains("unfinished")) {
            syncing.add(thread);
          } else if (rest.endsWith("= 0") && (onLog || syncing.remove(thread))) {
            events.add(Event.SYNCED_LOG);
          }
        }
        case "write" -> {
          if (rest.contains("\"acknowledged ")) {
            events.add(Event.ACKNOWLEDGED);
          }
        }
        default -> {}
      }
    }
    return events;
  }
}
