package io.lingpai.server.component;

import io.lingpai.app.App;
import io.lingpai.authorization.AuthorizationStore;
import io.lingpai.authorization.PlatformApp;
import io.lingpai.authorization.PlatformApp.Account;
import io.lingpai.authorization.PlatformApp.Listed;
import io.lingpai.authorization.PlatformApp.Listing;
import io.lingpai.authorization.Recovery;
import io.lingpai.credential.VendorError;
import io.lingpai.keeper.Keeper;
import io.lingpai.keeper.Waiting;
import io.lingpai.outbox.Backoff;
import io.lingpai.platform.Finding;
import io.lingpai.problem.StoreUnavailable;
import io.lingpai.secret.Secret;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes what is kept here agree with the vendor's list of those who authorized a platform: after a
 * start or a restored backup, once a day, and on request. Accounts that are not known are taken in,
 * partners that are missing or other are taken over, and those no longer on the list have
 * withdrawn.
 */
final class Recoveries {

  private static final Logger LOG = LoggerFactory.getLogger("lingpai");

  private static final Duration SILENT_FOR = Duration.ofMinutes(2);

  /** So many share one sync of the store's; so many wait for the vendor. */
  private static final int AT_ONCE = 32;

  /** An account that cannot be described now would not serve until the next day's look. */
  private static final int DESCRIBED_AT_MOST = 5;

