package io.lingpai.jdbc;

import io.lingpai.follower.Follower;
import io.lingpai.follower.FollowerImport;
import io.lingpai.follower.FollowerImports;
import io.lingpai.follower.Told;
import io.lingpai.secret.Vault;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Imports in a database. The row of one is locked first in every step of it. */
final class JdbcFollowerImports implements FollowerImports {

  private static final int AT_ONCE = 500;
  private static final int FORGOTTEN_AT_ONCE = 100;
  private static final String FREE =
      "state = 'RUNNING' AND due_at <= ? AND (lease_until IS NULL OR lease_until <= ?)";

  private final Database database;
  private final Vault vault;
  private final FollowerWrites writes;

  JdbcFollowerImports(Database database, Vault vault, FollowerWrites writes) {
    this.database = database;
    this.vault = vault;
    this.writes = writes;
  }

  @Override
  public FollowerImport begin(String app, String proposedId, String by) {
    return database.write(
        connection -> {
          Instant now = database.now(connection);
          try (PreparedStatement insert =
              connection.prepareStatement(
                  "INSERT INTO follower_import (id, app, running_app, state, done, gone,"
                      + " next_after, listed, started_by, started_at, updated_at, problem, due_at)"
                      + " VALUES (?, ?, ?, 'RUNNING', 0, 0, '', 0, ?, ?, ?, '{}', ?)"
                      + database.dialect().unlessThere())) {
            Bind.to(insert)
                .text(proposedId)
                .text(app)
                .text(app)
                .text(by)
                .time(now)
                .time(now)
                .time(now);
            insert.executeUpdate();
          }
          return one(connection, "running_app = ?", app)
              .orElseThrow(() -> new SQLException("no import after its insert"));
        });
  }

  @Override
  public Optional<FollowerImport> find(String app, String id) {
    return database.read(connection -> one(connection, "id = ? AND app = ?", id, app));
  }

  @Override
  public Optional<FollowerImport> newest(String app) {
    return database.read(
        connection -> one(connection, "app = ? ORDER BY started_at DESC, id DESC LIMIT 1", app));
  }

