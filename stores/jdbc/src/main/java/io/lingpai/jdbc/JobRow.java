package io.lingpai.jdbc;

import io.lingpai.outbox.Job;
import io.lingpai.outbox.Lane;
import io.lingpai.secret.Secret;
import io.lingpai.secret.Vault;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A job as it lies in its table, its payload still sealed.
 *
 * @param bare everything but the payload
 */
record JobRow(Job bare, long number, byte @Nullable [] sealed) {

  static final String COLUMNS =
      "j.number, j.id, j.kind, j.lane, j.app, j.group_key, j.order_key, j.message, j.about,"
          + " j.payload_sealed, j.state, j.attempts, j.created_at, j.due_at, j.finished_at,"
          + " j.last_problem";

  static final String SELECT = "SELECT " + COLUMNS + " FROM outbox_job j WHERE ";

  /** Whether no earlier job of its order waits. */
  static final String FIRST_OF_ITS_ORDER =
      "(j.order_key IS NULL OR NOT EXISTS (SELECT 1 FROM outbox_job e WHERE e.order_key ="
          + " j.order_key AND e.number < j.number AND e.state = 'WAITING'))";

  static String place(String id) {
    return "job|" + id;
  }

  /** The job with its payload, as it is while this attempt lasts. */
  Job open(Vault vault) {
    return with(
        sealed == null ? Map.of() : vault.openAll(place(bare.id()), sealed), bare.attempts() + 1);
  }

  /** The same row as it was before the claim counted this attempt. */
  JobRow beforeThisAttempt() {
    return new JobRow(with(Map.of(), bare.attempts() - 1), number, sealed);
  }

  private Job with(Map<String, Secret> payload, int attempts) {
    return new Job(
        bare.id(),
        bare.kind(),
        bare.lane(),
        bare.app(),
        bare.group(),
        bare.order(),
        bare.message(),
        bare.about(),
        payload,
        bare.state(),
        attempts,
        bare.createdAt(),
        bare.dueAt(),
        bare.finishedAt(),
        bare.lastProblem());
  }

  static List<JobRow> all(PreparedStatement select) throws SQLException {
    List<JobRow> found = new ArrayList<>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        found.add(read(rows));
      }
    }
    return found;
  }

  private static JobRow read(ResultSet rows) throws SQLException {
    Row row = new Row(rows);
    Job bare =
        new Job(
            row.text("id"),
            row.text("kind"),
            Lane.of(row.small("lane")),
            row.text("app"),
            row.text("group_key"),
            row.textOrNull("order_key"),
            row.textOrNull("message"),
            Json.map(row.text("about")),
            Map.of(),
            Job.State.valueOf(row.text("state")),
            row.small("attempts"),
            row.time("created_at"),
            row.time("due_at"),
            row.timeOrNull("finished_at"),
            row.textOrNull("last_problem"));
    return new JobRow(bare, row.number("number"), row.bytesOrNull("payload_sealed"));
  }
}
