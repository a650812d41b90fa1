package io.lingpai.server.api;

import io.lingpai.credential.Credential;
import io.lingpai.credential.CredentialKey;
import io.lingpai.server.http.Request;
import io.lingpai.server.problem.Problem;
import io.lingpai.server.problem.Sort;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** Callers that wait for a newer version, bounded in number. */
public final class Waits {

  private final int atMost;
  private final AtomicInteger waiting = new AtomicInteger();
  private final Map<CredentialKey, Set<CountDownLatch>> byKey = new ConcurrentHashMap<>();
  private volatile boolean stopping;

  public Waits(int atMost) {
    this.atMost = atMost;
  }

  /** Wakes whoever waits for this credential. Does not block. */
  public void arrived(Credential credential) {
    Set<CountDownLatch> here = byKey.get(credential.key());
    if (here != null) {
      here.forEach(CountDownLatch::countDown);
    }
  }

  /** Ends all waits, so that a stopping server keeps nobody. */
  public void stop() {
    stopping = true;
    byKey.values().forEach(latches -> latches.forEach(CountDownLatch::countDown));
  }

  /**
   * Waits until there is something new, the time is over, or the caller is gone.
   *
   * @param there looked at again after having queued, so that nothing is missed in between
   */
  public void await(CredentialKey key, Request request, Duration patience, BooleanSupplier there)
      throws InterruptedException {
    if (waiting.incrementAndGet() > atMost) {
      waiting.decrementAndGet();
      throw Problem.of(Sort.TOO_MANY, "no more than " + atMost + " callers may wait at once")
          .retryAfter(Duration.ofSeconds(2))
          .refusal();
    }
    CountDownLatch latch = new CountDownLatch(1);
    try {
      byKey.computeIfAbsent(key, unused -> ConcurrentHashMap.newKeySet()).add(latch);
      request.whenGone(latch::countDown);
      if (!there.getAsBoolean() && !stopping) {
        boolean woken = latch.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        assert woken || !woken : "either way the caller looks again";
      }
    } finally {
      waiting.decrementAndGet();
      byKey.computeIfPresent(
          key,
          (unused, latches) -> {
            latches.remove(latch);
            return latches.isEmpty() ? null : latches;
          });
    }
  }
}
