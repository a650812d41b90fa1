package io.lingpai.server.proxy;

import io.lingpai.usage.Spent;
import io.lingpai.usage.UsageStore;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What this node passed on during one day and has not written yet. */
final class Counts {

  /**
   * Beyond this many of one caller's, calls are counted under one heading: paths are the callers'
   * to choose, and who chooses ever new ones leaves room for the others'.
   */
  private static final int PLACES_EACH = 1_000;

  private static final int PLACES_AT_MOST = 20_000;

  private static final int LONGEST_PATH = 200;
  private static final String OTHER = "(other)";

  private final LocalDate day;
  private final Set<Place> places = ConcurrentHashMap.newKeySet();
  private final Map<Place, AtomicInteger> ofCallers = new ConcurrentHashMap<>();
  private final Map<Heading, Count> waiting = new ConcurrentHashMap<>();

  Counts(LocalDate day) {
    this.day = day;
  }

  /** Who called what. */
  record Place(String app, String keyId, String keyName, String path) {
    Place {
      path = path.length() > LONGEST_PATH ? OTHER : path;
    }

    private Place elsewhere() {
      return new Place(app, keyId, keyName, OTHER);
    }
  }

  private record Heading(Place place, String outcome) {
    private Spent with(Count count) {
      return new Spent(
          place.app,
          place.keyId,
          place.keyName,
          place.path,
          outcome,
          count.calls,
          count.replays,
          count.up,
          count.down);
    }
  }

  private record Count(long calls, long replays, long up, long down) {
    private Count plus(Count more) {
      return new Count(calls + more.calls, replays + more.replays, up + more.up, down + more.down);
    }
  }

  /** Counts a call that ended. */
  void count(Place place, String outcome, long replays, long up, long down) {
    Place counted = place;
    if (!places.contains(place)) {
      counted = place.elsewhere();
      AtomicInteger its = ofCallers.computeIfAbsent(counted, unused -> new AtomicInteger());
      if (places.size() < PLACES_AT_MOST && its.get() < PLACES_EACH) {
        places.add(place);
        its.incrementAndGet();
        counted = place;
      }
    }
    waiting.merge(new Heading(counted, outcome), new Count(1, replays, up, down), Count::plus);
  }

  /**
   * Writes all of it. By one thread at a time. A piece whose fate the store could not tell is
   * written again: a call may be counted twice then, but none is forgotten.
   */
  void write(UsageStore store) {
    List<Heading> headings = new ArrayList<>(waiting.keySet());
    for (int from = 0; from < headings.size(); from += UsageStore.AT_ONCE) {
      write(store, headings.subList(from, Math.min(from + UsageStore.AT_ONCE, headings.size())));
    }
  }

  private void write(UsageStore store, List<Heading> headings) {
    Map<Heading, Count> taken = new HashMap<>();
    for (Heading heading : headings) {
      Count count = waiting.remove(heading);
      if (count != null) {
        taken.put(heading, count);
      }
    }
    boolean written = false;
    try {
      List<Spent> spent = new ArrayList<>();
      taken.forEach((heading, count) -> spent.add(heading.with(count)));
      store.add(day, spent);
      written = true;
    } finally {
      if (!written) {
        taken.forEach((heading, count) -> waiting.merge(heading, count, Count::plus));
      }
    }
  }
}
