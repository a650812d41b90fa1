package io.lingpai.server.problem;

/** “You asked, and I cannot”: carries a {@link Problem} to the one place that answers it. */
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  Refusal(Problem problem) {
    // No stack trace: a refusal is an answer, and callers can provoke thousands of them.
    super(problem.sort().slug() + ": " + problem.detail(), null, false, false);
    this.problem = problem;
  }

  public Problem problem() {
    return problem;
  }
}
