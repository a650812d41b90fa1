package io.lingpai.server.proxy;

import io.lingpai.usage.UsageStore;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What keys have begun on one day, and may. Judged from memory: other nodes' calls are known as of
 * the last look at the store, so together the nodes may let through what a few seconds bring.
 */
final class Budgets {

  private final LocalDate day;
  private final Map<String, Purse> purses = new ConcurrentHashMap<>();

  Budgets(LocalDate day) {
    this.day = day;
  }

  /** Counts a call that is about to be made, unless its key may make no more. */
  boolean begin(String keyId, long atMost) {
    return purse(keyId).begin(atMost);
  }

  private Purse purse(String keyId) {
    return purses.computeIfAbsent(keyId, unused -> new Purse());
  }

  /** Writes what was begun here. By one thread at a time. */
  void write(UsageStore store) {
    Map<String, Long> batch = new HashMap<>();
    for (Map.Entry<String, Purse> entry : purses.entrySet()) {
      long here = entry.getValue().here();
      if (here > 0) {
        batch.put(entry.getKey(), here);
      }
      if (batch.size() == UsageStore.AT_ONCE) {
        write(store, batch);
        batch = new HashMap<>();
      }
    }
    write(store, batch);
  }

  private void write(UsageStore store, Map<String, Long> batch) {
    if (!batch.isEmpty()) {
      store.begin(day, batch);
      batch.forEach((keyId, calls) -> purse(keyId).written(calls));
    }
  }

  /** Learns what all nodes have written. By the thread that writes. */
  void read(UsageStore store) {
    store.begun(day).forEach((keyId, calls) -> purse(keyId).everywhere(calls));
  }

  /** One key's calls: those in the store, and those that only this node knows of. */
  private static final class Purse {
    private long stored;
    private long here;

    synchronized boolean begin(long atMost) {
      if (stored + here >= atMost) {
        return false;
      }
      here++;
      return true;
    }

    synchronized long here() {
      return here;
    }

    synchronized void written(long calls) {
      stored += calls;
      here -= calls;
    }

    synchronized void everywhere(long calls) {
      stored = calls;
    }
  }
}
