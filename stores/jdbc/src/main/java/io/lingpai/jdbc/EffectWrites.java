package io.lingpai.jdbc;

import io.lingpai.callback.Effect;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;

/**
 * Writes what a message says. Each case is prepared outside of the transaction, where secrets are
 * sealed, and written within.
 */
final class EffectWrites {

  /** What is written within the transaction that keeps the message. */
  @FunctionalInterface
  interface Write {
    /**
     * @param claimed takes the ids of jobs that wished to be claimed and were
     */
    void on(Connection connection, Set<String> claimed) throws SQLException;
  }

  private final JobWrites jobs;
  private final FollowerWrites followers;

  EffectWrites(JobWrites jobs, FollowerWrites followers) {
    this.jobs = jobs;
    this.followers = followers;
  }

  /** A further case is one more line here, and a class of its own that writes it. */
  Write prepare(Effect effect) {
    return switch (effect) {
      case Effect.Enqueued enqueued -> jobs.prepare(enqueued.job());
      case Effect.Followed followed -> followers.prepare(followed);
    };
  }
}
