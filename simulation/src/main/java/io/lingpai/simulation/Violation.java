package io.lingpai.simulation;

import java.time.Instant;

/** An invariant was broken. The message says which one, when, and what was seen. */
public final class Violation extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String invariant;

  Violation(String invariant, Instant at, String what) {
    super(invariant + " — at " + at + ": " + what);
    this.invariant = invariant;
  }

  /** The invariant's name. */
  public String invariant() {
    return invariant;
  }
}
