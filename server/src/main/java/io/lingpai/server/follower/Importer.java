package io.lingpai.server.follower;

import io.lingpai.app.App;
import io.lingpai.follower.FollowerImport;
import io.lingpai.follower.FollowerImports;
import io.lingpai.follower.FollowerStore;
import io.lingpai.keeper.Waiting;
import io.lingpai.outbox.Backoff;
import io.lingpai.problem.StoreUnavailable;
import io.lingpai.server.access.KeyText;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works on imports, a few at a time, each on a thread of its own. Which node works on which is the
 * store's to say; one that dies is followed by another when its lease ends.
 */
final class Importer implements AutoCloseable {

  static final Duration LEASE = Duration.ofSeconds(20);

  private static final Logger LOG = LoggerFactory.getLogger(Importer.class);
  private static final int AT_ONCE = 4;
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
  private static final Duration GIVEN_UP_AFTER = Duration.ofDays(2);
  private static final Duration KEPT_FOR = Duration.ofDays(30);
  private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(2), Duration.ofMinutes(10));

  private final FollowerApps apps;
  private final FollowerStore followers;
  private final FollowerImports imports;
  private final Waiting waiting;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Duration callEvery;
  private final Optional<Duration> every;
  private final Semaphore room = new Semaphore(AT_ONCE);
  private final Map<String, Integer> failures = new ConcurrentHashMap<>();
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("import-", 0).factory());
  private volatile boolean stopped;

  /**
   * @param callEvery the time between two calls of one import
   * @param every how often each account is compared with the vendor's list
   */
  Importer(
      FollowerApps apps,
      FollowerStore followers,
      FollowerImports imports,
      Waiting waiting,
      InstantSource clock,
      RandomGenerator random,
      Duration callEvery,
      Optional<Duration> every) {
    this.apps = apps;
    this.followers = followers;
    this.imports = imports;
    this.waiting = waiting;
    this.clock = clock;
    this.random = random;
    this.callEvery = callEvery;
    this.every = every;
  }

  String newId() {
    return "imp_%011x".formatted(clock.instant().toEpochMilli()) + KeyText.newId(random);
  }

  /** Takes up what nobody works on, and says when to call again. */
  Duration look() {
    while (!stopped && room.tryAcquire()) {
      boolean begun = false;
      try {
        String holder = KeyText.newSecret(random);
        Optional<FollowerImport> claimed = imports.claim(holder, LEASE);
        if (claimed.isEmpty()) {
          break;
        }
        threads.execute(() -> work(claimed.get(), holder));
        begun = true;
      } finally {
        if (!begun) {
          room.release();
        }
      }
    }
    return LOOK_EVERY;
  }

  /** Begins what the schedule says, forgets what is old, and says when to call again. */
  Duration schedule() {
    while (imports.forgetBefore(clock.instant().minus(KEPT_FOR)) > 0) {
      // Some at a time, so that others' writes come between.
    }
    if (every.isEmpty()) {
      return Duration.ofHours(1);
    }
    Instant due = clock.instant().minus(every.get());
    for (App app : apps.accounts()) {
      if (stopped) {
        break;
      }
      if (imports.newest(app.name()).filter(last -> last.startedAt().isAfter(due)).isEmpty()) {
        imports.begin(app.name(), newId(), "schedule");
      }
    }
    Duration often = every.get().dividedBy(20);
    return often.compareTo(LOOK_EVERY) < 0 ? LOOK_EVERY : often;
  }

  private void work(FollowerImport claimed, String holder) {
    try {
      ImportRun.End end = run(claimed, holder);
      settle(claimed, holder, end);
    } catch (StoreUnavailable e) {
      LOG.warn("event=import_unsettled import={} reason=\"{}\"", claimed.id(), e.getMessage());
    } catch (RuntimeException e) {
      LOG.error("event=import_broken import={}", claimed.id(), e);
    } finally {
      room.release();
    }
  }

  private ImportRun.End run(FollowerImport claimed, String holder) {
    Optional<App> app = apps.find(claimed.app()).filter(App::active).filter(apps::isAccount);
    if (app.isEmpty()) {
      return new ImportRun.End.Failed(Map.of("detail", "the app is disabled or was removed"));
    }
    return new ImportRun(
            claimed,
            app.get(),
            apps,
            followers,
            imports,
            holder,
            LEASE,
            new Pace(waiting, System::nanoTime, callEvery),
            () -> stopped)
        .run();
  }

  private void settle(FollowerImport claimed, String holder, ImportRun.End end) {
    String id = claimed.id();
    switch (end) {
      case ImportRun.End.Done _ -> {
        failures.remove(id);
        imports.finish(id, holder, FollowerImport.State.DONE, Map.of());
        LOG.info("event=import_done app={} import={}", claimed.app(), id);
      }
      case ImportRun.End.Failed(Map<String, String> problem) -> fail(claimed, holder, problem);
      case ImportRun.End.Later later -> rest(claimed, holder, later);
      case ImportRun.End.Lost _ ->
          LOG.warn("event=import_taken_over app={} import={}", claimed.app(), id);
    }
  }

  private void fail(FollowerImport claimed, String holder, Map<String, String> problem) {
    failures.remove(claimed.id());
    imports.finish(claimed.id(), holder, FollowerImport.State.FAILED, problem);
    LOG.warn(
        "event=import_failed app={} import={} reason=\"{}\"",
        claimed.app(),
        claimed.id(),
        problem.getOrDefault("vendor_message", problem.getOrDefault("detail", "")));
  }

  private void rest(FollowerImport claimed, String holder, ImportRun.End.Later later) {
    Optional<FollowerImport> now = imports.find(claimed.app(), claimed.id());
    boolean moved = now.isPresent() && now.get().updatedAt().isAfter(claimed.updatedAt());
    boolean tooLong =
        now.isPresent() && now.get().updatedAt().isBefore(clock.instant().minus(GIVEN_UP_AFTER));
    if (tooLong) {
      fail(claimed, holder, later.problem());
      return;
    }
    int attempts = moved ? 1 : failures.getOrDefault(claimed.id(), 0) + 1;
    failures.put(claimed.id(), attempts);
    Duration pause = later.in() == null ? BACKOFF.after(attempts, random.nextDouble()) : later.in();
    imports.rest(claimed.id(), holder, pause, later.problem());
  }

  /** Takes up no more; what is being worked on rests where it is, for another node to go on. */
  @Override
  public void close() {
    stopped = true;
    threads.shutdown();
    try {
      if (!threads.awaitTermination(15, TimeUnit.SECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
