package io.lingpai.jdbc;

import io.lingpai.problem.StoreUnavailable;
import io.lingpai.secret.DataKeyStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Data keys in a database. */
final class JdbcDataKeyStore implements DataKeyStore {

  private static final String SELECT = "SELECT id, app, mark, wrapped FROM data_key WHERE ";

  private final Database database;

  JdbcDataKeyStore(Database database) {
    this.database = database;
  }

  @Override
  public Optional<WrappedKey> newest(String app, String mark) {
    return database.read(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(SELECT + "app = ? AND mark = ?")) {
            Bind.to(select).text(app).text(mark);
            return keys(select).stream().findFirst();
          }
        });
  }

  @Override
  public Optional<WrappedKey> find(long id, String mark) {
    return database.read(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(SELECT + "id = ? AND mark = ?")) {
            Bind.to(select).number(id).text(mark);
            return keys(select).stream().findFirst();
          }
        });
  }

  @Override
  public boolean addFirst(WrappedKey key) {
    return database.writeFirst(
        connection -> {
          ChangeCounter.hold(connection);
          if (!key.mark().equals(Meta.read(connection, Meta.MASTER_KEY_MARK).orElse(key.mark()))) {
            throw new StoreUnavailable(
                "the master key was changed; this node reads on, but cannot take new apps until it"
                    + " is started with the new one");
          }
          if (hasKey(connection, key.app())) {
            return false;
          }
          insert(connection, key);
          return true;
        });
  }

  @Override
  public void addWrap(WrappedKey key) {
    database.write(
        connection -> {
          ChangeCounter.hold(connection);
          try (PreparedStatement select =
              connection.prepareStatement(SELECT + "id = ? AND mark = ?")) {
            Bind.to(select).number(key.id()).text(key.mark());
            if (keys(select).isEmpty()) {
              insert(connection, key);
            }
          }
          return key;
        });
  }

  @Override
  public List<WrappedKey> list(String mark, long after, int limit) {
    return database.read(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(SELECT + "mark = ? AND id > ? ORDER BY id LIMIT ?")) {
            Bind.to(select).text(mark).number(after).number(limit);
            return keys(select);
          }
        });
  }

  private static boolean hasKey(Connection connection, String app) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(SELECT + "app = ?")) {
      Bind.to(select).text(app);
      return !keys(select).isEmpty();
    }
  }

  private static void insert(Connection connection, WrappedKey key) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO data_key (id, app, mark, wrapped) VALUES (?, ?, ?, ?)")) {
      Bind.to(insert).number(key.id()).text(key.app()).text(key.mark()).bytes(key.wrapped());
      insert.executeUpdate();
    }
  }

  private static List<WrappedKey> keys(PreparedStatement select) throws SQLException {
    List<WrappedKey> found = new ArrayList<>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        Row row = new Row(rows);
        found.add(
            new WrappedKey(
                row.number("id"), row.text("app"), row.text("mark"), row.bytes("wrapped")));
      }
    }
    return found;
  }
}
