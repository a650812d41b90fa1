package io.lingpai.jdbc;

import io.lingpai.credential.CredentialKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The last values that a vendor pushed, still sealed. */
final class Pushes {

  record SealedPush(byte[] sealed, Instant sentAt) {}

  private Pushes() {}

  static String place(CredentialKey key) {
    return "pushed|" + key.app() + "|" + key.kind();
  }

  /**
   * @param mark tells two values apart without opening them
   */
  static void keep(
      Connection connection,
      CredentialKey key,
      String mark,
      byte[] sealed,
      Instant sentAt,
      int atMost)
      throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement(
            "DELETE FROM pushed_value WHERE app = ? AND kind = ? AND mark = ?")) {
      Bind.to(delete).text(key.app()).text(key.kind()).text(mark);
      delete.executeUpdate();
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO pushed_value (app, kind, mark, sealed, sent_at) VALUES (?, ?, ?, ?, ?)")) {
      Bind.to(insert).text(key.app()).text(key.kind()).text(mark).bytes(sealed).time(sentAt);
      insert.executeUpdate();
    }
    try (PreparedStatement trim =
        connection.prepareStatement(
            "DELETE FROM pushed_value WHERE app = ? AND kind = ? AND mark NOT IN (SELECT mark FROM"
                + " pushed_value WHERE app = ? AND kind = ? ORDER BY sent_at DESC, mark LIMIT ?)")) {
      Bind.to(trim)
          .text(key.app())
          .text(key.kind())
          .text(key.app())
          .text(key.kind())
          .number(atMost);
      trim.executeUpdate();
    }
  }

  static List<SealedPush> list(Connection connection, CredentialKey key) throws SQLException {
    List<SealedPush> found = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT sealed, sent_at FROM pushed_value WHERE app = ? AND kind = ?"
                + " ORDER BY sent_at DESC, mark")) {
      Bind.to(select).text(key.app()).text(key.kind());
      try (ResultSet rows = select.executeQuery()) {
        Row row = new Row(rows);
        while (rows.next()) {
          found.add(new SealedPush(row.bytes("sealed"), row.time("sent_at")));
        }
      }
    }
    return found;
  }
}
