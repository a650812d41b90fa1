package io.lingpai.jdbc;

import io.lingpai.authorization.Recovery;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Looks through a vendor's list, and how far each has come. */
final class Recoveries {

  private static final String COLUMNS =
      "id, component, state, done, total, found, restored, withdrawn, detail, began_at, changed_at";

  private final Database database;

  Recoveries(Database database) {
    this.database = database;
  }

  Recovery begin(
      String id, String platform, Duration silentFor, Duration notAgainFor, Instant now) {
    return database.write(
        connection -> {
          // Whoever begins holds the counter, so that two nodes do not begin at once.
          ChangeCounter.hold(connection);
          Optional<Recovery> last = last(connection, platform);
          if (last.isPresent() && enough(last.get(), silentFor, notAgainFor, now)) {
            return last.get();
          }
          Recovery fresh =
              new Recovery(id, platform, Recovery.State.RUNNING, 0, 0, 0, 0, 0, null, now, now);
          try (PreparedStatement insert =
              connection.prepareStatement(
                  "INSERT INTO authorizer_recovery ("
                      + COLUMNS
                      + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            Bind.to(insert)
                .text(id)
                .text(platform)
                .text(fresh.state().name())
                .number(0)
                .number(0)
                .number(0)
                .number(0)
                .number(0)
                .text(null)
                .time(now)
                .time(now);
            insert.executeUpdate();
          }
          return fresh;
        });
  }

  private static boolean enough(
      Recovery last, Duration silentFor, Duration notAgainFor, Instant now) {
    return switch (last.state()) {
      case RUNNING -> now.isBefore(last.changedAt().plus(silentFor));
      case DONE -> now.isBefore(last.changedAt().plus(notAgainFor));
      case FAILED -> false;
    };
  }

  void note(Recovery progress) {
    database.write(
        connection -> {
          try (PreparedStatement update =
              connection.prepareStatement(
                  "UPDATE authorizer_recovery SET state = ?, done = ?, total = ?, found = ?,"
                      + " restored = ?, withdrawn = ?, detail = ?, changed_at = ? WHERE id = ?")) {
            Bind.to(update)
                .text(progress.state().name())
                .number(progress.done())
                .number(progress.total())
                .number(progress.found())
                .number(progress.restored())
                .number(progress.withdrawn())
                .text(progress.detail())
                .time(progress.changedAt())
                .text(progress.id());
            return update.executeUpdate();
          }
        });
  }

  Optional<Recovery> find(String platform, String id) {
    return database.read(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT "
                      + COLUMNS
                      + " FROM authorizer_recovery WHERE id = ? AND component = ?")) {
            Bind.to(select).text(id).text(platform);
            return first(select);
          }
        });
  }

  boolean anyDone(String platform) {
    return database.read(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT 1 FROM authorizer_recovery WHERE component = ? AND state = ? LIMIT 1")) {
            Bind.to(select).text(platform).text(Recovery.State.DONE.name());
            try (ResultSet rows = select.executeQuery()) {
              return rows.next();
            }
          }
        });
  }

  private static Optional<Recovery> last(Connection connection, String platform)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT "
                + COLUMNS
                + " FROM authorizer_recovery WHERE component = ?"
                + " ORDER BY began_at DESC, id LIMIT 1")) {
      Bind.to(select).text(platform);
      return first(select);
    }
  }

  private static Optional<Recovery> first(PreparedStatement select) throws SQLException {
    try (ResultSet rows = select.executeQuery()) {
      Row row = new Row(rows);
      if (!rows.next()) {
        return Optional.empty();
      }
      return Optional.of(
          new Recovery(
              row.text("id"),
              row.text("component"),
              Recovery.State.valueOf(row.text("state")),
              row.small("done"),
              row.small("total"),
              row.small("found"),
              row.small("restored"),
              row.small("withdrawn"),
              row.textOrNull("detail"),
              row.time("began_at"),
              row.time("changed_at")));
    }
  }
}
