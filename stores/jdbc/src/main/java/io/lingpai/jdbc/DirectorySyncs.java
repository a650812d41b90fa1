package io.lingpai.jdbc;

import io.lingpai.directory.Colleague;
import io.lingpai.directory.Department;
import io.lingpai.directory.Employee;
import io.lingpai.directory.Sync;
import io.lingpai.directory.Sync.Difference;
import io.lingpai.secret.Vault;
import io.lingpai.session.Session.Holder;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Synchronizations in a database. A department's row says which synchronization saw it, read its
 * children, and read its people:
 *
 * <pre>
 * seen_by = S, read_by != S      its children are still to be read
 * seen_by = S, staffed_by != S   its people are still to be read
 * seen_by != S, at the end       it is gone
 * </pre>
 *
 * <p>So whoever takes over after a kill finds where to go on in the rows themselves; and since what
 * was different is counted in the transaction that writes it, nothing is counted twice.
 */
final class DirectorySyncs {

  private static final int ROWS_AT_ONCE = 200;

  private final Database database;
  private final Vault vault;

  DirectorySyncs(Database database, Vault vault) {
    this.database = database;
    this.vault = vault;
  }

  Sync begin(String app, String id, Instant at) {
    return database.write(
        connection -> {
          lock(connection, app);
          Optional<Sync> running = DirectoryRows.running(connection, app);
          if (running.isPresent()) {
            return running.get();
          }
          try (PreparedStatement insert =
              connection.prepareStatement(
                  "INSERT INTO directory_sync (id, app, state, started_at, departments_added,"
                      + " departments_changed, departments_gone, departments_back,"
                      + " employees_added, employees_changed, employees_gone, employees_back)"
                      + " VALUES (?, ?, 'running', ?, 0, 0, 0, 0, 0, 0, 0, 0)")) {
            Bind.to(insert).text(id).text(app).time(at);
            insert.executeUpdate();
          }
          return DirectoryRows.sync(connection, app, id)
              .orElseThrow(() -> new SQLException("no row after its insert"));
        });
  }

