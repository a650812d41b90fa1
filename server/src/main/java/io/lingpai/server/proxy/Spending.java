package io.lingpai.server.proxy;

import io.lingpai.server.access.Caller;
import io.lingpai.server.api.Metrics;
import io.lingpai.server.http.Errand.Ending;
import io.lingpai.server.wire.WireRefusal;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Who spends what of an app's quota today, on this node. The day is the vendors' own. A key with a
 * budget is stopped when it is spent, and nobody else with it.
 */
public final class Spending {

  private static final ZoneId VENDORS_DAY = ZoneId.of("Asia/Shanghai");

  /** Beyond this many, calls are counted under one heading: paths are the callers' to choose. */
  private static final int PLACES_AT_MOST = 20_000;

  /**
   * Half of the connections there are to a vendor: one app's trouble leaves room for the others.
   */
  private static final int AT_ONCE_PER_APP = 256;

  private static final String OTHER = "(other)";
  private static final String UNLIMITED = "";

  private final Metrics metrics;
  private final InstantSource clock;
  private final Map<String, AtomicInteger> underWay = new ConcurrentHashMap<>();
  private volatile Day today;

  public Spending(Metrics metrics, InstantSource clock) {
    this.metrics = metrics;
    this.clock = clock;
    this.today = new Day(LocalDate.EPOCH);
  }

  /** What one key did on one path of one app. */
  private static final class Spent {
    final LongAdder calls = new LongAdder();
    final LongAdder failures = new LongAdder();
    final LongAdder replays = new LongAdder();
    final LongAdder up = new LongAdder();
    final LongAdder down = new LongAdder();
    final Map<String, LongAdder> outcomes = new ConcurrentHashMap<>();
  }

  private record Place(String app, String path, String keyId, String keyName) {}

  private record Day(LocalDate date, Map<Place, Spent> places, Map<String, AtomicLong> byKey) {
    Day(LocalDate date) {
      this(date, new ConcurrentHashMap<>(), new ConcurrentHashMap<>());
    }
  }

  private Day day() {
    LocalDate date = LocalDate.ofInstant(clock.instant(), VENDORS_DAY);
    Day known = today;
    if (known.date.equals(date)) {
      return known;
    }
    synchronized (this) {
      if (!today.date.equals(date)) {
        today = new Day(date);
      }
      return today;
    }
  }

  /**
   * Counts a call that is about to be passed on.
   *
   * @throws WireRefusal if the key has spent what it may spend today, or if too many calls of the
   *     app are under way
   */
  void begin(Caller caller, String app) {
    if (underWay(app).get() >= AT_ONCE_PER_APP) {
      throw new WireRefusal(-1, "system error: too many calls of this app are under way");
    }
    String budget = caller.option("budget", UNLIMITED);
    long spent =
        day().byKey.computeIfAbsent(caller.keyId(), unused -> new AtomicLong()).incrementAndGet();
    if (!budget.equals(UNLIMITED) && spent > Long.parseLong(budget)) {
      throw new WireRefusal(45009, "reach max api daily quota limit of this key");
    }
    underWay(app).incrementAndGet();
  }

  private AtomicInteger underWay(String app) {
    return underWay.computeIfAbsent(app, unused -> new AtomicInteger());
  }

  /** A call ended. */
  void ended(Caller caller, String app, String path, String outcome, Ending ending) {
    underWay(app).decrementAndGet();
    metrics.wireCall(caller.name(), app, outcome);
    metrics.wireBytes(caller.name(), app, ending.up(), ending.down());
    Spent spent = spent(app, path, caller);
    spent.calls.increment();
    spent.up.add(ending.up());
    spent.down.add(ending.down());
    spent.replays.add(Math.max(0, ending.attempts() - 1));
    if (!outcome.equals("ok")) {
      spent.failures.increment();
      spent.outcomes.computeIfAbsent(outcome, unused -> new LongAdder()).increment();
    }
  }

  private Spent spent(String app, String path, Caller caller) {
    Map<Place, Spent> places = day().places;
    Place place = new Place(app, path, caller.keyId(), caller.name());
    Spent known = places.get(place);
    if (known != null) {
      return known;
    }
    Place counted =
        places.size() < PLACES_AT_MOST
            ? place
            : new Place(app, OTHER, caller.keyId(), caller.name());
    return places.computeIfAbsent(counted, unused -> new Spent());
  }

  /** A call was refused here. */
  void refused(String keyName, String app, int code) {
    metrics.wireCall(keyName, app, Integer.toString(code));
  }

  /** What was passed on for an app today, by key and path, the most called first. */
  public List<Map<String, @Nullable Object>> of(String app) {
    List<Map.Entry<Place, Spent>> entries = new ArrayList<>();
    for (Map.Entry<Place, Spent> entry : day().places.entrySet()) {
      if (entry.getKey().app.equals(app)) {
        entries.add(entry);
      }
    }
    entries.sort(
        Comparator.comparingLong((Map.Entry<Place, Spent> entry) -> -entry.getValue().calls.sum())
            .thenComparing(entry -> entry.getKey().path));
    List<Map<String, @Nullable Object>> told = new ArrayList<>();
    entries.forEach(entry -> told.add(told(entry.getKey(), entry.getValue())));
    return told;
  }

  private static Map<String, @Nullable Object> told(Place place, Spent spent) {
    Map<String, @Nullable Object> told = new LinkedHashMap<>();
    told.put("path", place.path);
    told.put("key_id", place.keyId);
    told.put("key", place.keyName);
    told.put("calls", spent.calls.sum());
    told.put("failures", spent.failures.sum());
    told.put("replays", spent.replays.sum());
    told.put("bytes_up", spent.up.sum());
    told.put("bytes_down", spent.down.sum());
    Map<String, Long> outcomes = new TreeMap<>();
    spent.outcomes.forEach((outcome, times) -> outcomes.put(outcome, times.sum()));
    told.put("outcomes", outcomes);
    return told;
  }
}
