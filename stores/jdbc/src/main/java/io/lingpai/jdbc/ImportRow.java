package io.lingpai.jdbc;

import io.lingpai.follower.FollowerImport;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** Imports as rows. */
final class ImportRow {

  static final String SELECT =
      "SELECT id, app, state, done, total, gone, next_after, listed, started_by, started_at,"
          + " updated_at, finished_at, problem FROM follower_import WHERE ";

  private ImportRow() {}

  static Optional<FollowerImport> first(PreparedStatement select) throws SQLException {
    try (ResultSet rows = select.executeQuery()) {
      return rows.next() ? Optional.of(read(rows)) : Optional.empty();
    }
  }

  private static FollowerImport read(ResultSet rows) throws SQLException {
    Row row = new Row(rows);
    long total = row.number("total");
    return new FollowerImport(
        row.text("id"),
        row.text("app"),
        FollowerImport.State.valueOf(row.text("state")),
        row.number("done"),
        rows.getObject("total") == null ? null : (Long) total,
        row.number("gone"),
        row.text("next_after"),
        row.flag("listed"),
        row.text("started_by"),
        row.time("started_at"),
        row.time("updated_at"),
        row.timeOrNull("finished_at"),
        Json.map(row.text("problem")));
  }
}