  private static Optional<FollowerImport> one(Connection connection, String where, String... values)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(ImportRow.SELECT + where)) {
      Bind bind = Bind.to(select);
      for (String value : values) {
        bind.text(value);
      }
      return ImportRow.first(select);
    }
  }

  /** Reads first: most of the time there is nothing to claim, and nothing is written then. */
  @Override
  public Optional<FollowerImport> claim(String holder, Duration lease) {
    Optional<FollowerImport> found =
        database.read(
            connection -> {
              Instant now = database.now(connection);
              try (PreparedStatement select =
                  connection.prepareStatement(
                      ImportRow.SELECT + FREE + " ORDER BY due_at, id LIMIT 1")) {
                Bind.to(select).time(now).time(now);
                return ImportRow.first(select);
              }
            });
    if (found.isEmpty()) {
      return found;
    }
    String id = found.get().id();
    return database.write(
        connection -> {
          Instant now = database.now(connection);
          try (PreparedStatement update =
              connection.prepareStatement(
                  "UPDATE follower_import SET holder = ?, lease_until = ? WHERE id = ? AND "
                      + FREE)) {
            Bind.to(update).text(holder).time(now.plus(lease)).text(id).time(now).time(now);
            return update.executeUpdate() == 1
                ? one(connection, "id = ?", id)
                : Optional.<FollowerImport>empty();
          }
        });
  }

  @Override
  public List<String> unseen(String id, String app, List<String> openids) {
    Set<String> seen = new HashSet<>();
    for (int from = 0; from < openids.size(); from += AT_ONCE) {
      List<String> some = openids.subList(from, Math.min(openids.size(), from + AT_ONCE));
      database
          .read(
              connection -> {
                try (PreparedStatement select =
                    connection.prepareStatement(
                        FollowerRow.SELECT
                            + "app = ? AND seen_in = ? AND openid IN ("
                            + JdbcFollowerStore.marks(some.size())
                            + ")")) {
                  Bind bind = Bind.to(select).text(app).text(id);
                  for (String openid : some) {
                    bind.text(openid);
                  }
                  return FollowerRow.all(select);
                }
              })
          .forEach(row -> seen.add(row.follower().openid()));
    }
    return openids.stream().filter(openid -> !seen.contains(openid)).distinct().toList();
  }

  @Override
  public List<String> unlisted(FollowerImport now, String after, int limit) {
    return database
        .read(
            connection -> {
              try (PreparedStatement select =
                  connection.prepareStatement(
                      FollowerRow.SELECT
                          + "app = ? AND openid > ? AND subscribed = 1 AND changed_at < ?"
                          + " AND (seen_in IS NULL OR seen_in <> ?) ORDER BY openid LIMIT ?")) {
                Bind.to(select)
                    .text(now.app())
                    .text(after)
                    .time(now.startedAt())
                    .text(now.id())
                    .number(limit);
                return FollowerRow.all(select);
              }
            })
        .stream()
        .map(row -> row.follower().openid())
        .toList();
  }

  @Override
  public boolean advance(String id, String holder, Duration lease, Step step) {
    Optional<FollowerImport> known = database.read(connection -> one(connection, "id = ?", id));
    if (known.isEmpty()) {
      return false;
    }
    String app = known.get().app();
    // Sealing may read or make a data key, which must not happen within the transaction.
    Map<String, byte[]> sealed = new HashMap<>();
    Map<String, Told> told = new TreeMap<>();
    for (Told one : step.told()) {
      told.put(one.openid(), one);
      byte[] document = FollowerRow.seal(vault, app, one);
      if (document != null) {
        sealed.put(one.openid(), document);
      }
    }
    return database.write(
        connection -> {
          if (!held(connection, id, holder, lease)) {
            return false;
          }
          long done = 0;
          long gone = 0;
          for (Told one : told.values()) {
            FollowerWrites.Learnt learnt =
                writes.learn(
                    connection,
                    app,
                    one,
                    step.seen().getOrDefault(one.openid(), 0L),
                    sealed.get(one.openid()),
                    id);
            FollowerRow before = learnt.before();
            boolean counted = before != null && before.seenBy(id);
            done += one.subscribed() && !counted ? 1 : 0;
            gone += leaves(learnt, one) ? 1 : 0;
          }
          for (String openid : step.settled()) {
            if (!told.containsKey(openid)) {
              mark(connection, app, openid, id);
            }
          }
          count(connection, id, done, gone, step);
          return true;
        });
  }

  private static boolean leaves(FollowerWrites.Learnt learnt, Told told) {
    FollowerRow before = learnt.before();
    return learnt.outcome() == Follower.Outcome.BELIEVED
        && before != null
        && before.follower().subscribed()
        && !told.subscribed();
  }

  private boolean held(Connection connection, String id, String holder, Duration lease)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE follower_import SET lease_until = ? WHERE id = ? AND holder = ?"
                + " AND state = 'RUNNING'")) {
      Bind.to(update).time(database.now(connection).plus(lease)).text(id).text(holder);
      return update.executeUpdate() == 1;
    }
  }

  private static void mark(Connection connection, String app, String openid, String id)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE follower SET seen_in = ? WHERE app = ? AND openid = ?")) {
      Bind.to(update).text(id).text(app).text(openid);
      update.executeUpdate();
    }
  }

  private void count(Connection connection, String id, long done, long gone, Step step)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE follower_import SET done = done + ?, gone = gone + ?,"
                + " total = COALESCE(?, total), next_after = ?, listed = ?, updated_at = ?,"
                + " problem = '{}' WHERE id = ?")) {
      Bind.to(update)
          .number(done)
          .number(gone)
          .number(step.total())
          .text(step.cursor())
          .flag(step.listed())
          .time(database.now(connection))
          .text(id);
      update.executeUpdate();
    }
  }

  @Override
  public boolean rest(String id, String holder, Duration pause, Map<String, String> problem) {
    return database.write(
        connection -> {
          try (PreparedStatement update =
              connection.prepareStatement(
                  "UPDATE follower_import SET holder = NULL, lease_until = NULL, due_at = ?,"
                      + " problem = ? WHERE id = ? AND holder = ?")) {
            Bind.to(update)
                .time(database.now(connection).plus(pause))
                .text(Json.of(problem))
                .text(id)
                .text(holder);
            return update.executeUpdate() == 1;
          }
        });
  }

  @Override
  public boolean finish(
      String id, String holder, FollowerImport.State state, Map<String, String> problem) {
    return database.write(
        connection -> {
          Instant now = database.now(connection);
          try (PreparedStatement update =
              connection.prepareStatement(
                  "UPDATE follower_import SET holder = NULL, lease_until = NULL, running_app ="
                      + " NULL, state = ?, problem = ?, updated_at = ?, finished_at = ?"
                      + " WHERE id = ? AND holder = ?")) {
            Bind.to(update)
                .text(state.name())
                .text(Json.of(problem))
                .time(now)
                .time(now)
                .text(id)
                .text(holder);
            return update.executeUpdate() == 1;
          }
        });
  }

  @Override
  public int forgetBefore(Instant end) {
    return database.write(
        connection -> {
          List<String> old = new ArrayList<>();
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT i.id FROM follower_import i WHERE i.finished_at < ? AND EXISTS"
                      + " (SELECT 1 FROM follower_import n WHERE n.app = i.app"
                      + " AND n.started_at > i.started_at) LIMIT ?")) {
            Bind.to(select).time(end).number(FORGOTTEN_AT_ONCE);
            try (var rows = select.executeQuery()) {
              while (rows.next()) {
                old.add(rows.getString(1));
              }
            }
          }
          for (String id : old) {
            try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM follower_import WHERE id = ?")) {
              Bind.to(delete).text(id);
              delete.executeUpdate();
            }
          }
          return old.size();
        });
  }
}
