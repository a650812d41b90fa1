package io.lingpai.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What apps that were removed have left behind: members, sessions, followers, messages. Whoever
 * adds another app under such a name must find none of it.
 *
 * <p>Every table with a column {@code app} belongs here by itself, so that none can be forgotten.
 * Rows go in pieces, because on SQLite one long transaction would hold up the keeper's.
 */
final class Remains {

  /** Credentials go with the app itself, which the change feed tells; data keys serve again. */
  private static final Set<String> NOT_HERE = Set.of("credential", "data_key");

  private static final int PIECE = 500;

  private static final String OF_REMOVED = " WHERE app IN (SELECT name FROM app WHERE removed = 1)";

  private final Database database;

  Remains(Database database) {
    this.database = database;
  }

  /** Erases all of it; returns how many rows. What a crash leaves, the next call finds. */
  long erase() {
    long erased = 0;
    for (String table : database.read(Remains::tables)) {
      while (database.read(connection -> holdsSome(connection, table))) {
        erased += database.write(connection -> piece(connection, table));
      }
    }
    return erased;
  }

  private static List<String> tables(Connection connection) throws SQLException {
    List<String> tables = new ArrayList<>();
    try (ResultSet columns =
        connection.getMetaData().getColumns(null, connection.getSchema(), null, "app")) {
      while (columns.next()) {
        String table = columns.getString("TABLE_NAME").toLowerCase(Locale.ROOT);
        if (!NOT_HERE.contains(table)) {
          tables.add(table);
        }
      }
    }
    return tables;
  }

  private static boolean holdsSome(Connection connection, String table) throws SQLException {
    try (PreparedStatement select =
            connection.prepareStatement("SELECT 1 FROM " + table + OF_REMOVED + " LIMIT 1");
        ResultSet rows = select.executeQuery()) {
      return rows.next();
    }
  }

  private int piece(Connection connection, String table) throws SQLException {
    String row = database.dialect().rowLocation();
    String rows = "SELECT " + row + " FROM " + table + OF_REMOVED + " LIMIT " + PIECE;
    try (PreparedStatement delete =
        connection.prepareStatement(
            "DELETE FROM " + table + " WHERE " + row + " IN (" + rows + ")")) {
      return delete.executeUpdate();
    }
  }
}
