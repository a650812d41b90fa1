package io.lingpai.server.directory;

import io.lingpai.directory.Admission.Admitted;
import io.lingpai.directory.Department;
import io.lingpai.directory.Employee;
import io.lingpai.directory.Role;
import io.lingpai.directory.Sync;
import io.lingpai.server.http.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Employees, departments, roles and synchronizations as the API shows them. */
final class EmployeeAnswers {

  private EmployeeAnswers() {}

  static Map<String, @Nullable Object> shown(Employee employee) {
    Map<String, @Nullable Object> shown = new LinkedHashMap<>();
    shown.put("id", employee.id());
    shown.put("userid", employee.userid());
    shown.put("name", employee.name());
    shown.put("mobile", employee.mobile());
    shown.put("position", employee.position());
    shown.put("active", employee.active());
    shown.put("status", employee.status().word());
    shown.put("department_ids", employee.departmentIds().stream().map(String::valueOf).toList());
    shown.put("department_names", employee.departmentNames());
    shown.put("role_id", employee.roleId());
    shown.put("created_at", Json.time(employee.createdAt()));
    shown.put("last_login_at", Json.timeIfAny(employee.lastLoginAt()));
    shown.put("departed_at", Json.timeIfAny(employee.departedAt()));
    return shown;
  }

  static Map<String, @Nullable Object> shown(Department department) {
    Map<String, @Nullable Object> shown = new LinkedHashMap<>();
    shown.put("id", String.valueOf(department.id()));
    shown.put("name", department.name());
    shown.put("parent_id", department.parent() == 0 ? null : String.valueOf(department.parent()));
    return shown;
  }

  static Map<String, @Nullable Object> shown(Role role) {
    Map<String, @Nullable Object> shown = new LinkedHashMap<>();
    shown.put("id", role.id());
    shown.put("name", role.name());
    shown.put("power", Json.value(role.power()));
    return shown;
  }

  static Map<String, @Nullable Object> shown(Sync sync) {
    Map<String, @Nullable Object> shown = new LinkedHashMap<>();
    shown.put("id", sync.id());
    shown.put("state", sync.state().word());
    shown.put("done", sync.done());
    shown.put("total", sync.total());
    shown.put("started_at", Json.time(sync.startedAt()));
    shown.put("finished_at", Json.timeIfAny(sync.finishedAt()));
    shown.put("departments", shown(sync.departments()));
    shown.put("employees", shown(sync.employees()));
    shown.put("problem", sync.problem());
    return shown;
  }

  private static Map<String, Object> shown(Sync.Difference difference) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("seen", difference.seen());
    shown.put("added", difference.added());
    shown.put("changed", difference.changed());
    shown.put("departed", difference.gone());
    shown.put("returned", difference.back());
    return shown;
  }

  static void putEnd(Map<String, @Nullable Object> into, Instant end, Instant now) {
    into.put("session_expires_at", Json.time(end));
    into.put("session_expires_in", Math.max(0, Duration.between(now, end).toSeconds()));
  }

  /** Where in the company somebody is, and what they may do there. */
  static void putPlace(Map<String, @Nullable Object> into, Admitted admitted) {
    Employee employee = admitted.employee();
    into.put("power", admitted.power() == null ? "" : Json.value(admitted.power()));
    into.put(
        "department",
        named(
            joined(employee.departmentIds(), String::valueOf),
            joined(employee.departmentNames(), Function.identity())));
    Department top = admitted.top();
    into.put("top_department", top == null ? null : named(String.valueOf(top.id()), top.name()));
    into.put("company", admitted.company());
  }

  private static Map<String, Object> named(String id, String name) {
    Map<String, Object> named = new LinkedHashMap<>();
    named.put("id", id);
    named.put("name", name);
    return named;
  }

  private static <T> String joined(List<T> all, Function<T, String> text) {
    return all.stream().map(text).collect(Collectors.joining(","));
  }
}
