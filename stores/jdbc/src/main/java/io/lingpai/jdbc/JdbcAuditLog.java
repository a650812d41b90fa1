package io.lingpai.jdbc;

import io.lingpai.audit.AuditLog;
import io.lingpai.secret.Vault;
import io.lingpai.secret.Vault.KeyedHash;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The audit log in a database.
 *
 * <pre>
 * hash(n) = keyed hash of (hash(n-1), n, time, actor, action, subject, detail)
 * audit_end holds n and hash(n) of the newest
 * </pre>
 *
 * <p>The hash is keyed, so that who can write to the database but does not have the master key can
 * alter the log, but not unseen.
 */
final class JdbcAuditLog implements AuditLog {

  private static final int PAGE = 500;

  /** No app can have this name, so its data key is the log's alone. */
  private static final String KEY_NAME = "~audit";

  private static final String SELECT =
      "SELECT id, at, actor, action, subject, detail, hash FROM audit WHERE ";

  private final Database database;
  private final Vault vault;

  JdbcAuditLog(Database database, Vault vault) {
    this.database = database;
    this.vault = vault;
  }

  @Override
  public void append(Instant at, String actor, String action, String subject, String detail) {
    Line line = line(at, actor, action, subject, detail);
    database.write(line::writeOn);
  }

  /**
   * A line to be written in a transaction with other things: last of all, since whoever has begun
   * to write one keeps all others waiting until the transaction ends. Asking for it may ask the
   * store; writing it does not.
   */
  Line line(Instant at, String actor, String action, String subject, String detail) {
    KeyedHash hash = vault.keyedHash(KEY_NAME);
    return new Line(hash, database.dialect(), at, actor, action, subject, detail);
  }

  /** A line that has no number yet. */
  record Line(
      KeyedHash hash,
      Dialect dialect,
      Instant at,
      String actor,
      String action,
      String subject,
      String detail) {

    Line about(String otherSubject, String otherDetail) {
      return new Line(hash, dialect, at, actor, action, otherSubject, otherDetail);
    }

    long writeOn(Connection connection) throws SQLException {
      End end = end(connection, dialect.lockRow());
      Entry entry =
          chained(
              hash,
              end.hash,
              new Entry(
                  end.id + 1,
                  Micros.cut(at),
                  Bind.storable(actor),
                  Bind.storable(action),
                  Bind.storable(subject),
                  Bind.storable(detail),
                  ""));
      insert(connection, entry);
      return entry.id();
    }
  }

  @Override
  public List<Entry> list(long before, int limit) {
    long bound = before == 0 ? Long.MAX_VALUE : before;
    return database.read(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(SELECT + "id < ? ORDER BY id DESC LIMIT ?")) {
            Bind.to(select).number(bound).number(limit);
            return entries(select);
          }
        });
  }

  @Override
  public Optional<Long> firstBroken() {
    KeyedHash hash = vault.keyedHash(KEY_NAME);
    End end = database.read(connection -> end(connection, ""));
    String previous = "";
    long id = 0;
    List<Entry> page = after(id, end.id);
    while (!page.isEmpty()) {
      for (Entry entry : page) {
        boolean fits =
            entry.id() == id + 1 && entry.hash().equals(chained(hash, previous, entry).hash());
        if (!fits) {
          return Optional.of(entry.id());
        }
        id = entry.id();
        previous = entry.hash();
      }
      page = after(id, end.id);
    }
    boolean whole = id == end.id && previous.equals(end.hash);
    return whole ? Optional.empty() : Optional.of(id + 1);
  }

  private List<Entry> after(long id, long upTo) {
    return database.read(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(SELECT + "id > ? AND id <= ? ORDER BY id LIMIT ?")) {
            Bind.to(select).number(id).number(upTo).number(PAGE);
            return entries(select);
          }
        });
  }

  private static Entry chained(KeyedHash hash, String previous, Entry entry) {
    byte[][] texts = {
      previous.getBytes(StandardCharsets.UTF_8),
      entry.actor().getBytes(StandardCharsets.UTF_8),
      entry.action().getBytes(StandardCharsets.UTF_8),
      entry.subject().getBytes(StandardCharsets.UTF_8),
      entry.detail().getBytes(StandardCharsets.UTF_8)
    };
    int size = 2 * Long.BYTES;
    for (byte[] text : texts) {
      size += Integer.BYTES + text.length;
    }
    ByteBuffer data = ByteBuffer.allocate(size).putLong(entry.id()).putLong(Micros.of(entry.at()));
    for (byte[] text : texts) {
      data.putInt(text.length).put(text);
    }
    return new Entry(
        entry.id(),
        entry.at(),
        entry.actor(),
        entry.action(),
        entry.subject(),
        entry.detail(),
        HexFormat.of().formatHex(hash.of(data.array())));
  }

  private static void insert(Connection connection, Entry entry) throws SQLException {
    try (PreparedStatement insert =
            connection.prepareStatement(
                "INSERT INTO audit (id, at, actor, action, subject, detail, hash)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?)");
        PreparedStatement update =
            connection.prepareStatement(
                "UPDATE audit_end SET last_id = ?, hash = ? WHERE id = 1")) {
      Bind.to(insert)
          .number(entry.id())
          .time(entry.at())
          .text(entry.actor())
          .text(entry.action())
          .text(entry.subject())
          .text(entry.detail())
          .text(entry.hash());
      insert.executeUpdate();
      Bind.to(update).number(entry.id()).text(entry.hash());
      update.executeUpdate();
    }
  }

  private static End end(Connection connection, String lock) throws SQLException {
    try (PreparedStatement select =
            connection.prepareStatement("SELECT last_id, hash FROM audit_end WHERE id = 1" + lock);
        ResultSet rows = select.executeQuery()) {
      rows.next();
      return new End(rows.getLong(1), rows.getString(2));
    }
  }

  private static List<Entry> entries(PreparedStatement select) throws SQLException {
    List<Entry> found = new ArrayList<>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        Row row = new Row(rows);
        found.add(
            new Entry(
                row.number("id"),
                row.time("at"),
                row.text("actor"),
                row.text("action"),
                row.text("subject"),
                row.text("detail"),
                row.text("hash")));
      }
    }
    return found;
  }

  private record End(long id, String hash) {}
}
