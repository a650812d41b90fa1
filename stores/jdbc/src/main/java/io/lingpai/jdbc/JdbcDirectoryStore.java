package io.lingpai.jdbc;

import io.lingpai.directory.Admission;
import io.lingpai.directory.Colleague;
import io.lingpai.directory.Department;
import io.lingpai.directory.DirectoryStore;
import io.lingpai.directory.Employee;
import io.lingpai.directory.Employee.Status;
import io.lingpai.directory.Role;
import io.lingpai.directory.Sync;
import io.lingpai.secret.Vault;
import io.lingpai.session.Session.Holder;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Departments, employees and roles in a database. */
final class JdbcDirectoryStore implements DirectoryStore {

  private final Database database;
  private final Vault vault;
  private final JdbcAuditLog audit;
  private final DirectorySyncs syncs;
  private final DirectoryNews news;

  JdbcDirectoryStore(Database database, Vault vault, JdbcAuditLog audit) {
    this.database = database;
    this.vault = vault;
    this.audit = audit;
    this.syncs = new DirectorySyncs(database, vault);
    this.news = new DirectoryNews(database, vault);
  }

  @Override
  public Admission arrive(Admission.Arrival arrival) {
    EmployeeArrival writing = new EmployeeArrival(arrival, vault, database.dialect(), audit);
    try {
      return database.write(writing::writeOn);
    } catch (RuntimeException e) {
      throw new Admission.Failed(writing.step(), e);
    }
  }

  @Override
  public List<Department> departments(String app, Collection<Long> ids) {
    return database.read(connection -> DirectoryRows.departments(connection, app, ids));
  }

  @Override
  public List<Department> departments(String app, long after, int limit) {
    return database.read(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT id, name, parent FROM department"
                      + " WHERE gone_at IS NULL AND app = ? AND id > ? ORDER BY id LIMIT ?")) {
            Bind.to(select).text(app).number(after).number(limit);
            return DirectoryRows.departments(select);
          }
        });
  }

  @Override
  public Optional<Employee> employee(String app, String id) {
    return database.read(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(DirectoryRows.EMPLOYEE + "id = ? AND app = ?")) {
            Bind.to(select).text(id).text(app);
            return DirectoryRows.employees(select).stream().findFirst();
          }
        });
  }

  @Override
  public Optional<Employee> withUserid(String app, String userid) {
    return database.read(connection -> DirectoryRows.withUserid(connection, app, userid, ""));
  }

  @Override
  public List<Employee> employees(String app, String after, int limit) {
    return database.read(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  DirectoryRows.EMPLOYEE + "app = ? AND id > ? ORDER BY id LIMIT ?")) {
            Bind.to(select).text(app).text(after).number(limit);
            return DirectoryRows.employees(select);
          }
        });
  }

  @Override
  public List<Role> roles(String app, long after, int limit) {
    return database.read(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT id, name, power FROM employee_role"
                      + " WHERE app = ? AND id > ? ORDER BY id LIMIT ?")) {
            Bind.to(select).text(app).number(after).number(limit);
            return DirectoryRows.roles(select);
          }
        });
  }

  @Override
  public Role addRole(String app, String name, String power) {
    return database.write(
        connection -> {
          Role role;
          do {
            role = new Role(lastRole(connection, app) + 1, Bind.storable(name), power);
          } while (!insertedRole(connection, app, role));
          return role;
        });
  }

  private static long lastRole(Connection connection, String app) throws SQLException {
    try (PreparedStatement last =
        connection.prepareStatement(
            "SELECT COALESCE(MAX(id), 0) AS last FROM employee_role WHERE app = ?")) {
      Bind.to(last).text(app);
      try (ResultSet rows = last.executeQuery()) {
        rows.next();
        return new Row(rows).number("last");
      }
    }
  }

  /** False if another took the number meanwhile; it is committed by then, and so counted. */
  private boolean insertedRole(Connection connection, String app, Role role) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO employee_role (app, id, name, power) VALUES (?, ?, ?, ?)"
                + database.dialect().unlessThere())) {
      Bind.to(insert).text(app).number(role.id()).text(role.name()).text(role.power());
      return insert.executeUpdate() == 1;
    }
  }

  @Override
  public Optional<Employee> change(
      String app, String id, @Nullable Status status, @Nullable Long roleId, Instant at) {
    return database.write(
        connection -> {
          try (PreparedStatement update =
              connection.prepareStatement(
                  "UPDATE employee SET status = COALESCE(?, status),"
                      + " role_id = COALESCE(?, role_id) WHERE id = ? AND app = ?")) {
            Bind.to(update)
                .text(status == null ? null : status.word())
                .number(roleId)
                .text(id)
                .text(app);
            update.executeUpdate();
          }
          if (status == Status.DISABLED) {
            JdbcSessionStore.endAll(connection, app, Holder.employee(id), at);
          }
          try (PreparedStatement select =
              connection.prepareStatement(DirectoryRows.EMPLOYEE + "id = ? AND app = ?")) {
            Bind.to(select).text(id).text(app);
            return DirectoryRows.employees(select).stream().findFirst();
          }
        });
  }

  @Override
  public void learnt(
      String app, Colleague person, List<Department> fetched, String proposedId, Instant at) {
    news.learnt(app, person, fetched, proposedId, at);
  }

  @Override
  public void departed(String app, String userid, Instant at) {
    news.departed(app, userid, at);
  }

  @Override
  public void learnt(String app, Department department, Instant at) {
    news.learnt(app, department, at);
  }

  @Override
  public void closed(String app, long department, Instant at) {
    news.closed(app, department, at);
  }

  @Override
  public Sync beginSync(String app, String id, Instant at) {
    return syncs.begin(app, id, at);
  }

  @Override
  public Optional<Sync> sync(String app, String id) {
    return database.read(connection -> DirectoryRows.sync(connection, app, id));
  }

  @Override
  public List<Sync> syncs(String app, int limit) {
    return database.read(connection -> DirectoryRows.newest(connection, app, limit));
  }

  @Override
  public List<Long> unread(Sync sync, int limit) {
    return syncs.waiting(sync, "read_by", limit);
  }

  @Override
  public List<Long> unstaffed(Sync sync, int limit) {
    return syncs.waiting(sync, "staffed_by", limit);
  }

  @Override
  public void saw(Sync sync, @Nullable Long parent, List<Department> departments) {
    syncs.saw(sync, parent, departments);
  }

  @Override
  public void sawPeople(
      Sync sync, long department, List<Colleague> people, boolean last, Supplier<String> newId) {
    syncs.sawPeople(sync, department, people, last, newId);
  }

  @Override
  public boolean markGone(Sync sync, Instant at) {
    return syncs.markGone(sync, at);
  }

  @Override
  public void finishSync(Sync sync, Sync.State state, @Nullable String problem, Instant at) {
    syncs.finish(sync, state, problem, at);
  }
}
