package io.lingpai.jdbc;

import io.lingpai.outbox.Lane;
import io.lingpai.outbox.NewJob;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Takes jobs. What is due is looked for by reading alone, since a long queue of a target that is
 * down takes its time to look through; only what was found is then written, if it is still as it
 * was. Whoever comes second finds nothing to claim.
 */
final class JobClaims {

  private static final String FREE = "(j.lease_until IS NULL OR j.lease_until <= ?)";
  private static final int LOOKED_AT_PER_WANTED = 4;

  private static final String LEASE =
      "UPDATE outbox_job SET holder = ?, lease_until = ?, attempts = attempts + 1 WHERE id IN"
          + " (SELECT j.id FROM outbox_job j WHERE j.id = ? AND j.state = 'WAITING' AND "
          + FREE
          + " AND "
          + JobRow.FIRST_OF_ITS_ORDER
          + ") AND state = 'WAITING' AND (lease_until IS NULL OR lease_until <= ?)";

  private final Database database;

  JobClaims(Database database) {
    this.database = database;
  }

  List<JobRow> due(Lane lane, Set<String> except, int atMost, int perGroup) {
    List<String> groups = List.copyOf(except);
    String others =
        groups.isEmpty()
            ? ""
            : " AND j.group_key NOT IN (?" + ", ?".repeat(groups.size() - 1) + ")";
    String sql =
        JobRow.SELECT
            + "j.state = 'WAITING' AND j.lane = ? AND j.due_at <= ?"
            + others
            + " AND "
            + FREE
            + " AND "
            + JobRow.FIRST_OF_ITS_ORDER
            + " ORDER BY j.due_at, j.number LIMIT ?";
    List<JobRow> found =
        database.read(
            connection -> {
              Instant now = database.now(connection);
              try (PreparedStatement select = connection.prepareStatement(sql)) {
                Bind bind = Bind.to(select).small(lane.number()).time(now);
                for (String group : groups) {
                  bind.text(group);
                }
                bind.time(now).number((long) atMost * LOOKED_AT_PER_WANTED);
                return JobRow.all(select);
              }
            });
    return fairly(found, atMost, perGroup);
  }

  private static List<JobRow> fairly(List<JobRow> found, int atMost, int perGroup) {
    Map<String, Integer> taken = new HashMap<>();
    List<JobRow> chosen = new ArrayList<>();
    for (JobRow row : found) {
      if (chosen.size() < atMost && taken.merge(row.bare().group(), 1, Integer::sum) <= perGroup) {
        chosen.add(row);
      }
    }
    return chosen;
  }

  /** Of these, those that could still be had. */
  List<JobRow> take(List<JobRow> wanted, NewJob.Lease lease) {
    if (wanted.isEmpty()) {
      return wanted;
    }
    return database.write(
        connection -> {
          List<JobRow> taken = new ArrayList<>();
          for (JobRow row : wanted) {
            if (lease(connection, row.bare().id(), lease)) {
              taken.add(row);
            }
          }
          return taken;
        });
  }

  Optional<JobRow> take(String id, NewJob.Lease lease) {
    return database.write(
        connection -> {
          if (!lease(connection, id, lease)) {
            return Optional.empty();
          }
          try (PreparedStatement select =
              connection.prepareStatement(JobRow.SELECT + "j.id = ? AND j.holder = ?")) {
            Bind.to(select).text(id).text(lease.holder());
            // What was read is what is now: the attempt is counted already.
            return JobRow.all(select).stream().findFirst().map(JobRow::beforeThisAttempt);
          }
        });
  }

  private boolean lease(Connection connection, String id, NewJob.Lease lease) throws SQLException {
    Instant now = database.now(connection);
    try (PreparedStatement update = connection.prepareStatement(LEASE)) {
      Bind.to(update)
          .text(lease.holder())
          .time(now.plus(lease.atMost()))
          .text(id)
          .time(now)
          .time(now);
      return update.executeUpdate() == 1;
    }
  }
}
