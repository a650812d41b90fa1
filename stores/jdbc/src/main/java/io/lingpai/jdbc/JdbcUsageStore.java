package io.lingpai.jdbc;

import io.lingpai.usage.Spent;
import io.lingpai.usage.UsageStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Usage in a database. Rows are written in one order everywhere, so that two nodes that add to the
 * same rows wait for each other and never in a circle.
 */
final class JdbcUsageStore implements UsageStore {

  private static final int ROWS_AT_ONCE = 200;

  private static final Comparator<Spent> ORDER =
      Comparator.comparing(Spent::app)
          .thenComparing(Spent::keyId)
          .thenComparing(Spent::path)
          .thenComparing(Spent::outcome);

  private final Database database;

  JdbcUsageStore(Database database) {
    this.database = database;
  }

  @Override
  public void add(LocalDate day, List<Spent> spent) {
    atMost(spent.size());
    List<Spent> ordered = spent.stream().sorted(ORDER).toList();
    database.write(
        connection -> {
          try (PreparedStatement add =
              connection.prepareStatement(
                  "INSERT INTO usage_spent (day, app, key_id, path, outcome, key_name, calls,"
                      + " replays, bytes_up, bytes_down) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                      + " ON CONFLICT (day, app, key_id, path, outcome) DO UPDATE SET"
                      + " calls = usage_spent.calls + excluded.calls,"
                      + " replays = usage_spent.replays + excluded.replays,"
                      + " bytes_up = usage_spent.bytes_up + excluded.bytes_up,"
                      + " bytes_down = usage_spent.bytes_down + excluded.bytes_down")) {
            for (Spent one : ordered) {
              Bind.to(add)
                  .number(day.toEpochDay())
                  .text(one.app())
                  .text(one.keyId())
                  .text(one.path())
                  .text(one.outcome())
                  .text(one.keyName())
                  .number(one.calls())
                  .number(one.replays())
                  .number(one.bytesUp())
                  .number(one.bytesDown());
              add.addBatch();
            }
            return add.executeBatch();
          }
        });
  }

  @Override
  public List<Spent> of(String app, LocalDate day) {
    return database.read(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT * FROM usage_spent WHERE day = ? AND app = ?"
                      + " ORDER BY key_id, path, outcome")) {
            Bind.to(select).number(day.toEpochDay()).text(app);
            List<Spent> found = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
              while (rows.next()) {
                found.add(spent(new Row(rows)));
              }
            }
            return found;
          }
        });
  }

  private static Spent spent(Row row) throws SQLException {
    return new Spent(
        row.text("app"),
        row.text("key_id"),
        row.text("key_name"),
        row.text("path"),
        row.text("outcome"),
        row.number("calls"),
        row.number("replays"),
        row.number("bytes_up"),
        row.number("bytes_down"));
  }

  @Override
  public void begin(LocalDate day, Map<String, Long> calls) {
    atMost(calls.size());
    database.write(
        connection -> {
          try (PreparedStatement add =
              connection.prepareStatement(
                  "INSERT INTO usage_begun (day, key_id, calls) VALUES (?, ?, ?)"
                      + " ON CONFLICT (day, key_id) DO UPDATE SET"
                      + " calls = usage_begun.calls + excluded.calls")) {
            for (Map.Entry<String, Long> entry : new TreeMap<>(calls).entrySet()) {
              Bind.to(add)
                  .number(day.toEpochDay())
                  .text(entry.getKey())
                  .number((long) entry.getValue());
              add.addBatch();
            }
            return add.executeBatch();
          }
        });
  }

  @Override
  public Map<String, Long> begun(LocalDate day) {
    return database.read(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement("SELECT key_id, calls FROM usage_begun WHERE day = ?")) {
            Bind.to(select).number(day.toEpochDay());
            Map<String, Long> found = new HashMap<>();
            try (ResultSet rows = select.executeQuery()) {
              while (rows.next()) {
                Row row = new Row(rows);
                found.put(row.text("key_id"), row.number("calls"));
              }
            }
            return found;
          }
        });
  }

  @Override
  public int forgetBefore(LocalDate day) {
    return database.write(
        connection ->
            forget(connection, "usage_spent", day) + forget(connection, "usage_begun", day));
  }

  private int forget(Connection connection, String table, LocalDate day) throws SQLException {
    String row = database.dialect().rowLocation();
    try (PreparedStatement delete =
        connection.prepareStatement(
            "DELETE FROM %1$s WHERE %2$s IN (SELECT %2$s FROM %1$s WHERE day < ? LIMIT %3$d)"
                .formatted(table, row, ROWS_AT_ONCE / 2))) {
      Bind.to(delete).number(day.toEpochDay());
      return delete.executeUpdate();
    }
  }

  private static void atMost(int rows) {
    if (rows > AT_ONCE) {
      throw new IllegalArgumentException("too many at once: " + rows);
    }
  }
}
