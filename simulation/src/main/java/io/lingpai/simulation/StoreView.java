package io.lingpai.simulation;

import io.lingpai.credential.Credential;
import io.lingpai.credential.CredentialKey;
import io.lingpai.credential.Partner;
import io.lingpai.credential.Value;
import io.lingpai.problem.StoreUnavailable;
import io.lingpai.secret.Secret;
import io.lingpai.simulation.SimulatedVendor.Minted;
import io.lingpai.store.Claim;
import io.lingpai.store.CredentialStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The store as one node sees it: over a network, sometimes gone, sometimes silent. */
final class StoreView implements CredentialStore {

  private static final Duration GIVES_UP_AFTER = Duration.ofSeconds(2);

  private final World world;
  private final SharedStore shared;
  private final Node node;
  private final Map<CredentialKey, Credential> lastSeen = new HashMap<>();

  StoreView(World world, SharedStore shared, Node node) {
    this.world = world;
    this.shared = shared;
    this.node = node;
  }

  @Override
  public Instant now() {
    return reach(shared.store::now);
  }

  @Override
  public boolean create(Credential credential) {
    return reach(() -> shared.store.create(credential));
  }

  @Override
  public Optional<Credential> find(CredentialKey key) {
    return reach(() -> shared.store.find(key));
  }

  @Override
  public List<Credential> ofApp(String app) {
    return reach(() -> shared.store.ofApp(app));
  }

  @Override
  public void removeApp(String app) {
    reach(
        () -> {
          shared.store.removeApp(app);
          return true;
        });
  }

  @Override
  public List<Claim> claimDue(Holders holders, int atMost, Duration leaseFor) {
    return reach(() -> shared.store.claimDue(holders, atMost, leaseFor)).stream()
        .map(this::claimed)
        .toList();
  }

  @Override
  public Optional<Claim> claim(CredentialKey key, Holders holders, Duration leaseFor) {
    return reach(() -> shared.store.claim(key, holders, leaseFor)).map(this::claimed);
  }

  private Claim claimed(Claim claim) {
    shared.claimed(claim);
    Credential copy = lastSeen.get(claim.credential().key());
    if (shared.sabotage == Sabotage.NO_READING_AGAIN && copy != null) {
      return new Claim(copy, claim.fence(), claim.holder(), claim.claimedAt(), claim.leaseUntil());
    }
    return claim;
  }

  @Override
  public boolean write(Claim claim, Credential next, Lease after, Collection<CredentialKey> wake) {
    Credential written =
        switch (shared.sabotage) {
          case NO_INTENT -> next.intent() == null ? next : next.withIntent(null);
          case NO_PARTNER -> newValue(claim, next) ? withPartner(next, claim) : next;
          case EMPTY_PARTNER -> newValue(claim, next) ? withPartner(next, null) : next;
          default -> next;
        };
    node.writesUnder(claim);
    return reach(() -> shared.write(claim, written, after, wake));
  }

  private static boolean newValue(Claim claim, Credential next) {
    return next.version() != claim.credential().version();
  }

  /** With the partner that was there before, or without any. */
  private static Credential withPartner(Credential next, @Nullable Claim claim) {
    Partner partner = claim == null ? null : claim.credential().partner();
    return new Credential(
        next.key(),
        next.current(),
        next.previous(),
        next.previousUntil(),
        partner,
        next.intent(),
        next.trouble(),
        next.tally(),
        next.dueAt(),
        next.wantedUntil());
  }

  @Override
  public void keepPush(CredentialKey key, Secret value, Instant sentAt, int atMost) {
    reach(
        () -> {
          shared.store.keepPush(key, value, sentAt, atMost);
          return true;
        });
  }

  @Override
  public List<Push> pushes(CredentialKey key) {
    return reach(() -> shared.store.pushes(key));
  }

  @Override
  public void wake(Collection<CredentialKey> keys) {
    reach(
        () -> {
          shared.store.wake(keys);
          return true;
        });
  }

  @Override
  public void wanted(CredentialKey key, Instant until) {
    reach(
        () -> {
          shared.store.wanted(key, until);
          return true;
        });
  }

