package io.lingpai.sandbox.callback;

import java.time.Duration;

/**
 * How patient WeChat is. Its documentation says "three retries", "five seconds"; these stay true
 * whatever the sandbox's speed, since the server that answers is no faster for it.
 *
 * @param attempts in all, the first included
 * @param timeout for the whole answer
 * @param between the start of one attempt and the next
 * @param signsAnew whether a retry has a timestamp, nonce and signature of its own
 */
public record PushRules(int attempts, Duration timeout, Duration between, boolean signsAnew) {
  public PushRules {
    if (attempts < 1) {
      throw new IllegalArgumentException("attempts: " + attempts + " (expected: 1 or more)");
    }
  }

  public static PushRules usual() {
    return new PushRules(4, Duration.ofSeconds(5), Duration.ofSeconds(5), true);
  }

  public PushRules trying(int times) {
    return new PushRules(times, timeout, between, signsAnew);
  }

  public PushRules waiting(Duration atMost) {
    return new PushRules(attempts, atMost, between, signsAnew);
  }

  public PushRules retryingEvery(Duration interval) {
    return new PushRules(attempts, timeout, interval, signsAnew);
  }

  public PushRules repeatingSignatures() {
    return new PushRules(attempts, timeout, between, false);
  }
}
