package io.lingpai.outbox;

import java.time.Duration;

/**
 * How long to wait after a failure: twice as long each time up to a limit, spread by up to a
 * quarter either way so that those that failed together do not come back together.
 */
public record Backoff(Duration first, Duration atMost) {

  private static final int DOUBLINGS_AT_MOST = 20;

  /**
   * The pause after so many attempts, 1 or more.
   *
   * @param chance drawn evenly from 0 (included) to 1
   */
  public Duration after(int attempts, double chance) {
    int doublings = Math.clamp(attempts - 1L, 0, DOUBLINGS_AT_MOST);
    long millis = Math.min(first.toMillis() << doublings, atMost.toMillis());
    return Duration.ofMillis((long) (millis * (0.75 + chance / 2)));
  }
}
