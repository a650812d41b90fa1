package io.lingpai.jdbc;

import io.lingpai.directory.Colleague;
import io.lingpai.directory.Department;
import io.lingpai.directory.Employee;
import io.lingpai.secret.Vault;
import io.lingpai.session.Session.Holder;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is heard of people and departments beside logins and synchronizations. */
final class DirectoryNews {

  private final Database database;
  private final Vault vault;

  DirectoryNews(Database database, Vault vault) {
    this.database = database;
    this.vault = vault;
  }

  void learnt(
      String app, Colleague person, List<Department> fetched, String proposedId, Instant at) {
    byte[] document =
        vault.seal(app, DirectoryWrites.documentPlace(app, person.userid()), person.document());
    Dialect dialect = database.dialect();
    database.write(
        connection -> {
          for (Department department : fetched) {
            DirectoryWrites.department(connection, app, department, null, at);
          }
          Optional<Employee> known =
              DirectoryRows.withUserid(connection, app, person.userid(), dialect.lockRow());
          if (known.isEmpty()) {
            DirectoryWrites.insert(connection, app, proposedId, person.userid(), at, dialect);
          }
          Employee row =
              known.isPresent()
                  ? known.get()
                  : DirectoryRows.withUserid(connection, app, person.userid(), dialect.lockRow())
                      .orElseThrow(() -> new SQLException("no row after its insert"));
          return DirectoryWrites.update(
              connection, app, row.id(), person, document, at, null, null);
        });
  }

  void departed(String app, String userid, Instant at) {
    database.write(
        connection -> {
          Optional<Employee> known =
              DirectoryRows.withUserid(connection, app, userid, database.dialect().lockRow());
          if (known.isPresent()) {
            // Who came in since the vendor was asked is there.
            try (PreparedStatement update =
                connection.prepareStatement(
                    "UPDATE employee SET gone_at = ?"
                        + " WHERE id = ? AND gone_at IS NULL AND seen_at <= ?")) {
              Bind.to(update).time(at).text(known.get().id()).time(at);
              if (update.executeUpdate() == 1) {
                JdbcSessionStore.endAll(connection, app, Holder.employee(known.get().id()), at);
              }
            }
          }
          return known;
        });
  }

  void learnt(String app, Department department, Instant at) {
    database.write(
        connection -> {
          boolean changed =
              DirectoryWrites.department(connection, app, department, null, at).changed() > 0;
          if (changed) {
            rename(connection, app, department.id());
          }
          return changed;
        });
  }

  /** Employees carry the names of their departments with them. */
  private static void rename(Connection connection, String app, long department)
      throws SQLException {
    List<Employee> theirs = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            DirectoryRows.EMPLOYEE + "app = ? AND department_ids LIKE ? ORDER BY id")) {
      Bind.to(select).text(app).text("%\"" + department + "\"%");
      theirs.addAll(DirectoryRows.employees(select));
    }
    for (Employee one : theirs) {
      try (PreparedStatement update =
          connection.prepareStatement("UPDATE employee SET department_names = ? WHERE id = ?")) {
        Bind.to(update)
            .text(DirectoryRows.Membership.of(connection, app, one.departmentIds()).names())
            .text(one.id());
        update.executeUpdate();
      }
    }
  }

  void closed(String app, long department, Instant at) {
    database.write(
        connection -> {
          try (PreparedStatement update =
              connection.prepareStatement(
                  "UPDATE department SET gone_at = ? WHERE app = ? AND id = ?"
                      + " AND gone_at IS NULL AND (seen_at IS NULL OR seen_at <= ?)")) {
            Bind.to(update).time(at).text(app).number(department).time(at);
            return update.executeUpdate();
          }
        });
  }
}
