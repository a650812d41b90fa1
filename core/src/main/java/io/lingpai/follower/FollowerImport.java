package io.lingpai.follower;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An account's followers taken over from the vendor, or compared with it again.
 *
 * @param done followers taken over so far
 * @param total followers the vendor counts; null before it said
 * @param gone who turned out to follow no longer
 * @param cursor after whom the vendor's list goes on; empty to begin with
 * @param listed whether the vendor's whole list was gone through, and only those are left whom it
 *     does not name
 * @param problem why it failed, or what it waits for, by the names of a problem's fields; empty if
 *     nothing is wrong
 */
public record FollowerImport(
    String id,
    String app,
    State state,
    long done,
    @Nullable Long total,
    long gone,
    String cursor,
    boolean listed,
    String startedBy,
    Instant startedAt,
    Instant updatedAt,
    @Nullable Instant finishedAt,
    Map<String, String> problem) {

  /** How far it has come. */
  public enum State {
    RUNNING,
    DONE,
    FAILED
  }

  public FollowerImport {
    problem = Map.copyOf(problem);
  }

  /** The same, further on in the vendor's list. */
  public FollowerImport at(String further, boolean throughWith) {
    return new FollowerImport(
        id,
        app,
        state,
        done,
        total,
        gone,
        further,
        throughWith,
        startedBy,
        startedAt,
        updatedAt,
        finishedAt,
        problem);
  }
}
