package io.lingpai.jdbc;

import io.lingpai.directory.Department;
import io.lingpai.directory.Employee;
import io.lingpai.directory.Role;
import io.lingpai.directory.Sync;
import io.lingpai.directory.Sync.Difference;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Departments, employees, roles and synchronizations as rows. */
final class DirectoryRows {

  static final String EMPLOYEE =
      "SELECT id, app, userid, name, mobile, position, active, status, department_ids,"
          + " department_names, role_id, created_at, last_login_at, gone_at FROM employee WHERE ";

  private static final String SYNC =
      "SELECT s.id, s.app, s.state, s.started_at, s.finished_at, s.problem, departments_added,"
          + " departments_changed, departments_gone, departments_back, employees_added,"
          + " employees_changed, employees_gone, employees_back,"
          + " (SELECT COUNT(*) FROM department d WHERE d.app = s.app AND d.seen_by = s.id) AS"
          + " departments_seen,"
          + " (SELECT COUNT(*) FROM department d WHERE d.app = s.app AND d.seen_by = s.id"
          + " AND d.read_by = s.id) AS departments_read,"
          + " (SELECT COUNT(*) FROM department d WHERE d.app = s.app AND d.seen_by = s.id"
          + " AND d.staffed_by = s.id) AS departments_staffed,"
          + " (SELECT COUNT(*) FROM employee e WHERE e.app = s.app AND e.seen_by = s.id) AS"
          + " employees_seen"
          + " FROM directory_sync s WHERE ";

  private DirectoryRows() {}

  static Optional<Employee> withUserid(
      Connection connection, String app, String userid, String lock) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(EMPLOYEE + "app = ? AND userid = ?" + lock)) {
      Bind.to(select).text(app).text(userid);
      return employees(select).stream().findFirst();
    }
  }

  static List<Employee> employees(PreparedStatement select) throws SQLException {
    List<Employee> employees = new ArrayList<>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        employees.add(employee(new Row(rows)));
      }
    }
    return employees;
  }

  private static Employee employee(Row row) throws SQLException {
    return new Employee(
        row.text("id"),
        row.text("app"),
        row.text("userid"),
        row.text("name"),
        row.text("mobile"),
        row.text("position"),
        row.flag("active"),
        Employee.Status.valueOf(row.text("status").toUpperCase(Locale.ROOT)),
        Json.list(row.text("department_ids")).stream().map(Long::valueOf).toList(),
        Json.list(row.text("department_names")),
        row.number("role_id"),
        row.time("created_at"),
        row.timeOrNull("last_login_at"),
        row.timeOrNull("gone_at"));
  }

  /** Those of these departments that are known and not gone, in the order asked for. */
  static List<Department> departments(Connection connection, String app, Collection<Long> ids)
      throws SQLException {
    if (ids.isEmpty()) {
      return List.of();
    }
    String places = ids.stream().map(id -> "?").collect(Collectors.joining(", "));
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT id, name, parent FROM department WHERE gone_at IS NULL AND app = ?"
                + " AND id IN ("
                + places
                + ")")) {
      Bind bind = Bind.to(select).text(app);
      for (long id : ids) {
        bind.number(id);
      }
      Map<Long, Department> found = new LinkedHashMap<>();
      departments(select).forEach(one -> found.put(one.id(), one));
      return ids.stream().map(found::get).filter(Objects::nonNull).toList();
    }
  }

  static Optional<Department> department(Connection connection, String app, long id)
      throws SQLException {
    return departments(connection, app, List.of(id)).stream().findFirst();
  }

  static List<Department> departments(PreparedStatement select) throws SQLException {
    List<Department> departments = new ArrayList<>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        Row row = new Row(rows);
        departments.add(new Department(row.number("id"), row.text("name"), row.number("parent")));
      }
    }
    return departments;
  }

  static Optional<Role> role(Connection connection, String app, long id) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT id, name, power FROM employee_role WHERE app = ? AND id = ?")) {
      Bind.to(select).text(app).number(id);
      return roles(select).stream().findFirst();
    }
  }

  static List<Role> roles(PreparedStatement select) throws SQLException {
    List<Role> roles = new ArrayList<>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        Row row = new Row(rows);
        roles.add(new Role(row.number("id"), row.text("name"), row.text("power")));
      }
    }
    return roles;
  }

  static Optional<Sync> sync(Connection connection, String app, String id) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(SYNC + "s.app = ? AND s.id = ?")) {
      Bind.to(select).text(app).text(id);
      return syncs(select).stream().findFirst();
    }
  }

  static Optional<Sync> running(Connection connection, String app) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(SYNC + "s.state = 'running' AND s.app = ?")) {
      Bind.to(select).text(app);
      return syncs(select).stream().findFirst();
    }
  }

  static List<Sync> newest(Connection connection, String app, int limit) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(SYNC + "s.app = ? ORDER BY s.started_at DESC LIMIT ?")) {
      Bind.to(select).text(app).number(limit);
      return syncs(select);
    }
  }

  private static List<Sync> syncs(PreparedStatement select) throws SQLException {
    List<Sync> syncs = new ArrayList<>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        syncs.add(sync(new Row(rows)));
      }
    }
    return syncs;
  }

  private static Sync sync(Row row) throws SQLException {
    long seen = row.number("departments_seen");
    return new Sync(
        row.text("id"),
        row.text("app"),
        Sync.State.valueOf(row.text("state").toUpperCase(Locale.ROOT)),
        row.time("started_at"),
        row.timeOrNull("finished_at"),
        row.number("departments_read") + row.number("departments_staffed"),
        2 * seen,
        difference(row, "departments_", seen),
        difference(row, "employees_", row.number("employees_seen")),
        row.textOrNull("problem"));
  }

  private static Difference difference(Row row, String of, long seen) throws SQLException {
    return new Difference(
        seen,
        row.number(of + "added"),
        row.number(of + "changed"),
        row.number(of + "gone"),
        row.number(of + "back"));
  }

  /** Ids and names, each as one column. */
  record Membership(String ids, String names) {

    static Membership of(Connection connection, String app, List<Long> ids) throws SQLException {
      Map<Long, String> names = new LinkedHashMap<>();
      departments(connection, app, ids).forEach(one -> names.put(one.id(), one.name()));
      return new Membership(
          Json.of(ids.stream().map(String::valueOf).toList()),
          Json.of(ids.stream().map(id -> text(names.get(id))).toList()));
    }

    private static String text(@Nullable String name) {
      return name == null ? "" : name;
    }
  }
}
