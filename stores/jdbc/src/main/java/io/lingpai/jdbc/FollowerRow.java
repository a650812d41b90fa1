package io.lingpai.jdbc;

import io.lingpai.follower.Follower;
import io.lingpai.follower.Told;
import io.lingpai.secret.Vault;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A follower as a row.
 *
 * @param seenIn the import that came to it last
 */
record FollowerRow(Follower follower, @Nullable String seenIn) {

  static final String SELECT =
      "SELECT app, openid, unionid, subscribed, subscribed_at, unsubscribed_at, as_of, disputed,"
          + " scene, code, changed_at, revision, seen_in FROM follower WHERE ";

  private static final String INSERT =
      "INSERT INTO follower (app, openid, unionid, subscribed, subscribed_at, unsubscribed_at,"
          + " as_of, disputed, scene, code, document_sealed, changed_at, revision, seen_in)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

  private static final String UPDATE =
      "UPDATE follower SET unionid = ?, subscribed = ?, subscribed_at = ?, unsubscribed_at = ?,"
          + " as_of = ?, disputed = ?, scene = ?, code = ?, document_sealed = ";

  private static final String UPDATE_END =
      ", changed_at = ?, revision = ?, seen_in = ? WHERE app = ? AND openid = ?";

  boolean seenBy(String importId) {
    return Objects.equals(seenIn, importId);
  }

  static String documentPlace(String app, String openid) {
    return "follower|" + app + "|" + openid + "|document";
  }

  /** What is kept of what was told; sealing may ask the store for a data key. */
  static byte @Nullable [] seal(Vault vault, String app, Told told) {
    return told.document() == null || !told.subscribed()
        ? null
        : vault.seal(app, documentPlace(app, told.openid()), told.document());
  }

  static Optional<FollowerRow> locked(
      Connection connection, Dialect dialect, String app, String openid) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(SELECT + "app = ? AND openid = ?" + dialect.lockRow())) {
      Bind.to(select).text(app).text(openid);
      return all(select).stream().findFirst();
    }
  }

  static List<FollowerRow> all(PreparedStatement select) throws SQLException {
    List<FollowerRow> found = new ArrayList<>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        found.add(read(new Row(rows)));
      }
    }
    return found;
  }

  private static FollowerRow read(Row row) throws SQLException {
    return new FollowerRow(
        new Follower(
            row.text("app"),
            row.text("openid"),
            row.textOrNull("unionid"),
            row.flag("subscribed"),
            row.timeOrNull("subscribed_at"),
            row.timeOrNull("unsubscribed_at"),
            row.time("as_of"),
            row.flag("disputed"),
            row.textOrNull("scene"),
            row.textOrNull("code"),
            row.time("changed_at"),
            row.number("revision")),
        row.textOrNull("seen_in"));
  }

  /** False if there is such a row by now. */
  boolean insert(Connection connection, Dialect dialect, byte @Nullable [] document)
      throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(INSERT + dialect.unlessThere())) {
      Bind bind = Bind.to(insert).text(follower.app()).text(follower.openid());
      state(bind).bytes(document);
      end(bind);
      return insert.executeUpdate() == 1;
    }
  }

  /** With another document, or none. */
  void update(Connection connection, byte @Nullable [] document) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(UPDATE + "?" + UPDATE_END)) {
      Bind bind = state(Bind.to(update)).bytes(document);
      end(bind).text(follower.app()).text(follower.openid());
      update.executeUpdate();
    }
  }

  /** With the document it has. */
  void update(Connection connection) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(UPDATE + "document_sealed" + UPDATE_END)) {
      end(state(Bind.to(update))).text(follower.app()).text(follower.openid());
      update.executeUpdate();
    }
  }

  private Bind state(Bind bind) throws SQLException {
    return bind.text(follower.unionid())
        .flag(follower.subscribed())
        .time(follower.subscribedAt())
        .time(follower.unsubscribedAt())
        .time(follower.asOf())
        .flag(follower.disputed())
        .text(follower.scene())
        .text(follower.code());
  }

  private Bind end(Bind bind) throws SQLException {
    return bind.time(follower.changedAt()).number(follower.revision()).text(seenIn);
  }
}
