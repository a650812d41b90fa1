package io.lingpai.jdbc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lingpai.callback.Letter;
import io.lingpai.callback.Message;
import io.lingpai.problem.CorruptStore;
import io.lingpai.secret.Vault;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;

/** A message as it lies in its table, what the user wrote still sealed. */
record MessageRow(
    String id,
    String app,
    String account,
    String type,
    String dedupeKey,
    Instant receivedAt,
    byte[] sealed) {

  static final String SELECT =
      "SELECT id, app, account, type, dedupe_key, received_at, content_sealed FROM inbox_message"
          + " WHERE ";

  /** Inserts nothing where an equal message is known. */
  static final String INSERT =
      "INSERT INTO inbox_message (id, app, account, type, dedupe_key, received_at, content_sealed)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING";

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** What is sealed. */
  private record Content(
      String user, Letter.Format format, String text, Map<String, String> query) {}

  static byte[] seal(Vault vault, Message message) {
    Letter letter = message.letter();
    try {
      byte[] content =
          MAPPER.writeValueAsBytes(
              new Content(message.user(), letter.format(), letter.text(), letter.query()));
      return vault.sealBytes(message.app(), place(message.id()), content);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts can be written as JSON", e);
    }
  }

  Message open(Vault vault) {
    Content content;
    try {
      content = MAPPER.readValue(vault.openBytes(place(id), sealed), Content.class);
    } catch (IOException e) {
      throw new CorruptStore(
          "the message " + id + " is not what was written", "Restore it from a backup", e);
    }
    return new Message(
        id,
        app,
        account,
        type,
        content.user(),
        dedupeKey,
        receivedAt,
        new Letter(content.format(), content.text(), content.query()));
  }

  static void bind(Bind bind, Message message, byte[] sealed) throws SQLException {
    bind.text(message.id())
        .text(message.app())
        .text(message.account())
        .text(message.type())
        .text(message.dedupeKey())
        .time(message.receivedAt())
        .bytes(sealed);
  }

  static MessageRow read(ResultSet rows) throws SQLException {
    Row row = new Row(rows);
    return new MessageRow(
        row.text("id"),
        row.text("app"),
        row.text("account"),
        row.text("type"),
        row.text("dedupe_key"),
        row.time("received_at"),
        row.bytes("content_sealed"));
  }

  private static String place(String id) {
    return "message|" + id;
  }
}
