package io.lingpai.jdbc;

import io.lingpai.credential.CredentialKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is read about credentials without claiming them. */
final class CredentialReads {

  // A lease that has ended without being given back keeps its end in the row, and counts as then.
  private CredentialReads() {}

  static Optional<CredentialRow> find(Connection connection, CredentialKey key)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT "
                + CredentialColumns.SELECTED
                + " FROM credential WHERE app = ? AND kind = ? AND removed = 0")) {
      Bind.to(select).text(key.app()).text(key.kind());
      return rows(select).stream().findFirst();
    }
  }

  static List<CredentialRow> ofApp(Connection connection, String app) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT "
                + CredentialColumns.SELECTED
                + " FROM credential WHERE app = ? AND removed = 0 ORDER BY kind")) {
      Bind.to(select).text(app);
      return rows(select);
    }
  }

  /** Removed ones are among them. One statement, so that they are of one moment. */
  static List<CredentialRow> changedAfter(Connection connection, long position, int atMost)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT "
                + CredentialColumns.SELECTED
                + " FROM credential WHERE change_number > ? ORDER BY change_number LIMIT ?")) {
      Bind.to(select).number(position).number(atMost);
      return rows(select);
    }
  }

  private static List<CredentialRow> rows(PreparedStatement select) throws SQLException {
    List<CredentialRow> found = new ArrayList<>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        found.add(CredentialColumns.read(rows));
      }
    }
    return found;
  }
}
