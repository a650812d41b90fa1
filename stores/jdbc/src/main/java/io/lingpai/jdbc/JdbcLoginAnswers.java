package io.lingpai.jdbc;

import io.lingpai.member.Arrival.Request;
import io.lingpai.member.LoginAnswers;
import io.lingpai.secret.Secret;
import io.lingpai.secret.Vault;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers to logins in a database, encrypted: they hold sessions. */
final class JdbcLoginAnswers implements LoginAnswers {

  private static final int ROWS_AT_ONCE = 200;

  private final Database database;
  private final Vault vault;

  JdbcLoginAnswers(Database database, Vault vault) {
    this.database = database;
    this.vault = vault;
  }

  @Override
  public Optional<Secret> find(String app, String request, Instant since) {
    Optional<byte[]> sealed =
        database.read(
            connection -> {
              try (PreparedStatement select =
                  connection.prepareStatement(
                      "SELECT answer_sealed FROM login_answer"
                          + " WHERE request = ? AND app = ? AND at >= ?")) {
                Bind.to(select).text(request).text(app).time(since);
                try (ResultSet rows = select.executeQuery()) {
                  return rows.next()
                      ? Optional.of(new Row(rows).bytes("answer_sealed"))
                      : Optional.empty();
                }
              }
            });
    return sealed.map(it -> vault.open(place(app, request), it));
  }

  @Override
  public void keep(String app, Request request, Secret answer, Instant at) {
    byte[] sealed = vault.seal(app, place(app, request.id()), answer);
    database.write(
        connection -> {
          insert(connection, database.dialect(), app, request, null, sealed, at);
          return request;
        });
  }

  static void insert(
      Connection connection,
      Dialect dialect,
      String app,
      Request request,
      @Nullable String memberId,
      byte[] sealed,
      Instant at)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO login_answer (request, app, code, member_id, answer_sealed, at)"
                + " VALUES (?, ?, ?, ?, ?, ?)"
                + dialect.unlessThere())) {
      Bind.to(insert)
          .text(request.id())
          .text(app)
          .text(request.code())
          .text(memberId)
          .bytes(sealed)
          .time(at);
      insert.executeUpdate();
    }
  }

  static void removeOf(Connection connection, String app, String memberId) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement("DELETE FROM login_answer WHERE app = ? AND member_id = ?")) {
      Bind.to(delete).text(app).text(memberId);
      delete.executeUpdate();
    }
  }

  @Override
  public Optional<Use> useOf(String app, Request request) {
    return database.read(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT request, at FROM login_answer WHERE code = ? AND app = ?"
                      + " ORDER BY CASE WHEN request = ? THEN 0 ELSE 1 END, at DESC LIMIT 1")) {
            Bind.to(select).text(request.code()).text(app).text(request.id());
            try (ResultSet rows = select.executeQuery()) {
              if (!rows.next()) {
                return Optional.empty();
              }
              Row row = new Row(rows);
              return Optional.of(new Use(row.text("request").equals(request.id()), row.time("at")));
            }
          }
        });
  }

  @Override
  public int forgetBefore(Instant end) {
    return database.write(
        connection -> {
          try (PreparedStatement delete =
              connection.prepareStatement(
                  "DELETE FROM login_answer WHERE request IN (SELECT request FROM login_answer"
                      + " WHERE at < ? LIMIT "
                      + ROWS_AT_ONCE
                      + ")")) {
            Bind.to(delete).time(end);
            return delete.executeUpdate();
          }
        });
  }

  static String place(String app, String request) {
    return "login-answer|" + app + "|" + request;
  }
}
