package io.lingpai.jdbc;

import io.lingpai.credential.CredentialKey;
import io.lingpai.credential.Trouble;
import io.lingpai.store.Claim;
import io.lingpai.store.CredentialStore.Lease;
import io.lingpai.store.Merge;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Changes credentials. Every transaction here goes the same way, so that no two wait for one
 * another in a circle: lock the rows in the order of their keys, take the numbers of the change
 * feed, change the rows.
 */
final class CredentialWrites {

  private final Database database;

  CredentialWrites(Database database) {
    this.database = database;
  }

  boolean create(Connection connection, CredentialRow row) throws SQLException {
    // Whoever creates holds the counter, so between looking and inserting nobody else does.
    ChangeCounter.hold(connection);
    CredentialKey key = row.bare().key();
    Existing existing = existing(connection, key);
    if (existing == Existing.THERE) {
      return false;
    }
    String sql =
        existing == Existing.NEVER
            ? "INSERT INTO credential " + CredentialColumns.INSERTED
            : "UPDATE credential SET "
                + CredentialColumns.ASSIGNED
                + ", change_number = ?, removed = 0, woken = 'NO' WHERE app = ? AND kind = ?";
    store(connection, sql, row, ChangeCounter.take(connection, 1));
    return true;
  }

  boolean write(
      Connection connection,
      Claim claim,
      CredentialRow next,
      Lease after,
      Collection<CredentialKey> wake)
      throws SQLException {
    CredentialKey key = next.bare().key();
    SortedSet<CredentialKey> all = new TreeSet<>(wake);
    all.add(key);
    SortedMap<CredentialKey, Locked> locked = lock(connection, all);
    Locked own = locked.get(key);
    if (own == null || own.fence != claim.fence() || !claim.holder().equals(own.holder)) {
      return false;
    }
    List<CredentialKey> blocked = new ArrayList<>();
    for (CredentialKey child : new TreeSet<>(wake)) {
      Locked row = locked.get(child);
      if (row == null || child.equals(key)) {
        continue;
      }
      markWokenByParent(connection, child, row);
      if (Trouble.Nature.BLOCKED_BY_PARENT.name().equals(row.trouble)) {
        blocked.add(child);
      }
    }
    Instant now = database.now(connection);
    CredentialRow merged =
        next.withBare(
            Merge.of(claim.credential(), next.bare(), own.wantedUntil, own.woken, after, now));
    long change = ChangeCounter.take(connection, 1 + blocked.size());
    String lease = after == Lease.RELEASE ? ", lease_until = NULL" : "";
    store(
        connection,
        "UPDATE credential SET "
            + CredentialColumns.ASSIGNED
            + ", change_number = ?"
            + lease
            + " WHERE app = ? AND kind = ?",
        merged,
        change);
    makeDue(connection, blocked, now, change + 1, "");
    return true;
  }

  void wake(Connection connection, Collection<CredentialKey> keys) throws SQLException {
    SortedMap<CredentialKey, Locked> locked = lock(connection, new TreeSet<>(keys));
    if (locked.isEmpty()) {
      return;
    }
    Instant now = database.now(connection);
    long change = ChangeCounter.take(connection, locked.size());
    makeDue(connection, locked.keySet(), now, change, ", woken = '" + Merge.Woken.BY_ANYONE + "'");
  }

