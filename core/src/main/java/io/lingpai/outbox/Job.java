package io.lingpai.outbox;

import io.lingpai.secret.Secret;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A job as it stands.
 *
 * @param payload empty in lists
 * @param attempts how often it was begun, this time included
 * @param dueAt when it is tried next, while it waits
 * @param finishedAt when it was done or parked
 * @param lastProblem why the last attempt failed; for people, not secret
 */
public record Job(
    String id,
    String kind,
    Lane lane,
    String app,
    String group,
    @Nullable String order,
    @Nullable String message,
    Map<String, String> about,
    Map<String, Secret> payload,
    State state,
    int attempts,
    Instant createdAt,
    Instant dueAt,
    @Nullable Instant finishedAt,
    @Nullable String lastProblem) {

  /** How far it has come. */
  public enum State {
    WAITING,
    DONE,
    /** Given up, until a person has it done again. */
    PARKED
  }

  public Job {
    about = Map.copyOf(about);
    payload = Map.copyOf(payload);
  }
}
