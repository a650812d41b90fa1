package io.lingpai.jdbc;

import io.lingpai.outbox.Job;
import io.lingpai.outbox.Lane;
import io.lingpai.outbox.NewJob;
import io.lingpai.outbox.Outbox;
import io.lingpai.secret.Vault;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Jobs in a database. */
final class JdbcOutbox implements Outbox {

  private static final int AT_ONCE = 200;
  private static final int PROBLEM_AT_MOST = 500;

  private final Database database;
  private final Vault vault;
  private final JobWrites writes;
  private final JobClaims claims;

  JdbcOutbox(Database database, Vault vault, JobWrites writes) {
    this.database = database;
    this.vault = vault;
    this.writes = writes;
    this.claims = new JobClaims(database);
  }

  @Override
  public void add(List<NewJob> jobs) {
    List<EffectWrites.Write> prepared = jobs.stream().map(writes::prepare).toList();
    for (int from = 0; from < prepared.size(); from += AT_ONCE) {
      List<EffectWrites.Write> some =
          prepared.subList(from, Math.min(prepared.size(), from + AT_ONCE));
      database.write(
          connection -> {
            for (EffectWrites.Write write : some) {
              write.on(connection, new HashSet<>());
            }
            return some.size();
          });
    }
  }

  @Override
  public List<Job> claim(
      Lane lane, Set<String> except, int atMost, int perGroup, NewJob.Lease lease) {
    List<JobRow> due = claims.due(lane, except, Math.min(atMost, AT_ONCE), perGroup);
    return claims.take(due, lease).stream().map(row -> row.open(vault)).toList();
  }

  @Override
  public Optional<Job> claim(String id, NewJob.Lease lease) {
    return claims.take(id, lease).map(row -> row.open(vault));
  }

  @Override
  public boolean done(String id, String holder) {
    return database.write(
        connection -> {
          try (PreparedStatement delete =
              connection.prepareStatement(
                  "DELETE FROM outbox_job WHERE id = ? AND holder = ? AND remembered = 0")) {
            Bind.to(delete).text(id).text(holder);
            if (delete.executeUpdate() == 1) {
              return true;
            }
          }
          try (PreparedStatement update =
              connection.prepareStatement(
                  "UPDATE outbox_job SET state = 'DONE', finished_at = ?, holder = NULL,"
                      + " lease_until = NULL, last_problem = NULL WHERE id = ? AND holder = ?")) {
            Bind.to(update).time(database.now(connection)).text(id).text(holder);
            return update.executeUpdate() == 1;
          }
        });
  }

  @Override
  public boolean again(String id, String holder, Duration in, String problem) {
    return later(id, holder, in, problem, 0);
  }

  @Override
  public boolean giveBack(String id, String holder, Duration in) {
    return later(id, holder, in, "", 1);
  }

  private boolean later(String id, String holder, Duration in, String problem, int uncounted) {
    return database.write(
        connection -> {
          try (PreparedStatement update =
              connection.prepareStatement(
                  "UPDATE outbox_job SET due_at = ?, attempts = attempts - ?, last_problem ="
                      + " COALESCE(?, last_problem), holder = NULL, lease_until = NULL"
                      + " WHERE id = ? AND holder = ?")) {
            Bind.to(update)
                .time(database.now(connection).plus(in))
                .number(uncounted)
                .text(problem.isEmpty() ? null : cut(problem))
                .text(id)
                .text(holder);
            return update.executeUpdate() == 1;
          }
        });
  }

  @Override
  public boolean park(String id, String holder, String problem) {
    return database.write(
        connection -> {
          try (PreparedStatement update =
              connection.prepareStatement(
                  "UPDATE outbox_job SET state = 'PARKED', finished_at = ?, last_problem = ?,"
                      + " holder = NULL, lease_until = NULL WHERE id = ? AND holder = ?")) {
            Bind.to(update).time(database.now(connection)).text(cut(problem)).text(id).text(holder);
            return update.executeUpdate() == 1;
          }
        });
  }

  @Override
  public int parkOlder(String kind, Instant createdBefore, String problem) {
    return database.write(
        connection -> {
          Instant now = database.now(connection);
          try (PreparedStatement update =
              connection.prepareStatement(
                  "UPDATE outbox_job SET state = 'PARKED', finished_at = ?, last_problem ="
                      + " COALESCE(last_problem, ?) WHERE state = 'WAITING' AND id IN (SELECT id"
                      + " FROM outbox_job WHERE state = 'WAITING' AND kind = ? AND created_at < ?"
                      + " AND (lease_until IS NULL OR lease_until <= ?) LIMIT ?)")) {
            Bind.to(update)
                .time(now)
                .text(cut(problem))
                .text(kind)
                .time(createdBefore)
                .time(now)
                .number(AT_ONCE);
            return update.executeUpdate();
          }
        });
  }

  @Override
  public boolean replay(String id) {
    return database.write(
        connection -> {
          Instant now = database.now(connection);
          try (PreparedStatement update =
              connection.prepareStatement(
                  "UPDATE outbox_job SET state = 'WAITING', attempts = 0, created_at = ?, due_at ="
                      + " ?, finished_at = NULL WHERE id = ? AND state <> 'WAITING'")) {
            Bind.to(update).time(now).time(now).text(id);
            return update.executeUpdate() == 1;
          }
        });
  }

  @Override
  public Optional<Job> find(String id) {
    return database.read(
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(JobRow.SELECT + "j.id = ?")) {
            Bind.to(select).text(id);
            return JobRow.all(select).stream().findFirst().map(JobRow::bare);
          }
        });
  }

  @Override
  public List<Job> list(String kind, Set<Job.State> states, String before, int limit) {
    String wanted =
        states.stream().map(state -> "'" + state + "'").collect(Collectors.joining(","));
    return database.read(
        connection -> {
          long end =
              before.isEmpty()
                  ? Long.MAX_VALUE
                  : number(
                      connection.prepareStatement("SELECT number FROM outbox_job WHERE id = ?"),
                      before);
          try (PreparedStatement select =
              connection.prepareStatement(
                  JobRow.SELECT
                      + "j.kind = ? AND j.number < ? AND j.state IN ("
                      + wanted
                      + ") ORDER BY j.number DESC LIMIT ?")) {
            Bind.to(select).text(kind).number(end).number(limit);
            return JobRow.all(select).stream().map(JobRow::bare).toList();
          }
        });
  }

  /** A job that is gone is before none. */
  private static long number(PreparedStatement select, String id) throws SQLException {
    try (select) {
      Bind.to(select).text(id);
      try (ResultSet rows = select.executeQuery()) {
        return rows.next() ? rows.getLong(1) : 0;
      }
    }
  }

  @Override
  public int forgetBefore(Instant end) {
    return database.write(
        connection -> {
          try (PreparedStatement delete =
              connection.prepareStatement(
                  "DELETE FROM outbox_job WHERE number IN (SELECT number FROM outbox_job"
                      + " WHERE finished_at IS NOT NULL AND finished_at < ? LIMIT ?)")) {
            Bind.to(delete).time(end).number(AT_ONCE);
            return delete.executeUpdate();
          }
        });
  }

  private static String cut(String problem) {
    return problem.length() <= PROBLEM_AT_MOST ? problem : problem.substring(0, PROBLEM_AT_MOST);
  }
}
