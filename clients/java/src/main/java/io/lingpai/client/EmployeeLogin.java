package io.lingpai.client;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An employee is logged in. It prints without the session. */
public final class EmployeeLogin {

  private final Fields said;
  private final Instant sessionExpiresAt;
  private final Employee employee;
  private final @Nullable Signature config;

  EmployeeLogin(Fields said) {
    this.said = said;
    this.sessionExpiresAt = said.instant("session_expires_at");
    this.employee = new Employee(said.object("employee"));
    this.config = said.has("config") ? new Signature(said.object("config")) : null;
    said.text("session");
  }

  /** The session: a secret of the person's, which {@code introspect} takes. */
  public String session() {
    return said.text("session");
  }

  /** When it ends, by the server's clock. */
  public Instant sessionExpiresAt() {
    return sessionExpiresAt;
  }

  /** Whether this is the person's first login. */
  public boolean newEmployee() {
    return said.yes("new_employee");
  }

  /** Who it is. */
  public Employee employee() {
    return employee;
  }

  /** What the page needs to use the vendor's JS-SDK; empty for a login in a browser. */
  public Optional<Signature> config() {
    return Optional.ofNullable(config);
  }

  /**
   * Everything the server said, by the names of its API, such as {@code power}, {@code department}
   * and {@code company}; not to be changed. The session is in it.
   */
  public Map<String, @Nullable Object> all() {
    return said.all();
  }

  @Override
  public String toString() {
    return "login of " + employee;
  }
}
