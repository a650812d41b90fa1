package io.lingpai.jdbc;

import io.lingpai.callback.Effect;
import io.lingpai.follower.FollowEvent;
import io.lingpai.follower.Follower;
import io.lingpai.follower.Told;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes what events and answers say of followers: reads the row, locked, lets it decide. */
final class FollowerWrites {

  private final Database database;
  private final JobWrites jobs;

  FollowerWrites(Database database, JobWrites jobs) {
    this.database = database;
    this.jobs = jobs;
  }

  EffectWrites.Write prepare(Effect.Followed followed) {
    EffectWrites.Write ask = jobs.prepare(followed.ask());
    return (connection, claimed) -> {
      if (happened(connection, followed.event()).wantsAsking()) {
        ask.on(connection, claimed);
      }
    };
  }

  private Follower happened(Connection connection, FollowEvent event) throws SQLException {
    Instant now = database.now(connection);
    Optional<FollowerRow> row = locked(connection, event.app(), event.openid());
    if (row.isEmpty()) {
      Follower first = Follower.after(null, event, now);
      if (new FollowerRow(first, null).insert(connection, database.dialect(), null)) {
        return first;
      }
      row = locked(connection, event.app(), event.openid());
    }
    FollowerRow before =
        row.orElseThrow(() -> new SQLException("no follower where an insert found one"));
    Follower after = Follower.after(before.follower(), event, now);
    FollowerRow changed = new FollowerRow(after, before.seenIn());
    if (after.subscribed()) {
      changed.update(connection);
    } else {
      changed.update(connection, null);
    }
    return after;
  }

  /**
   * What was told, written.
   *
   * @param before the row before, if there was one
   */
  record Learnt(Follower.Outcome outcome, @Nullable FollowerRow before) {}

  /**
   * Writes what was told, if it is to be believed.
   *
   * @param document sealed
   * @param importId the import that came to the person with this, which is noted in any case
   */
  Learnt learn(
      Connection connection,
      String app,
      Told told,
      long seen,
      byte @Nullable [] document,
      @Nullable String importId)
      throws SQLException {
    Instant now = database.now(connection);
    FollowerRow before = locked(connection, app, told.openid()).orElse(null);
    Follower known = before == null ? null : before.follower();
    Follower.Outcome outcome = Follower.judge(known, told, seen, now);
    if (outcome == Follower.Outcome.BELIEVED) {
      FollowerRow after =
          new FollowerRow(Follower.after(known, app, told, now), seenIn(before, importId));
      if (before != null) {
        after.update(connection, document);
      } else if (!after.insert(connection, database.dialect(), document)) {
        outcome = Follower.Outcome.OVERTAKEN;
      }
    } else if (before != null && importId != null) {
      new FollowerRow(before.follower(), importId).update(connection);
    }
    return new Learnt(outcome, before);
  }

  private static @Nullable String seenIn(@Nullable FollowerRow before, @Nullable String importId) {
    return importId != null || before == null ? importId : before.seenIn();
  }

  Optional<FollowerRow> locked(Connection connection, String app, String openid)
      throws SQLException {
    return FollowerRow.locked(connection, database.dialect(), app, openid);
  }
}