  private static final Backoff PAUSES = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(10));

  private final AuthorizationStore store;
  private final PlatformApp vendor;
  private final PlatformCalls calls;
  private final Authorizers authorizers;
  private final Keeper keeper;
  private final InstantSource clock;
  private final Waiting waiting;
  private final Executor executor;
  private final Supplier<String> ids;

  Recoveries(
      AuthorizationStore store,
      PlatformApp vendor,
      PlatformCalls calls,
      Authorizers authorizers,
      Keeper keeper,
      InstantSource clock,
      Waiting waiting,
      Executor executor,
      Supplier<String> ids) {
    this.store = store;
    this.vendor = vendor;
    this.calls = calls;
    this.authorizers = authorizers;
    this.keeper = keeper;
    this.clock = clock;
    this.waiting = waiting;
    this.executor = executor;
    this.ids = ids;
  }

  /**
   * Begins one, unless one is under way or has just been made; it goes on by itself.
   *
   * @param notAgainFor one that ended less than this ago is enough
   */
  Recovery begin(App platform, Duration notAgainFor) {
    String id = ids.get();
    Recovery recovery =
        store.beginRecovery(id, platform.name(), SILENT_FOR, notAgainFor, clock.instant());
    if (recovery.id().equals(id)) {
      executor.execute(() -> run(platform, recovery));
    }
    return recovery;
  }

  Optional<Recovery> find(App platform, String id) {
    return store.recovery(platform.name(), id);
  }

  private void run(App platform, Recovery begun) {
    Run run = new Run(platform, begun);
    Recovery end;
    try {
      end = run.toTheEnd();
    } catch (RuntimeException e) {
      LOG.error("event=recovery_failed component={}", platform.name(), e);
      end = run.progress().failed("an unexpected failure; the log has it", clock.instant());
    }
    try {
      store.note(end);
    } catch (StoreUnavailable e) {
      LOG.warn("event=recovery_not_noted component={}", platform.name());
    }
    LOG.info(
        "event=recovery component={} state={} total={} found={} restored={} withdrawn={}",
        platform.name(),
        end.state(),
        end.total(),
        end.found(),
        end.restored(),
        end.withdrawn());
  }

  /** One look through the list. */
  private final class Run {
    private final App platform;
    private final Recovery begun;
    private final AtomicInteger done = new AtomicInteger();
    private final AtomicInteger found = new AtomicInteger();
    private final AtomicInteger restored = new AtomicInteger();
    private final Set<String> listed = new HashSet<>();
    private int total;

    Run(App platform, Recovery begun) {
      this.platform = platform;
      this.begun = begun;
    }

    Recovery progress() {
      return begun.at(done.get(), total, found.get(), restored.get(), clock.instant());
    }

    Recovery toTheEnd() {
      Instant beganAt = keeper.timeline().now();
      int offset = 0;
      while (true) {
        Instant askedAt = keeper.timeline().now();
        int from = offset;
        Finding<Listing> page =
            calls.asPlatform(
                platform, token -> vendor.list(platform, token, from, PlatformCalls.ANSWER_WITHIN));
        if (!(page instanceof Finding.Found<Listing>(Listing listing))) {
          return progress().failed(why(page), clock.instant());
        }
        total = listing.total();
        take(listing.accounts(), askedAt);
        store.note(progress());
        offset += vendor.pageSize();
        if (offset >= listing.total() || listing.accounts().isEmpty()) {
          return progress().done(withdrawn(beganAt), clock.instant());
        }
      }
    }

    private void take(List<Listed> accounts, Instant askedAt) {
      Semaphore room = new Semaphore(AT_ONCE);
      CountDownLatch left = new CountDownLatch(accounts.size());
      for (Listed account : accounts) {
        listed.add(account.account());
        room.acquireUninterruptibly();
        executor.execute(
            () -> {
              try {
                take(account, askedAt);
              } catch (StoreUnavailable e) {
                LOG.warn("event=recovery_store_lost authorizer={}", account.account());
              } finally {
                done.incrementAndGet();
                room.release();
                left.countDown();
              }
            });
      }
      try {
        left.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private void take(Listed account, Instant askedAt) {
      Optional<App> known = authorizers.find(platform, account.account());
      Optional<App> app = known;
      if (known.isEmpty() || !heardOf(known.get()) || withdrawnBefore(known.get(), account)) {
        Finding<Account> told = describeAtLast(account.account());
        if (!(told instanceof Finding.Found<Account>(Account described))) {
          LOG.warn("event=authorizer_not_described authorizer={}", account.account());
          return;
        }
        app = authorizers.admit(platform, described, account.since());
        found.addAndGet(known.isEmpty() && app.isPresent() ? 1 : 0);
      }
      Secret partner = account.partner();
      if (app.isPresent() && partner != null && authorizers.entrust(app.get(), partner, askedAt)) {
        restored.incrementAndGet();
      }
    }

    private Finding<Account> describeAtLast(String account) {
      Finding<Account> told = describe(account);
      for (int attempt = 1; attempt < DESCRIBED_AT_MOST && notNow(told); attempt++) {
        waiting.pause(PAUSES.after(attempt, 0.5));
        told = describe(account);
      }
      return told;
    }

    private static boolean notNow(Finding<Account> told) {
      return told instanceof Finding.Unavailable
          || told instanceof Finding.TokenDead
          || told instanceof Finding.TooMany;
    }

    /** One that was handed in is known by its id only. */
    private static boolean heardOf(App app) {
      return Authorizers.heardAt(app).isAfter(Instant.EPOCH);
    }

    private static boolean withdrawnBefore(App app, Listed account) {
      return !app.active()
          && Authorizers.WITHDRAWN.equals(app.reason())
          && account.since().isAfter(Authorizers.heardAt(app));
    }

    /**
     * Who was here when the list was asked for and is not on it has withdrawn unheard; or the list
     * moved while it was read, so each is asked about.
     */
    private int withdrawn(Instant beganAt) {
      int withdrawn = 0;
      for (App app : authorizers.standing(platform)) {
        if (!listed.contains(app.vendorId())
            && Authorizers.heardAt(app).isBefore(beganAt)
            && describe(app.vendorId()) instanceof Finding.AppRefused<Account>(VendorError why)
            && vendor.saysWithdrawn(why)) {
          authorizers.withdraw(platform, app.vendorId(), beganAt);
          withdrawn++;
        }
      }
      return withdrawn;
    }

    private Finding<Account> describe(String account) {
      return calls.asPlatform(
          platform,
          token -> vendor.describe(platform, token, account, PlatformCalls.ANSWER_WITHIN));
    }
  }

  private static String why(Finding<?> finding) {
    VendorError error =
        switch (finding) {
          case Finding.Found<?> found -> VendorError.of("", "");
          case Finding.NotThisOne<?>(VendorError why) -> why;
          case Finding.AppRefused<?>(VendorError why) -> why;
          case Finding.TooMany<?>(VendorError why, Duration in) -> why;
          case Finding.TokenDead<?>(VendorError why) -> why;
          case Finding.Unavailable<?>(VendorError why, boolean maybeDone) -> why;
        };
    return error.said();
  }
}
