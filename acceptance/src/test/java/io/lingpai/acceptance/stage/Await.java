package io.lingpai.acceptance.stage;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits for what must come, and says what did not. */
public final class Await {

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

  private Await() {}

  /** A look at what must come. What it throws is a failure, not a reason to look again. */
  @FunctionalInterface
  public interface Look {
    boolean there() throws Exception;
  }

  public static void until(String what, Duration atMost, Look look) {
    long end = System.nanoTime() + atMost.toNanos();
    while (!there(look)) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("did not come within " + atMost + ": " + what);
      }
      LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
    }
  }

  /** Lets so much time pass, and not less: a thread that is parked may come back early. */
  public static void past(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() - end < 0) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
  }

  private static boolean there(Look look) {
    try {
      return look.there();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
