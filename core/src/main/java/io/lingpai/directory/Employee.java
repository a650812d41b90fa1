package io.lingpai.directory;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One of a company's people, as we keep them.
 *
 * @param id ours
 * @param active has begun to use the vendor's app
 * @param departmentIds in the vendor's order
 * @param departmentNames in the same order; empty for one that is not known
 * @param roleId 0 for none
 * @param departedAt when a synchronization no longer found them
 */
public record Employee(
    String id,
    String app,
    String userid,
    String name,
    String mobile,
    String position,
    boolean active,
    Status status,
    List<Long> departmentIds,
    List<String> departmentNames,
    long roleId,
    Instant createdAt,
    @Nullable Instant lastLoginAt,
    @Nullable Instant departedAt) {

  /** Whether they are let in. Ours to say, whatever the vendor says. */
  public enum Status {
    ACTIVE,
    DISABLED;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Employee {
    departmentIds = List.copyOf(departmentIds);
    departmentNames = List.copyOf(departmentNames);
  }

  /** Somebody's data. */
  @Override
  public String toString() {
    return "Employee[" + id + "]";
  }
}
