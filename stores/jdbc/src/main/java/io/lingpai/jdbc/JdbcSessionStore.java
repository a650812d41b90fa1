package io.lingpai.jdbc;

import io.lingpai.session.Session;
import io.lingpai.session.Session.Holder;
import io.lingpai.session.SessionStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** Sessions in a database: their hashes. */
final class JdbcSessionStore implements SessionStore {

  private static final int ROWS_AT_ONCE = 200;

  private final Database database;

  JdbcSessionStore(Database database) {
    this.database = database;
  }

  @Override
  public void add(Session session) {
    database.write(
        connection -> {
          insert(connection, session);
          return session;
        });
  }

  static void insert(Connection connection, Session session) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO login_session (id, app, holder_kind, holder_id, started_at, expires_at,"
                + " ended_at) VALUES (?, ?, ?, ?, ?, ?, ?)")) {
      Bind.to(insert)
          .text(session.id())
          .text(session.app())
          .text(word(session.holder().kind()))
          .text(session.holder().id())
          .time(session.startedAt())
          .time(session.expiresAt())
          .time(session.endedAt());
      insert.executeUpdate();
    }
  }

  @Override
  public Optional<Session> find(String id) {
    return database.read(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT id, app, holder_kind, holder_id, started_at, expires_at, ended_at"
                      + " FROM login_session WHERE id = ?")) {
            Bind.to(select).text(id);
            try (ResultSet rows = select.executeQuery()) {
              return rows.next() ? Optional.of(session(new Row(rows))) : Optional.empty();
            }
          }
        });
  }

  private static Session session(Row row) throws SQLException {
    return new Session(
        row.text("id"),
        row.text("app"),
        new Holder(
            Session.Kind.valueOf(row.text("holder_kind").toUpperCase(Locale.ROOT)),
            row.text("holder_id")),
        row.time("started_at"),
        row.time("expires_at"),
        row.timeOrNull("ended_at"));
  }

  @Override
  public void prolong(String id, Instant until) {
    database.write(
        connection -> {
          try (PreparedStatement update =
              connection.prepareStatement(
                  "UPDATE login_session SET expires_at = ?"
                      + " WHERE id = ? AND ended_at IS NULL AND expires_at < ?")) {
            Bind.to(update).time(until).text(id).time(until);
            return update.executeUpdate();
          }
        });
  }

  @Override
  public boolean end(String id, Instant at) {
    return database.write(
        connection -> {
          try (PreparedStatement update =
              connection.prepareStatement(
                  "UPDATE login_session SET ended_at = ? WHERE id = ? AND ended_at IS NULL")) {
            Bind.to(update).time(at).text(id);
            return update.executeUpdate() == 1;
          }
        });
  }

  @Override
  public int endAll(String app, Holder holder, Instant at) {
    return database.write(connection -> endAll(connection, app, holder, at));
  }

  static int endAll(Connection connection, String app, Holder holder, Instant at)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE login_session SET ended_at = ? WHERE app = ? AND holder_id = ?"
                + " AND holder_kind = ? AND ended_at IS NULL AND expires_at > ?")) {
      Bind.to(update).time(at).text(app).text(holder.id()).text(word(holder.kind())).time(at);
      return update.executeUpdate();
    }
  }

  static void removeAll(Connection connection, String app, Holder holder) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement(
            "DELETE FROM login_session WHERE app = ? AND holder_id = ? AND holder_kind = ?")) {
      Bind.to(delete).text(app).text(holder.id()).text(word(holder.kind()));
      delete.executeUpdate();
    }
  }

  @Override
  public int forgetOverBefore(Instant end) {
    return database.write(
        connection -> {
          try (PreparedStatement delete =
              connection.prepareStatement(
                  "DELETE FROM login_session WHERE id IN (SELECT id FROM login_session"
                      + " WHERE expires_at < ? OR ended_at < ? LIMIT "
                      + ROWS_AT_ONCE
                      + ")")) {
            Bind.to(delete).time(end).time(end);
            return delete.executeUpdate();
          }
        });
  }

  private static String word(Session.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