  void wanted(Connection connection, CredentialKey key, Instant until) throws SQLException {
    Locked row = lock(connection, new TreeSet<>(List.of(key))).get(key);
    if (row == null || (row.due && !until.isAfter(row.wantedUntil))) {
      return;
    }
    Instant now = database.now(connection);
    boolean idle = !row.due || !now.isBefore(row.wantedUntil);
    long change = ChangeCounter.take(connection, 1);
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE credential SET wanted_until = ?, due_at = "
                + (idle ? "?" : "COALESCE(due_at, ?)")
                + ", change_number = ? WHERE app = ? AND kind = ?")) {
      Bind.to(update)
          .time(until.isAfter(row.wantedUntil) ? until : row.wantedUntil)
          .time(now)
          .number(change)
          .text(key.app())
          .text(key.kind());
      update.executeUpdate();
    }
  }

  /** Leaves of each credential its key, its fence, and its place in the change feed. */
  void removeApp(Connection connection, String app) throws SQLException {
    List<CredentialKey> keys = keysOf(connection, app);
    if (keys.isEmpty()) {
      return;
    }
    long change = ChangeCounter.take(connection, keys.size());
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE credential SET current_sealed = NULL, previous_sealed = NULL,"
                + " partner_sealed = NULL, due_at = NULL, holder = NULL, lease_until = NULL, removed = 1, change_number = ?"
                + " WHERE app = ? AND kind = ?")) {
      for (CredentialKey key : keys) {
        Bind.to(update).number(change++).text(key.app()).text(key.kind());
        update.addBatch();
      }
      update.executeBatch();
    }
    try (PreparedStatement pushes =
        connection.prepareStatement("DELETE FROM pushed_value WHERE app = ?")) {
      Bind.to(pushes).text(app);
      pushes.executeUpdate();
    }
  }

  private static void store(Connection connection, String sql, CredentialRow row, long change)
      throws SQLException {
    CredentialKey key = row.bare().key();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      Bind bind = Bind.to(statement);
      CredentialColumns.bind(bind, row);
      bind.number(change).text(key.app()).text(key.kind());
      statement.executeUpdate();
    }
  }

  private static void makeDue(
      Connection connection,
      Collection<CredentialKey> keys,
      Instant now,
      long firstChange,
      String mark)
      throws SQLException {
    if (keys.isEmpty()) {
      return;
    }
    long change = firstChange;
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE credential SET due_at = ?, trouble_nature = NULL, change_number = ?"
                + mark
                + " WHERE app = ? AND kind = ?")) {
      for (CredentialKey key : keys) {
        Bind.to(update).time(now).number(change++).text(key.app()).text(key.kind());
        update.addBatch();
      }
      update.executeBatch();
    }
  }

  /** Nothing a reader of the change feed could see. */
  private static void markWokenByParent(Connection connection, CredentialKey key, Locked row)
      throws SQLException {
    if (row.woken != Merge.Woken.NO) {
      return;
    }
    try (PreparedStatement update =
        connection.prepareStatement("UPDATE credential SET woken = ? WHERE app = ? AND kind = ?")) {
      Bind.to(update).text(Merge.Woken.BY_PARENT.name()).text(key.app()).text(key.kind());
      update.executeUpdate();
    }
  }

  private SortedMap<CredentialKey, Locked> lock(
      Connection connection, SortedSet<CredentialKey> keys) throws SQLException {
    SortedMap<CredentialKey, Locked> locked = new TreeMap<>();
    String sql =
        "SELECT fence, holder, woken, wanted_until, due_at, trouble_nature FROM credential"
            + " WHERE app = ? AND kind = ? AND removed = 0"
            + database.dialect().lockRow();
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      for (CredentialKey key : keys) {
        Bind.to(select).text(key.app()).text(key.kind());
        try (ResultSet rows = select.executeQuery()) {
          if (rows.next()) {
            locked.put(key, Locked.read(new Row(rows)));
          }
        }
      }
    }
    return locked;
  }

  private List<CredentialKey> keysOf(Connection connection, String app) throws SQLException {
    List<CredentialKey> keys = new ArrayList<>();
    String sql =
        "SELECT kind FROM credential WHERE app = ? AND removed = 0 ORDER BY kind"
            + database.dialect().lockRow();
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      Bind.to(select).text(app);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          keys.add(new CredentialKey(app, rows.getString(1)));
        }
      }
    }
    return keys;
  }

  private enum Existing {
    NEVER,
    REMOVED,
    THERE
  }

  private static Existing existing(Connection connection, CredentialKey key) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT removed FROM credential WHERE app = ? AND kind = ?")) {
      Bind.to(select).text(key.app()).text(key.kind());
      try (ResultSet rows = select.executeQuery()) {
        if (!rows.next()) {
          return Existing.NEVER;
        }
        return rows.getInt(1) == 0 ? Existing.THERE : Existing.REMOVED;
      }
    }
  }

  /** What a change depends on, of a row that is ours until the transaction ends. */
  private record Locked(
      long fence,
      @Nullable String holder,
      Merge.Woken woken,
      Instant wantedUntil,
      boolean due,
      @Nullable String trouble) {

    static Locked read(Row row) throws SQLException {
      return new Locked(
          row.number("fence"),
          row.textOrNull("holder"),
          Merge.Woken.valueOf(row.text("woken")),
          row.time("wanted_until"),
          row.timeOrNull("due_at") != null,
          row.textOrNull("trouble_nature"));
    }
  }
}
