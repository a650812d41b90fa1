package io.lingpai.directory;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What came of somebody arriving. */
public sealed interface Admission {

  /**
   * They are in.
   *
   * @param power of their role, as JSON; {@code null} without a role
   * @param departments theirs, as far as they are known
   * @param top the one beneath the root that the first of theirs is in, or is
   * @param company the root's name
   */
  record Admitted(
      Employee employee,
      boolean first,
      @Nullable String power,
      List<Department> departments,
      @Nullable Department top,
      @Nullable String company)
      implements Admission {}

  /** An administrator has disabled them. Nothing was written. */
  record Disabled() implements Admission {}

  /** How far an arrival had come when the store failed. Nothing was written. */
  enum Step {
    CREATE,
    UPDATE,
    OTHER
  }

  /** The store failed, and this is where. */
  final class Failed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Step step;

    public Failed(Step step, RuntimeException cause) {
      super("the login was not written: " + step, cause);
      this.step = step;
    }

    public Step step() {
      return step;
    }
  }

  /**
   * A login that the vendor vouches for and that is now to be written.
   *
   * @param fetched departments that the store did not have
   * @param proposedId the employee's id, should this be the first we hear of them
   * @param sessionId of the session that begins
   * @param actor whose API key logs them in, for the audit log
   */
  record Arrival(
      String app,
      Colleague person,
      List<Department> fetched,
      String proposedId,
      String sessionId,
      Instant at,
      Instant until,
      String actor) {
    public Arrival {
      fetched = List.copyOf(fetched);
    }
  }
}
