package io.lingpai.jdbc;

import io.lingpai.store.IdempotencyStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** Answered creating calls in a database. */
final class JdbcIdempotencyStore implements IdempotencyStore {

  private final Database database;

  JdbcIdempotencyStore(Database database) {
    this.database = database;
  }

  @Override
  public String idFor(String keyId, String idempotencyKey, String proposed, Instant at) {
    return database.write(
        connection -> {
          ChangeCounter.hold(connection);
          Optional<String> known = find(connection, keyId, idempotencyKey);
          if (known.isPresent()) {
            return known.get();
          }
          try (PreparedStatement insert =
              connection.prepareStatement(
                  "INSERT INTO idempotency (key_id, idempotency_key, response_id, at)"
                      + " VALUES (?, ?, ?, ?)")) {
            Bind.to(insert).text(keyId).text(idempotencyKey).text(proposed).time(at);
            insert.executeUpdate();
          }
          return proposed;
        });
  }

  @Override
  public void forgetBefore(Instant end) {
    database.write(
        connection -> {
          try (PreparedStatement delete =
              connection.prepareStatement("DELETE FROM idempotency WHERE at < ?")) {
            Bind.to(delete).time(end);
            return delete.executeUpdate();
          }
        });
  }

  private static Optional<String> find(Connection connection, String keyId, String idempotencyKey)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT response_id FROM idempotency WHERE key_id = ? AND idempotency_key = ?")) {
      Bind.to(select).text(keyId).text(idempotencyKey);
      try (ResultSet rows = select.executeQuery()) {
        return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
      }
    }
  }
}
