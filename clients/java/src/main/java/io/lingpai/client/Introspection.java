package io.lingpai.client;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the server knows of a session. */
public final class Introspection {

  private final boolean active;
  private final @Nullable String app;
  private final @Nullable Person member;
  private final @Nullable Employee employee;
  private final @Nullable Instant expiresAt;

  Introspection(Fields said) {
    this.active = said.yes("active");
    this.app = said.orNull("app");
    this.member = said.has("member") ? new Person(said.object("member")) : null;
    this.employee = said.has("employee") ? new Employee(said.object("employee")) : null;
    this.expiresAt = said.has("expires_at") ? said.instant("expires_at") : null;
  }

  /** Whether the session is known, not over and not revoked; if not, there is nothing else here. */
  public boolean active() {
    return active;
  }

  /** The app it was opened for. */
  public Optional<String> app() {
    return Optional.ofNullable(app);
  }

  /** Whose it is; empty for an employee's. */
  public Optional<Person> member() {
    return Optional.ofNullable(member);
  }

  /** Whose it is; empty for a member's. */
  public Optional<Employee> employee() {
    return Optional.ofNullable(employee);
  }

  /** When it ends, by the server's clock. */
  public Optional<Instant> expiresAt() {
    return Optional.ofNullable(expiresAt);
  }

  @Override
  public String toString() {
    return active
        ? "active session of " + (employee == null ? member : employee)
        : "no active session";
  }
}
