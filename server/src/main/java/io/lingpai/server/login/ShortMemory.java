package io.lingpai.server.login;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Remembers a limited number of things for a short while. Safe for many threads. */
final class ShortMemory<V> {

  private static final int AT_MOST = 10_000;

  private final Duration keptFor;
  private final InstantSource clock;
  private final Map<String, Remembered<V>> byName =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Remembered<V>> eldest) {
          return size() > AT_MOST || !clock.instant().isBefore(eldest.getValue().until);
        }
      };

  ShortMemory(Duration keptFor, InstantSource clock) {
    this.keptFor = keptFor;
    this.clock = clock;
  }

  synchronized void put(String name, V what) {
    byName.put(name, new Remembered<>(what, clock.instant().plus(keptFor)));
  }

  synchronized Optional<V> get(String name) {
    Remembered<V> found = byName.get(name);
    return found != null && clock.instant().isBefore(found.until)
        ? Optional.of(found.what)
        : Optional.empty();
  }

  synchronized void remove(String name) {
    byName.remove(name);
  }

  private record Remembered<V>(V what, Instant until) {}
}
