package io.lingpai.directory;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One synchronization of a company's directory: how far it is, and what it found different.
 *
 * @param done departments whose children, and whose people, have been read, each counted once
 * @param total how many that will be, as far as is known
 * @param problem why it failed, for people
 */
public record Sync(
    String id,
    String app,
    State state,
    Instant startedAt,
    @Nullable Instant finishedAt,
    long done,
    long total,
    Difference departments,
    Difference employees,
    @Nullable String problem) {

  /** How far it is. */
  public enum State {
    RUNNING,
    DONE,
    FAILED;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What was different from before.
   *
   * @param gone marked, not erased
   * @param back had been marked and were there again
   */
  public record Difference(long seen, long added, long changed, long gone, long back) {
    public static final Difference NONE = new Difference(0, 0, 0, 0, 0);

    public Difference plus(Difference other) {
      return new Difference(
          seen + other.seen,
          added + other.added,
          changed + other.changed,
          gone + other.gone,
          back + other.back);
    }
  }
}