  /** Who would begin one as well waits here, and then finds the one that is running. */
  private void lock(Connection connection, String app) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT name FROM app WHERE name = ?" + database.dialect().lockRow())) {
      Bind.to(select).text(app);
      select.executeQuery().close();
    }
  }

  List<Long> waiting(Sync sync, String step, int limit) {
    return database.read(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT id FROM department WHERE app = ? AND seen_by = ?"
                      + " AND ("
                      + step
                      + " IS NULL OR "
                      + step
                      + " <> ?) ORDER BY id LIMIT ?")) {
            Bind.to(select).text(sync.app()).text(sync.id()).text(sync.id()).number(limit);
            return ids(select);
          }
        });
  }

  private static List<Long> ids(PreparedStatement select) throws SQLException {
    List<Long> ids = new ArrayList<>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        ids.add(rows.getLong(1));
      }
    }
    return ids;
  }

  void saw(Sync sync, @Nullable Long parent, List<Department> departments) {
    database.write(
        connection -> {
          Difference all = Difference.NONE;
          for (Department department : departments) {
            all =
                all.plus(
                    DirectoryWrites.department(
                        connection, sync.app(), department, sync.id(), null));
          }
          if (parent != null) {
            done(connection, sync, parent, "read_by");
          }
          count(connection, sync, "departments_", all);
          return all;
        });
  }

  void sawPeople(
      Sync sync, long department, List<Colleague> people, boolean last, Supplier<String> newId) {
    List<byte[]> documents = new ArrayList<>();
    for (Colleague person : people) {
      String place = DirectoryWrites.documentPlace(sync.app(), person.userid());
      documents.add(vault.seal(sync.app(), place, person.document()));
    }
    database.write(
        connection -> {
          Difference all = Difference.NONE;
          for (int i = 0; i < people.size(); i++) {
            all = all.plus(saw(connection, sync, people.get(i), documents.get(i), newId));
          }
          if (last) {
            done(connection, sync, department, "staffed_by");
          }
          count(connection, sync, "employees_", all);
          return all;
        });
  }

  private Difference saw(
      Connection connection, Sync sync, Colleague person, byte[] document, Supplier<String> newId)
      throws SQLException {
    Dialect dialect = database.dialect();
    Optional<Employee> before =
        DirectoryRows.withUserid(connection, sync.app(), person.userid(), dialect.lockRow());
    Instant at = database.now(connection);
    if (before.isEmpty()) {
      DirectoryWrites.insert(connection, sync.app(), newId.get(), person.userid(), at, dialect);
    }
    Employee row =
        before.isPresent()
            ? before.get()
            : DirectoryRows.withUserid(connection, sync.app(), person.userid(), dialect.lockRow())
                .orElseThrow(() -> new SQLException("no row after its insert"));
    DirectoryWrites.update(connection, sync.app(), row.id(), person, document, at, null, sync.id());
    Employee after =
        DirectoryRows.withUserid(connection, sync.app(), person.userid(), "").orElse(row);
    return DirectoryWrites.difference(before, after);
  }

  private static void done(Connection connection, Sync sync, long department, String step)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE department SET " + step + " = ? WHERE app = ? AND id = ?")) {
      Bind.to(update).text(sync.id()).text(sync.app()).number(department);
      update.executeUpdate();
    }
  }

  private static void count(Connection connection, Sync sync, String of, Difference more)
      throws SQLException {
    if (more.equals(Difference.NONE)) {
      return;
    }
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE directory_sync SET %1$sadded = %1$sadded + ?, %1$schanged = %1$schanged + ?,"
                    .formatted(of)
                + " %1$sgone = %1$sgone + ?, %1$sback = %1$sback + ? WHERE id = ?".formatted(of))) {
      Bind.to(update)
          .number(more.added())
          .number(more.changed())
          .number(more.gone())
          .number(more.back())
          .text(sync.id());
      update.executeUpdate();
    }
  }

  boolean markGone(Sync sync, Instant at) {
    return database.write(
        connection -> {
          int departments = departmentsGone(connection, sync, at);
          int employees = employeesGone(connection, sync, at);
          count(connection, sync, "departments_", new Difference(0, 0, 0, departments, 0));
          count(connection, sync, "employees_", new Difference(0, 0, 0, employees, 0));
          return departments > 0 || employees > 0;
        });
  }

  private static int departmentsGone(Connection connection, Sync sync, Instant at)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE department SET gone_at = ? WHERE app = ? AND id IN (SELECT id FROM department"
                + " WHERE app = ? AND gone_at IS NULL AND (seen_by IS NULL OR seen_by <> ?)"
                + " AND (seen_at IS NULL OR seen_at < ?) LIMIT "
                + ROWS_AT_ONCE
                + ")")) {
      Bind.to(update)
          .time(at)
          .text(sync.app())
          .text(sync.app())
          .text(sync.id())
          .time(sync.startedAt());
      return update.executeUpdate();
    }
  }

  /** Who logged in after it began was there, whatever page they were missed on. */
  private static int employeesGone(Connection connection, Sync sync, Instant at)
      throws SQLException {
    List<String> gone = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT id FROM employee WHERE app = ? AND gone_at IS NULL AND seen_at < ?"
                + " AND (seen_by IS NULL OR seen_by <> ?) LIMIT "
                + ROWS_AT_ONCE)) {
      Bind.to(select).text(sync.app()).time(sync.startedAt()).text(sync.id());
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          gone.add(rows.getString(1));
        }
      }
    }
    for (String id : gone) {
      try (PreparedStatement update =
          connection.prepareStatement("UPDATE employee SET gone_at = ? WHERE id = ?")) {
        Bind.to(update).time(at).text(id);
        update.executeUpdate();
      }
      JdbcSessionStore.endAll(connection, sync.app(), Holder.employee(id), at);
    }
    return gone.size();
  }

  void finish(Sync sync, Sync.State state, @Nullable String problem, Instant at) {
    database.write(
        connection -> {
          try (PreparedStatement update =
              connection.prepareStatement(
                  "UPDATE directory_sync SET state = ?, problem = ?, finished_at = ?"
                      + " WHERE id = ? AND state = 'running'")) {
            Bind.to(update).text(state.word()).text(problem).time(at).text(sync.id());
            return update.executeUpdate();
          }
        });
  }
}
