package io.lingpai.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Numbers the change feed in commit order.
 *
 * <p>The counter's row stays locked until the transaction ends, so the next one to take a number
 * commits later. A sequence of the database would not do: a transaction that took its number early
 * and committed late would appear behind a reader's position and never be seen.
 *
 * <p>So that nobody waits in a circle, rows are locked first and the counter last.
 */
final class ChangeCounter {

  private ChangeCounter() {}

  /** Takes some numbers; the first of them. */
  static long take(Connection connection, int howMany) throws SQLException {
    try (PreparedStatement add =
        connection.prepareStatement("UPDATE change_counter SET value = value + ? WHERE id = 1")) {
      add.setInt(1, howMany);
      add.executeUpdate();
    }
    return value(connection) - howMany + 1;
  }

  /** Takes none, but keeps others from taking any until the transaction ends. */
  static void hold(Connection connection) throws SQLException {
    take(connection, 0);
  }

  private static long value(Connection connection) throws SQLException {
    try (PreparedStatement read =
            connection.prepareStatement("SELECT value FROM change_counter WHERE id = 1");
        ResultSet rows = read.executeQuery()) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
