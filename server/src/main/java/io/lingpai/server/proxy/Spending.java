package io.lingpai.server.proxy;

import io.lingpai.credential.VendorsDay;
import io.lingpai.server.access.Caller;
import io.lingpai.server.api.Metrics;
import io.lingpai.server.api.Outcomes;
import io.lingpai.server.api.PassedOn;
import io.lingpai.server.http.Errand.Ending;
import io.lingpai.server.proxy.Counts.Place;
import io.lingpai.server.wire.WireRefusal;
import io.lingpai.usage.Spent;
import io.lingpai.usage.UsageStore;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Who spends what of an app's quota. The day is the vendors' own. A key with a budget is stopped
 * when it is spent, and nobody else with it.
 *
 * <p>A call is counted in memory. Every few seconds what has gathered goes to the store, where all
 * nodes' counts come together; a node that is killed takes no more than that with it.
 */
public final class Spending implements PassedOn.Source {

  /** Whose days are kept, today's included. */
  private static final int DAYS_KEPT = 35;

  /**
   * Half of the connections there are to a vendor: one app's trouble leaves room for the others.
   */
  private static final int AT_ONCE_PER_APP = 1_024;

  /** One key's slow calls leave room for the others'. */
  private static final int AT_ONCE_PER_KEY = AT_ONCE_PER_APP * 3 / 4;

  private static final String UNLIMITED = "";

  private final Metrics metrics;
  private final UsageStore store;
  private final InstantSource clock;
  private final Map<String, AtomicInteger> underWay = new ConcurrentHashMap<>();
  private final Outcomes outcomes = new Outcomes();
  private final ReentrantLock settling = new ReentrantLock();
  private volatile Days days;

  public Spending(Metrics metrics, UsageStore store, InstantSource clock) {
    this.metrics = metrics;
    this.store = store;
    this.clock = clock;
    Day today = new Day(today());
    this.days = new Days(today, today);
  }

  private record Day(LocalDate date, Counts counts, Budgets budgets) {
    Day(LocalDate date) {
      this(date, new Counts(date), new Budgets(date));
    }
  }

  /** The day before is still written: a call may have been about to be counted at midnight. */
  private record Days(Day today, Day before) {}

  @Override
  public LocalDate today() {
    return VendorsDay.of(clock.instant());
  }

  private Day day() {
    LocalDate date = today();
    Day known = days.today;
    if (known.date.equals(date)) {
      return known;
    }
    synchronized (this) {
      if (!days.today.date.equals(date)) {
        days = new Days(new Day(date), days.today);
      }
      return days.today;
    }
  }

  /**
   * Counts a call that is about to be passed on.
   *
   * @throws WireRefusal if the key has spent what it may spend today, or if too many calls of the
   *     app, or of the key for it, are under way
   */
  void begin(Caller caller, String app) {
    if (underWay(app).get() >= AT_ONCE_PER_APP) {
      throw new WireRefusal(-1, "system error: too many calls of this app are under way");
    }
    if (underWay(app, caller).get() >= AT_ONCE_PER_KEY) {
      throw new WireRefusal(-1, "system error: too many calls of this key are under way");
    }
    String budget = caller.option("budget", UNLIMITED);
    long atMost = budget.equals(UNLIMITED) ? Long.MAX_VALUE : Long.parseLong(budget);
    if (!day().budgets.begin(caller.keyId(), atMost)) {
      throw new WireRefusal(45009, "reach max api daily quota limit of this key");
    }
    underWay(app).incrementAndGet();
    underWay(app, caller).incrementAndGet();
  }

  private AtomicInteger underWay(String app, Caller caller) {
    return underWay(app + "/" + caller.keyId());
  }

  private AtomicInteger underWay(String whose) {
    return underWay.computeIfAbsent(whose, unused -> new AtomicInteger());
  }

  /** A call ended. */
  void ended(Caller caller, String app, String path, String outcome, Ending ending) {
    underWay(app).decrementAndGet();
    underWay(app, caller).decrementAndGet();
    metrics.wireCall(caller.name(), app, outcome);
    metrics.wireBytes(caller.name(), app, ending.up(), ending.down());
    day()
        .counts
        .count(
            new Place(app, caller.keyId(), caller.name(), path),
            outcomes.heading(app, outcome),
            Math.max(0, ending.attempts() - 1),
            ending.up(),
            ending.down());
  }

  /** A call was refused here. */
  void refused(String keyName, String app, int code) {
    metrics.wireCall(keyName, app, Integer.toString(code));
  }

  /** Writes what has gathered here, and learns what other nodes wrote. Blocks. */
  public void settle() {
    settling.lock();
    try {
      Day today = day();
      Day before = days.before;
      if (!before.date.equals(today.date)) {
        before.counts.write(store);
        before.budgets.write(store);
      }
      today.counts.write(store);
      today.budgets.write(store);
      today.budgets.read(store);
    } finally {
      settling.unlock();
    }
  }

  /** What was passed on for an app on a day, everything this node knows included. Blocks. */
  @Override
  public List<Spent> of(String app, LocalDate day) {
    settle();
    return store.of(app, day);
  }

  @Override
  public LocalDate since() {
    return today().minusDays(DAYS_KEPT - 1L);
  }

  /** Forgets days that are no longer kept. Blocks. */
  public void forget() {
    int gone;
    do {
      gone = store.forgetBefore(since());
    } while (gone > 0);
  }
}
