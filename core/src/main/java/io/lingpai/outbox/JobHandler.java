package io.lingpai.outbox;

import java.time.Duration;
import java.util.Set;

/** Does jobs of one kind. Called on threads that may block; safe for many threads. */
public interface JobHandler {

  /** The {@link Job#kind()} it does. */
  String kind();

  /**
   * Does a job, which may have been done before by a node that died on the way. An exception counts
   * as {@link Outcome.Again}.
   *
   * @param job with its payload; {@link Job#attempts()} counts this one
   */
  Outcome work(Job job) throws Exception;

  /** Groups that had better wait for now. */
  default Set<String> paused() {
    return Set.of();
  }

  /** What became of a job. */
  sealed interface Outcome {
    record Done() implements Outcome {}

    /** Not this time. */
    record Again(Duration in, String problem) implements Outcome {}

    /** Not without a person. */
    record Parked(String problem) implements Outcome {}
  }
}
