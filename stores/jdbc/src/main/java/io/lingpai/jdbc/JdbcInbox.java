package io.lingpai.jdbc;

import io.lingpai.callback.Effect;
import io.lingpai.callback.Inbox;
import io.lingpai.callback.Message;
import io.lingpai.secret.Vault;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Messages in a database. */
final class JdbcInbox implements Inbox {

  private static final int FORGOTTEN_AT_ONCE = 200;

  private final Database database;
  private final Vault vault;
  private final EffectWrites effects;

  JdbcInbox(Database database, Vault vault, EffectWrites effects) {
    this.database = database;
    this.vault = vault;
    this.effects = effects;
  }

  @Override
  public Receipt receive(Message message, List<Effect> said) {
    // Sealing may read or make a data key, which must not happen within the transaction.
    byte[] sealed = MessageRow.seal(vault, message);
    List<EffectWrites.Write> writes = said.stream().map(effects::prepare).toList();
    return database.write(
        connection -> {
          if (!insert(connection, message, sealed)) {
            return new Receipt(false, known(connection, message), Set.of());
          }
          Set<String> claimed = new HashSet<>();
          for (EffectWrites.Write write : writes) {
            write.on(connection, claimed);
          }
          return new Receipt(true, message.id(), claimed);
        });
  }

  @Override
  public Optional<Message> find(String id) {
    return database
        .read(
            connection -> {
              try (PreparedStatement select =
                  connection.prepareStatement(MessageRow.SELECT + "id = ?")) {
                Bind.to(select).text(id);
                return rows(select).stream().findFirst();
              }
            })
        .map(row -> row.open(vault));
  }

  @Override
  public List<Message> list(String app, String before, int limit) {
    String end = before.isEmpty() ? "" : " AND id < ?";
    return database
        .read(
            connection -> {
              try (PreparedStatement select =
                  connection.prepareStatement(
                      MessageRow.SELECT + "app = ?" + end + " ORDER BY id DESC LIMIT ?")) {
                Bind bind = Bind.to(select).text(app);
                if (!before.isEmpty()) {
                  bind.text(before);
                }
                bind.number(limit);
                return rows(select);
              }
            })
        .stream()
        .map(row -> row.open(vault))
        .toList();
  }

  @Override
  public int forgetBefore(Instant end) {
    return database.write(
        connection -> {
          try (PreparedStatement delete =
              connection.prepareStatement(
                  "DELETE FROM inbox_message WHERE id IN (SELECT m.id FROM inbox_message m"
                      + " WHERE m.received_at < ? AND NOT EXISTS (SELECT 1 FROM outbox_job j"
                      + " WHERE j.message = m.id AND j.state = 'WAITING')"
                      + " ORDER BY m.received_at LIMIT ?)")) {
            Bind.to(delete).time(end).number(FORGOTTEN_AT_ONCE);
            return delete.executeUpdate();
          }
        });
  }

  private static boolean insert(Connection connection, Message message, byte[] sealed)
      throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(MessageRow.INSERT)) {
      MessageRow.bind(Bind.to(insert), message, sealed);
      return insert.executeUpdate() == 1;
    }
  }

  private static String known(Connection connection, Message message) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT id FROM inbox_message WHERE app = ? AND dedupe_key = ?")) {
      Bind.to(select).text(message.app()).text(message.dedupeKey());
      try (ResultSet rows = select.executeQuery()) {
        return rows.next() ? rows.getString(1) : message.id();
      }
    }
  }

  private static List<MessageRow> rows(PreparedStatement select) throws SQLException {
    List<MessageRow> found = new ArrayList<>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        found.add(MessageRow.read(rows));
      }
    }
    return found;
  }
}
