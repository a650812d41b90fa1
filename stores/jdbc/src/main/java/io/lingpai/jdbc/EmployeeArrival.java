package io.lingpai.jdbc;

import io.lingpai.directory.Admission;
import io.lingpai.directory.Admission.Arrival;
import io.lingpai.directory.Admission.Step;
import io.lingpai.directory.Department;
import io.lingpai.directory.Employee;
import io.lingpai.directory.Role;
import io.lingpai.secret.Vault;
import io.lingpai.session.Session;
import io.lingpai.session.Session.Holder;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes one employee's login, all of it in one transaction:
 *
 * <ol>
 *   <li>departments that were not known;
 *   <li>the employee's row, locked; who is disabled is refused, whoever is not known gets a row;
 *   <li>what the vendor says of them now; status and role are ours and stay;
 *   <li>the session;
 *   <li>what is answered beside: the role's power, the top department, the company;
 *   <li>the line of the audit log, last: see {@link JdbcAuditLog#line}.
 * </ol>
 */
final class EmployeeArrival {

  private final Arrival arrival;
  private final Dialect dialect;
  private final JdbcAuditLog.Line line;
  private final byte[] sealedDocument;
  private Step step = Step.OTHER;

  EmployeeArrival(Arrival arrival, Vault vault, Dialect dialect, JdbcAuditLog audit) {
    this.arrival = arrival;
    this.dialect = dialect;
    this.line = audit.line(arrival.at(), arrival.actor(), "employee.login", "", "");
    this.sealedDocument =
        vault.seal(
            arrival.app(),
            DirectoryWrites.documentPlace(arrival.app(), arrival.person().userid()),
            arrival.person().document());
  }

  /** Where it was when it failed. */
  Step step() {
    return step;
  }

  Admission writeOn(Connection connection) throws SQLException {
    step = Step.OTHER;
    for (Department fetched : arrival.fetched()) {
      DirectoryWrites.department(connection, arrival.app(), fetched, null, arrival.at());
    }
    Optional<Employee> known = locked(connection);
    if (known.isPresent() && known.get().status() == Employee.Status.DISABLED) {
      return new Admission.Disabled();
    }
    step = Step.CREATE;
    boolean first = known.isEmpty() && insert(connection);
    Employee before =
        known.isPresent()
            ? known.get()
            : locked(connection).orElseThrow(() -> new SQLException("no row after its insert"));
    step = Step.UPDATE;
    if (!update(connection, before)) {
      throw new SQLException("no row to update");
    }
    step = Step.OTHER;
    JdbcSessionStore.insert(connection, session(before.id()));
    Employee now = locked(connection).orElseThrow(() -> new SQLException("no row any more"));
    Admission admitted =
        new Admission.Admitted(
            now,
            first,
            DirectoryRows.role(connection, arrival.app(), now.roleId())
                .map(Role::power)
                .orElse(null),
            DirectoryRows.departments(connection, arrival.app(), now.departmentIds()),
            top(connection, now.departmentIds()),
            DirectoryRows.department(connection, arrival.app(), Department.ROOT)
                .map(Department::name)
                .orElse(null));
    line.about(now.app() + "/" + now.id(), first ? "first" : "").writeOn(connection);
    return admitted;
  }

  private Optional<Employee> locked(Connection connection) throws SQLException {
    return DirectoryRows.withUserid(
        connection, arrival.app(), arrival.person().userid(), dialect.lockRow());
  }

  private boolean insert(Connection connection) throws SQLException {
    return DirectoryWrites.insert(
        connection,
        arrival.app(),
        arrival.proposedId(),
        arrival.person().userid(),
        arrival.at(),
        dialect);
  }

  private boolean update(Connection connection, Employee before) throws SQLException {
    return DirectoryWrites.update(
        connection,
        arrival.app(),
        before.id(),
        arrival.person(),
        sealedDocument,
        arrival.at(),
        arrival.at(),
        null);
  }

  private Session session(String employee) {
    return new Session(
        arrival.sessionId(),
        arrival.app(),
        Holder.employee(employee),
        arrival.at(),
        arrival.until(),
        null);
  }

  /** The department beneath the root that the first of these is in, or is, however deep. */
  private @Nullable Department top(Connection connection, List<Long> departments)
      throws SQLException {
    if (departments.isEmpty()) {
      return null;
    }
    Set<Long> climbed = new HashSet<>();
    Department at =
        DirectoryRows.department(connection, arrival.app(), departments.getFirst()).orElse(null);
    while (at != null && climbed.add(at.id())) {
      if (at.id() == Department.ROOT) {
        return null;
      }
      if (at.parent() == Department.ROOT) {
        return at;
      }
      at = DirectoryRows.department(connection, arrival.app(), at.parent()).orElse(null);
    }
    return null;
  }
}
