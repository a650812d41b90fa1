package io.lingpai.jdbc;

import io.lingpai.key.ApiKey;
import io.lingpai.key.KeyStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** API keys in a database: their hashes. */
final class JdbcKeyStore implements KeyStore {

  private static final int ROWS_AT_ONCE = 200;

  private static final String SELECT =
      "SELECT id, name, hash, grants, options, created_at, expires_at, last_used_at, revoked_at,"
          + " change_number FROM api_key WHERE ";

  private final Database database;

  JdbcKeyStore(Database database) {
    this.database = database;
  }

  @Override
  public boolean add(ApiKey key) {
    return database.write(
        connection -> {
          ChangeCounter.hold(connection);
          if (find(connection, key.id(), "").isPresent()) {
            return false;
          }
          insert(connection, key);
          return true;
        });
  }

  @Override
  public Optional<ApiKey> find(String id) {
    return database.read(connection -> find(connection, id, "")).map(Found::key);
  }

  @Override
  public List<ApiKey> list(String after, int limit) {
    return database.read(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(SELECT + "id > ? ORDER BY id LIMIT ?")) {
            Bind.to(select).text(after).number(limit);
            return found(select).stream().map(Found::key).toList();
          }
        });
  }

  @Override
  public boolean revoke(String id, Instant at) {
    return database.write(
        connection -> {
          Optional<Found> found = find(connection, id, database.dialect().lockRow());
          if (found.isEmpty() || found.get().key().revokedAt() != null) {
            return found.isPresent();
          }
          try (PreparedStatement update =
              connection.prepareStatement(
                  "UPDATE api_key SET revoked_at = ?, change_number = ? WHERE id = ?")) {
            Bind.to(update).time(at).number(ChangeCounter.take(connection, 1)).text(id);
            update.executeUpdate();
          }
          return true;
        });
  }

  @Override
  public void used(Map<String, Instant> lastUsed) {
    // In the order of ids, so that two nodes never wait for one another in a circle.
    List<Map.Entry<String, Instant>> all = List.copyOf(new TreeMap<>(lastUsed).entrySet());
    for (int from = 0; from < all.size(); from += ROWS_AT_ONCE) {
      List<Map.Entry<String, Instant>> some =
          all.subList(from, Math.min(from + ROWS_AT_ONCE, all.size()));
      database.write(
          connection -> {
            note(connection, some);
            return some;
          });
    }
  }

  @Override
  public KeyChanges changesAfter(long position) {
    List<Found> found =
        database.read(
            connection -> {
              try (PreparedStatement select =
                  connection.prepareStatement(
                      SELECT + "change_number > ? ORDER BY change_number")) {
                Bind.to(select).number(position);
                return found(select);
              }
            });
    long reached = found.isEmpty() ? position : found.getLast().change();
    return new KeyChanges(found.stream().map(Found::key).toList(), reached);
  }

  private static void insert(Connection connection, ApiKey key) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO api_key (id, name, hash, grants, options, created_at, expires_at,"
                + " last_used_at, revoked_at, change_number)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
      Bind.to(insert)
          .text(key.id())
          .text(key.name())
          .bytes(key.hash())
          .text(Json.of(key.grants()))
          .text(Json.of(key.options()))
          .time(key.createdAt())
          .time(key.expiresAt())
          .time(key.lastUsedAt())
          .time(key.revokedAt())
          .number(ChangeCounter.take(connection, 1));
      insert.executeUpdate();
    }
  }

  /** No change of the feed: who used a key when is not worth telling every node. */
  private static void note(Connection connection, List<Map.Entry<String, Instant>> lastUsed)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE api_key SET last_used_at = ? WHERE id = ?"
                + " AND (last_used_at IS NULL OR last_used_at < ?)")) {
      for (Map.Entry<String, Instant> entry : lastUsed) {
        Bind.to(update).time(entry.getValue()).text(entry.getKey()).time(entry.getValue());
        update.addBatch();
      }
      update.executeBatch();
    }
  }

  private static Optional<Found> find(Connection connection, String id, String lock)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(SELECT + "id = ?" + lock)) {
      Bind.to(select).text(id);
      return found(select).stream().findFirst();
    }
  }

  private static List<Found> found(PreparedStatement select) throws SQLException {
    List<Found> found = new ArrayList<>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        Row row = new Row(rows);
        ApiKey key =
            new ApiKey(
                row.text("id"),
                row.text("name"),
                row.bytes("hash"),
                Json.list(row.text("grants")),
                Json.map(row.text("options")),
                row.time("created_at"),
                row.timeOrNull("expires_at"),
                row.timeOrNull("last_used_at"),
                row.timeOrNull("revoked_at"));
        found.add(new Found(key, row.number("change_number")));
      }
    }
    return found;
  }

  private record Found(ApiKey key, long change) {}
}
