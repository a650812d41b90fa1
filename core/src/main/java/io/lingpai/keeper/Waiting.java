package io.lingpai.keeper;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** How the keeper waits. Given from outside, so that a simulation can wait without a thread. */
public interface Waiting {

  /** Lets time pass. */
  void pause(Duration forThisLong);

  /**
   * Waits until a future is done, whatever its outcome.
   *
   * @return whether it is done; false when the time is over
   */
  boolean await(CompletableFuture<?> future, Duration atMost);
}
