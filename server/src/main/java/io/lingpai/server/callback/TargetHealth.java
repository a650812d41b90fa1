package io.lingpai.server.callback;

import io.lingpai.outbox.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * Which targets had better be left alone for now, as this node sees it. One that is down is asked
 * with little every half minute at most, so that whatever waits for it costs nothing meanwhile, and
 * one that comes back is found soon.
 */
final class TargetHealth {

  private static final int FAILURES_IN_A_ROW = 3;
  private static final Backoff PAUSES = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(24));

  private final RandomGenerator random;
  private final Map<String, Down> byGroup = new ConcurrentHashMap<>();

  TargetHealth(RandomGenerator random) {
    this.random = random;
  }

  private record Down(int failures, Instant until) {}

  void answered(String group) {
    byGroup.remove(group);
  }

  void failed(String group, Instant now) {
    byGroup.compute(
        group,
        (unused, before) -> {
          // What fails while it is paused was begun before, and says nothing new.
          if (before != null && now.isBefore(before.until)) {
            return before;
          }
          int failures = before == null ? 1 : before.failures + 1;
          Instant until =
              failures < FAILURES_IN_A_ROW
                  ? now
                  : now.plus(PAUSES.after(failures - FAILURES_IN_A_ROW + 1, random.nextDouble()));
          return new Down(failures, until);
        });
  }

  /** Whether it failed again and again, and has not answered since. */
  boolean down(String group) {
    Down known = byGroup.get(group);
    return known != null && known.failures >= FAILURES_IN_A_ROW;
  }

  Set<String> paused(Instant now) {
    return byGroup.entrySet().stream()
        .filter(entry -> now.isBefore(entry.getValue().until))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }
}
