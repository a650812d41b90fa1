package io.lingpai.keeper;

import io.lingpai.credential.Credential;
import io.lingpai.credential.CredentialKey;
import io.lingpai.credential.Trouble;
import io.lingpai.credential.Value;
import io.lingpai.event.Happening;
import io.lingpai.event.Happening.Cause;
import io.lingpai.problem.StoreUnavailable;
import io.lingpai.secret.Fingerprints;
import io.lingpai.secret.Secret;
import io.lingpai.store.CredentialStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Keeps every credential of every app on this node, together with the other nodes on the same
 * store.
 *
 * <p>It owns no thread and reads no clock of its own: someone calls {@link #step()}, which says
 * when to call again, and gives it an executor for what waits on vendors. {@link #read} is a lookup
 * in memory and never blocks; everything else may.
 */
public final class Keeper {

  private static final int PAGE = 1000;
  private static final Duration OBTAIN_AT_MOST = Duration.ofSeconds(40);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

  private final CredentialStore store;
  private final Subjects subjects;
  private final Policy policy;
  private final Timeline timeline;
  private final Waiting waiting;
  private final Executor executor;
  private final Copies copies;
  private final Workshop shop;
  private final DueWork due;
  private final Arrivals arrivals;
  private final Takeover takeover;
  private final ConcurrentHashMap<CredentialKey, CompletableFuture<Credential>> obtaining =
      new ConcurrentHashMap<>();
  private final ConcurrentHashMap<CredentialKey, CompletableFuture<Report>> suspected =
      new ConcurrentHashMap<>();
  private final ConcurrentHashMap<CredentialKey, Instant> noted = new ConcurrentHashMap<>();
  private long position;

  /**
   * A keeper that knows nothing yet; the first {@link #step()} reads the store.
   *
   * @param executor runs what waits on vendors, one task a renewal; virtual threads in the server
   * @param dice for back-off
   * @param listener hears of everything that happens; must not block
   * @param onNewVersion hears of each new version this node learns of; must not block
   */
  public Keeper(
      CredentialStore store,
      CredentialStore.Holders holders,
      Subjects subjects,
      Policy policy,
      Timeline timeline,
      Waiting waiting,
      Executor executor,
      RandomGenerator dice,
      Fingerprints fingerprints,
      Consumer<Happening> listener,
      Consumer<Credential> onNewVersion) {
    this.store = store;
    this.subjects = subjects;
    this.policy = policy;
    this.timeline = timeline;
    this.waiting = waiting;
    this.executor = executor;
    this.copies = new Copies(onNewVersion);
    this.shop =
        new Workshop(
            store,
            holders,
            policy,
            timeline,
            new Settlement(policy, dice),
            waiting,
            copies,
            fingerprints,
            listener,
            this::parentRejected);
    this.arrivals = new Arrivals(shop, store, subjects);
    this.takeover = new Takeover(shop, store, subjects);
    this.due =
        new DueWork(
            store, holders, subjects, policy, shop, executor, parent -> forget(obtain(parent)));
  }

  /** Where values and partners are handed in that no renewal asked for. */
  public Arrivals arrivals() {
    return arrivals;
  }

  /** Where values are handed in that another program fetched. */
  public Takeover takeover() {
    return takeover;
  }

  /**
   * Listens to the change feed, takes what is due, and says when to call again. Called by one
   * thread at a time.
   *
   * @throws StoreUnavailable if the store cannot be reached; call again all the same
   */
  public Duration step() {
    listen();
    return due.take();
  }

  /** Reads the change feed to its end. What it says is remembered before the time is. */
  private void listen() {
    while (true) {
      Timeline.Mark mark = timeline.mark();
      CredentialStore.Changes changes = store.changesAfter(position, PAGE);
      Instant readAt = changes.readAt();
      changes.changed().forEach(credential -> copies.put(credential, readAt));
      changes.removed().forEach(copies::remove);
      position = changes.position();
      if (changes.changed().size() + changes.removed().size() < PAGE) {
        timeline.heard(changes.readAt(), mark);
        return;
      }
    }
  }

  private void parentRejected(CredentialKey parent, Secret value) {
    forget(report(parent, value, Grounds.REFUSAL));
  }

  /** What comes of it is stored, and wakes whoever waits for it; a lost store is asked again. */
  @SuppressWarnings("FutureReturnValueIgnored")
  private static void forget(CompletableFuture<?> future) {
    future.exceptionally(failure -> null);
  }

  /**
   * The usable value, from memory. Empty if there is none: then {@link #obtain} gets one.
   *
   * @param atMost the longest promise to give
   */
  public Optional<Reading> read(CredentialKey key, Duration atMost) {
    // Heard first, copy second: a copy may be newer than the time it was heard of, never older.
    Instant heard = timeline.lastHeard();
    Credential copy = copies.get(key);
    if (copy == null) {
      return Optional.empty();
    }
    Instant now = timeline.now();
    Value value = copy.alive(now);
    Subject subject = value == null ? null : subjects.find(key).orElse(null);
    if (value == null || subject == null) {
      return Optional.empty();
    }
    noteRead(copy, subject, now);
    return Optional.of(
        new Reading(copy, value, now, Promises.freshFor(copy, subject.kind(), now, heard, atMost)));
  }

  /** What this node remembers of a credential, usable or not. */
  public Optional<Credential> peek(CredentialKey key) {
    return Optional.ofNullable(copies.get(key));
  }

  /** The store's time, as this node reckons it. */
  public Timeline timeline() {
    return timeline;
  }

  /**
   * Gets a credential that is absent or dead: once for all callers. The future completes with the
   * credential as it is then, with a usable value or with the trouble that stands in the way; it
   * fails with {@link StoreUnavailable} if the store does.
   */
  public CompletableFuture<Credential> obtain(CredentialKey key) {
    Credential copy = copies.get(key);
    Instant now = timeline.now();
    if (copy != null && copy.alive(now) == null && backingOff(copy, now)) {
      return CompletableFuture.completedFuture(copy);
    }
    return single(obtaining, key, () -> obtainNow(key));
  }

  /**
   * Hears that a value is dead: once for all who say so at the same time.
   *
   * <p>Whoever joins a report that is being settled joins its grounds.
   */
  public CompletableFuture<Report> report(CredentialKey key, Secret rejected, Grounds grounds) {
    Credential copy = copies.get(key);
    Subject subject = subjects.find(key).orElse(null);
    if (copy != null && subject != null) {
      Suspicion judged =
          Suspicion.of(copy, subject.kind(), rejected, grounds, timeline.now(), policy);
      if (judged instanceof Suspicion.Answered && copy.current() != null) {
        return CompletableFuture.completedFuture(new Report(copy, false, null));
      }
    }
    return single(suspected, key, () -> settle(key, rejected, grounds));
  }

  /**
   * The value before, should the vendor refuse the current one while it is so new that only the
   * vendor's own replication can be behind. Does not block.
   */
  public Optional<Value> beforeLag(CredentialKey key, Secret refused) {
    Credential copy = copies.get(key);
    Subject subject = subjects.find(key).orElse(null);
    if (copy == null || subject == null) {
      return Optional.empty();
    }
    Value current = copy.current();
    Instant now = timeline.now();
    boolean young =
        current != null
            && current.secret().equals(refused)
            && Suspicion.isYoung(current, subject.kind(), now, policy);
    return young ? Optional.ofNullable(copy.previousAlive(now)) : Optional.empty();
  }

  /** Renews now, as an administrator wants it, back-off or not. */
  public CompletableFuture<Report> renew(CredentialKey key) {
    CompletableFuture<Report> result = new CompletableFuture<>();
    run(result, () -> renewNow(key));
    return result;
  }

  /** Makes sure that an app's kept credentials exist and are looked at now. */
  public void adopt(String app) {
    for (Subject subject : subjects.ofApp(app)) {
      if (subject.kept()) {
        store.create(Credential.absent(subject.key(), timeline.now(), Instant.EPOCH));
      }
    }
  }

  /** An app's configuration changed: whatever was refused is tried again at once. */
  public void reconsider(String app) {
    adopt(app);
    store.wake(subjects.ofApp(app).stream().map(Subject::key).toList());
    store.ofApp(app).forEach(stored -> copies.put(stored, timeline.now()));
  }

  private Credential obtainNow(CredentialKey key) {
    Subject subject = subjects.find(key).orElseThrow();
    Instant giveUp = timeline.now().plus(OBTAIN_AT_MOST);
    CredentialKey parent = subject.parent();
    while (true) {
      Credential stored = shop.create(subject);
      Instant now = timeline.now();
      if (stored.alive(now) != null || backingOff(stored, now) || now.isAfter(giveUp)) {
        copies.put(stored, now);
        return stored;
      }
      if (parent != null && shop.parentOf(subject) == null) {
        waiting.await(obtain(parent), OBTAIN_AT_MOST);
      }
      Held held = shop.claim(key);
      if (held != null) {
        return new Renewal(shop, held, subject, Cause.DEMAND).run();
      }
      waiting.pause(BETWEEN_LOOKS);
    }
  }

  /**
   * Whether it is too early to ask again. A parent does not wake what is made from it in other
   * apps, of which there may be ten thousand: whoever asks for one finds that the parent is there.
   */
  private boolean backingOff(Credential credential, Instant now) {
    Trouble trouble = credential.trouble();
    if (trouble == null || !now.isBefore(trouble.askAgainAt())) {
      return false;
    }
    return trouble.nature() != Trouble.Nature.BLOCKED_BY_PARENT
        || subjects.find(credential.key()).map(Subject::parent).flatMap(this::peek).stream()
            .noneMatch(parent -> parent.alive(now) != null);
  }

  private Report settle(CredentialKey key, Secret rejected, Grounds grounds) {
    Subject subject = subjects.find(key).orElseThrow();
    long before = shop.create(subject).version();
    Instant giveUp = timeline.now().plus(OBTAIN_AT_MOST);
    while (true) {
      Held held = shop.claim(key);
      if (held != null) {
        Credential after = new Inquiry(shop, held, subject).settle(rejected, grounds);
        return new Report(after, after.version() > before, after.trouble());
      }
      waiting.pause(BETWEEN_LOOKS);
      Credential now = shop.create(subject);
      Value current = now.current();
      boolean replaced = current != null && !current.secret().equals(rejected);
      if (replaced || timeline.now().isAfter(giveUp)) {
        copies.put(now, timeline.now());
        return new Report(now, now.version() > before, now.trouble());
      }
    }
  }

  private Report renewNow(CredentialKey key) {
    Subject subject = subjects.find(key).orElseThrow();
    Instant giveUp = timeline.now().plus(OBTAIN_AT_MOST);
    long before = shop.create(subject).version();
    while (true) {
      Held held = shop.claim(key);
      if (held != null) {
        Credential after = new Renewal(shop, held, subject, Cause.ADMINISTRATOR).run();
        return new Report(after, after.version() > before, after.trouble());
      }
      if (timeline.now().isAfter(giveUp)) {
        Credential now = shop.create(subject);
        return new Report(now, now.version() > before, now.trouble());
      }
      waiting.pause(BETWEEN_LOOKS);
    }
  }

  /** A credential nobody listed is kept warm while it is read; the store hears of it hourly. */
  private void noteRead(Credential copy, Subject subject, Instant now) {
    if (subject.kept()) {
      return;
    }
    Instant soon = now.plus(policy.keepWarmFor()).minus(policy.keepWarmFor().dividedBy(24));
    if (copy.wantedUntil().isAfter(soon)) {
      return;
    }
    Instant last = noted.put(copy.key(), now);
    if (last != null && last.isAfter(now.minus(policy.keepWarmFor().dividedBy(24)))) {
      return;
    }
    executor.execute(
        () -> {
          try {
            store.wanted(copy.key(), now.plus(policy.keepWarmFor()));
          } catch (StoreUnavailable e) {
            noted.remove(copy.key());
          }
        });
  }

  /** Joins whoever is already doing the same; the first does it on the executor. */
  private <T> CompletableFuture<T> single(
      ConcurrentHashMap<CredentialKey, CompletableFuture<T>> under,
      CredentialKey key,
      Supplier<T> work) {
    CompletableFuture<T> mine = new CompletableFuture<>();
    CompletableFuture<T> theirs = under.putIfAbsent(key, mine);
    if (theirs != null) {
      return theirs;
    }
    run(
        mine,
        () -> {
          try {
            return work.get();
          } finally {
            under.remove(key, mine);
          }
        });
    return mine;
  }

  private <T> void run(CompletableFuture<T> result, Supplier<T> work) {
    executor.execute(
        () -> {
          try {
            result.complete(work.get());
          } catch (RuntimeException | Error e) {
            result.completeExceptionally(e);
          }
        });
  }
}
