package io.lingpai.jdbc;

import io.lingpai.problem.WrongMasterKey;
import io.lingpai.secret.MasterKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** What the store knows of itself. */
final class Meta {

  static final String MASTER_KEY_MARK = "master_key_mark";

  private Meta() {}

  /** Binds a new store to its master key, and refuses any other from then on. */
  static void bind(Database database, MasterKey master) {
    Optional<String> known = database.read(connection -> read(connection, MASTER_KEY_MARK));
    String mark =
        known.isPresent()
            ? known.get()
            : database.write(connection -> markOnce(connection, master.mark()));
    if (!mark.equals(master.mark())) {
      throw new WrongMasterKey(mark, master.mark());
    }
  }

  /** Refuses a key that the store does not belong to, and changes nothing. */
  static void check(Database database, MasterKey master) {
    database
        .read(connection -> read(connection, MASTER_KEY_MARK))
        .filter(mark -> !mark.equals(master.mark()))
        .ifPresent(
            mark -> {
              throw new WrongMasterKey(mark, master.mark());
            });
  }

  static Optional<String> read(Connection connection, String name) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT value FROM meta WHERE name = ?")) {
      Bind.to(select).text(name);
      try (ResultSet rows = select.executeQuery()) {
        return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
      }
    }
  }

  private static String markOnce(Connection connection, String mark) throws SQLException {
    ChangeCounter.hold(connection);
    Optional<String> faster = read(connection, MASTER_KEY_MARK);
    if (faster.isPresent()) {
      return faster.get();
    }
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO meta (name, value) VALUES (?, ?)")) {
      Bind.to(insert).text(MASTER_KEY_MARK).text(mark);
      insert.executeUpdate();
    }
    return mark;
  }
}
