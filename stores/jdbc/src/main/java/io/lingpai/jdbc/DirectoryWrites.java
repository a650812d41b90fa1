package io.lingpai.jdbc;

import io.lingpai.directory.Colleague;
import io.lingpai.directory.Department;
import io.lingpai.directory.Employee;
import io.lingpai.directory.Role;
import io.lingpai.directory.Sync.Difference;
import io.lingpai.jdbc.DirectoryRows.Membership;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is written of departments and employees, by a login or a synchronization. */
final class DirectoryWrites {

  private DirectoryWrites() {}

  /**
   * Writes a department as the vendor has it.
   *
   * @param seenBy a synchronization; {@code null} leaves what is noted there
   * @param seenAt when it was heard of beside one; {@code null} likewise
   */
  static Difference department(
      Connection connection,
      String app,
      Department now,
      @Nullable String seenBy,
      @Nullable Instant seenAt)
      throws SQLException {
    Before before = before(connection, app, now.id());
    if (before == null) {
      insert(connection, app, now, seenBy, seenAt);
      return new Difference(0, 1, 0, 0, 0);
    }
    String name = Bind.storable(now.name());
    boolean changed = !before.name.equals(name) || before.parent != now.parent();
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE department SET name = ?, parent = ?, gone_at = NULL,"
                + " seen_by = COALESCE(?, seen_by), seen_at = COALESCE(?, seen_at)"
                + " WHERE app = ? AND id = ?")) {
      Bind.to(update)
          .text(name)
          .number(now.parent())
          .text(seenBy)
          .time(seenAt)
          .text(app)
          .number(now.id());
      update.executeUpdate();
    }
    return new Difference(0, 0, changed ? 1 : 0, 0, before.gone ? 1 : 0);
  }

  private record Before(String name, long parent, boolean gone) {}

  private static @Nullable Before before(Connection connection, String app, long id)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT name, parent, gone_at FROM department WHERE app = ? AND id = ?")) {
      Bind.to(select).text(app).number(id);
      try (ResultSet rows = select.executeQuery()) {
        if (!rows.next()) {
          return null;
        }
        Row row = new Row(rows);
        return new Before(
            row.text("name"), row.number("parent"), row.timeOrNull("gone_at") != null);
      }
    }
  }

  private static void insert(
      Connection connection,
      String app,
      Department now,
      @Nullable String seenBy,
      @Nullable Instant seenAt)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO department (app, id, name, parent, seen_by, seen_at)"
                + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")) {
      Bind.to(insert)
          .text(app)
          .number(now.id())
          .text(now.name())
          .number(now.parent())
          .text(seenBy)
          .time(seenAt);
      insert.executeUpdate();
    }
  }

  /** Makes an employee's row, with role 0; false if somebody else has made it meanwhile. */
  static boolean insert(
      Connection connection, String app, String id, String userid, Instant at, Dialect dialect)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO employee (id, app, userid, name, mobile, position, active, status,"
                + " department_ids, department_names, role_id, created_at, seen_at)"
                + " VALUES (?, ?, ?, '', '', '', 0, ?, '[]', '[]', ?, ?, ?)"
                + dialect.unlessThere())) {
      Bind.to(insert)
          .text(id)
          .text(app)
          .text(userid)
          .text(Employee.Status.ACTIVE.word())
          .number(Role.NONE)
          .time(at)
          .time(at);
      return insert.executeUpdate() == 1;
    }
  }

  /** Writes what the vendor says of an employee whose row is there; status and role stay. */
  static boolean update(
      Connection connection,
      String app,
      String id,
      Colleague now,
      byte[] sealedDocument,
      Instant at,
      @Nullable Instant loginAt,
      @Nullable String seenBy)
      throws SQLException {
    Membership membership = Membership.of(connection, app, now.departments());
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE employee SET name = ?, mobile = ?, position = ?, active = ?,"
                + " department_ids = ?, department_names = ?, document_sealed = ?, seen_at = ?,"
                + " gone_at = NULL, last_login_at = COALESCE(?, last_login_at),"
                + " seen_by = COALESCE(?, seen_by) WHERE id = ?")) {
      Bind.to(update)
          .text(now.name())
          .text(now.mobile())
          .text(now.position())
          .number(now.active() ? 1 : 0)
          .text(membership.ids())
          .text(membership.names())
          .bytes(sealedDocument)
          .time(at)
          .time(loginAt)
          .text(seenBy)
          .text(id);
      return update.executeUpdate() == 1;
    }
  }

  /** What became of an employee, for the report. */
  static Difference difference(Optional<Employee> before, Employee after) {
    if (before.isEmpty()) {
      return new Difference(0, 1, 0, 0, 0);
    }
    Employee known = before.get();
    boolean same =
        known.name().equals(after.name())
            && known.mobile().equals(after.mobile())
            && known.position().equals(after.position())
            && known.active() == after.active()
            && known.departmentIds().equals(after.departmentIds())
            && known.departmentNames().equals(after.departmentNames());
    return new Difference(0, 0, same ? 0 : 1, 0, known.departedAt() == null ? 0 : 1);
  }

  static String documentPlace(String app, String userid) {
    return "employee|" + app + "|" + userid + "|document";
  }
}
