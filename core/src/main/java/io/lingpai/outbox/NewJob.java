package io.lingpai.outbox;

import io.lingpai.secret.Secret;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something to be done, by whichever node comes to it.
 *
 * @param id ours
 * @param kind says who does it: the name of a {@link JobHandler}
 * @param app whose it is; its data key seals the payload
 * @param group what shares one fate, such as a target's address: only some of a group are worked at
 *     once, and a group may be paused
 * @param order if not null, jobs of the same order are done one after another, as they were added
 * @param message the message it belongs to, which is kept as long as the job waits
 * @param about for people and lists; not secret
 * @param payload what its handler needs, sealed at rest
 * @param notBefore how long from now it is first due
 * @param remembered kept when done, so that people can see it and have it done again
 * @param claim if not null, it is begun at once by whoever adds it, if no earlier job of its order
 *     waits
 */
public record NewJob(
    String id,
    String kind,
    Lane lane,
    String app,
    String group,
    @Nullable String order,
    @Nullable String message,
    Map<String, String> about,
    Map<String, Secret> payload,
    Duration notBefore,
    boolean remembered,
    @Nullable Lease claim) {

  public NewJob {
    about = Map.copyOf(about);
    payload = Map.copyOf(payload);
  }

  /** A job that is due now, forgotten when done, and waits for no other. */
  public static NewJob of(
      String id, String kind, Lane lane, String app, Map<String, Secret> payload) {
    return new NewJob(
        id, kind, lane, app, kind, null, null, Map.of(), payload, Duration.ZERO, false, null);
  }

  /**
   * The right to do it until it ends, counted by the store's clock.
   *
   * @param holder random, for this claim alone
   */
  public record Lease(String holder, Duration atMost) {}
}
