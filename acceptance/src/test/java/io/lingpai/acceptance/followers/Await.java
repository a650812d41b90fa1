package io.lingpai.acceptance.followers;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for what must come, and says what did not. */
final class Await {

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

  private Await() {}

  static void until(String what, Duration atMost, Callable<Boolean> there) throws Exception {
    long end = System.nanoTime() + atMost.toNanos();
    while (!there.call()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("did not come within " + atMost + ": " + what);
      }
      LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
    }
  }
}