  @Override
  public Changes changesAfter(long position, int atMost) {
    Changes changes = reach(() -> shared.store.changesAfter(position, atMost));
    changes.changed().forEach(credential -> lastSeen.put(credential.key(), credential));
    return changes;
  }

  private <T> T reach(Supplier<T> call) {
    world.sleep(world.between(Duration.ZERO, Duration.ofMillis(20)));
    if (shared.downAt(world.now()) || node.cutOffAt(world.now())) {
      world.sleep(GIVES_UP_AFTER);
      throw new StoreUnavailable("the store does not answer");
    }
    T result = call.get();
    world.sleep(world.between(Duration.ZERO, Duration.ofMillis(20)));
    if (world.chance(shared.faults().lostCommit())) {
      shared.disturbed();
      throw new StoreUnavailable("the store's answer was lost");
    }
    return result;
  }

  /** What all nodes share. */
  static final class SharedStore {
    final CredentialStore store;
    final Sabotage sabotage;
    private final World world;
    private final SimulatedVendor vendor;
    private final Invariants invariants;
    private final Map<CredentialKey, Claim> newest = new HashMap<>();
    private final Set<String> given = new HashSet<>();
    private BiConsumer<Credential, Credential> watcher = (before, now) -> {};
    private Faults faults;
    private Instant downUntil = Instant.MIN;
    private Instant lastDisturbed = Instant.MIN;

    SharedStore(
        World world,
        CredentialStore store,
        SimulatedVendor vendor,
        Invariants invariants,
        Faults faults,
        Sabotage sabotage) {
      this.world = world;
      this.store = store;
      this.vendor = vendor;
      this.invariants = invariants;
      this.faults = faults;
      this.sabotage = sabotage;
    }

    /** Hears of every write, with what was stored before and what is stored now. */
    void watch(BiConsumer<Credential, Credential> whoever) {
      watcher = whoever;
    }

    Faults faults() {
      return faults;
    }

    void calm() {
      faults = Faults.NONE;
      downUntil = Instant.MIN;
    }

    void downFor(Duration duration) {
      downUntil = world.now().plus(duration);
      disturbed();
    }

    boolean downAt(Instant now) {
      return now.isBefore(downUntil);
    }

    /** Something happened that excuses what only holds in calm. */
    void disturbed() {
      lastDisturbed = downUntil.isAfter(world.now()) ? downUntil : world.now();
    }

    boolean disturbedSince(Instant when) {
      return !lastDisturbed.isBefore(when);
    }

    @Nullable Value storedValue(CredentialKey key) {
      return store.find(key).map(Credential::current).orElse(null);
    }

    boolean calmFor(Duration duration) {
      return lastDisturbed.equals(Instant.MIN)
          || lastDisturbed.plus(duration).isBefore(world.now());
    }

    void claimed(Claim claim) {
      CredentialKey key = claim.credential().key();
      Claim before = newest.put(key, claim);
      if (before != null
          && !given.contains(before.holder())
          && claim.claimedAt().isBefore(before.leaseUntil())) {
        throw invariants.twoLeases(key);
      }
    }

    boolean valid(Claim claim) {
      Claim last = newest.get(claim.credential().key());
      return last != null
          && last.holder().equals(claim.holder())
          && world.now().isBefore(claim.leaseUntil());
    }

    boolean write(Claim claim, Credential next, Lease after, Collection<CredentialKey> wake) {
      CredentialKey key = next.key();
      Credential before = store.find(key).orElseThrow();
      boolean written = store.write(claim, next, after, wake);
      if (!written && sabotage == Sabotage.NO_FENCE_CHECK) {
        Claim last = newest.getOrDefault(key, claim);
        written = store.write(last, next, Lease.KEEP, wake);
      }
      if (written) {
        if (after == Lease.RELEASE) {
          given.add(claim.holder());
        }
        Credential now = store.find(key).orElseThrow();
        invariants.stored(before, now, minted(before), minted(now));
        invariants.printed(now);
        watcher.accept(before, now);
        return true;
      }
      if (sabotage == Sabotage.NO_ADOPTION) {
        Fiber.park();
      }
      return false;
    }

    private @Nullable Minted minted(Credential credential) {
      Value value = credential.current();
      return value == null
          ? null
          : vendor.find(credential.key().toString(), value.secret().reveal());
    }
  }
}
