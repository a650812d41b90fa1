package io.lingpai.simulation;

import io.lingpai.keeper.Keeper;
import io.lingpai.keeper.Policy;
import io.lingpai.keeper.Timeline;
import io.lingpai.keeper.Waiting;
import io.lingpai.problem.StoreUnavailable;
import io.lingpai.secret.Fingerprints;
import io.lingpai.store.Claim;
import java.time.Duration;
import java.time.Instant;
import java.util.IdentityHashMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One server: it can stand still, lose its store, have its clock set, die. */
final class Node implements World.Machine, Waiting {

  final String name;
  final Keeper keeper;
  private final World world;
  private final IdentityHashMap<Object, Claim> claims = new IdentityHashMap<>();
  private boolean dead;
  private Instant frozenUntil = Instant.MIN;
  private Instant cutOffUntil = Instant.MIN;
  private Duration wallAhead = Duration.ZERO;
  private long suspendedNanos;

  Node(String name, World world, StoreView.SharedStore shared, Cast cast, Policy policy) {
    this.name = name;
    this.world = world;
    StoreView store = new StoreView(world, shared, this);
    Timeline timeline =
        new Timeline(() -> world.now().plus(wallAhead), () -> world.nanos() - suspendedNanos);
    this.keeper =
        new Keeper(
            store,
            () -> name + "-" + Long.toHexString(world.random().nextLong()),
            cast.seenBy(this),
            policy,
            timeline,
            this,
            task -> world.start(this, () -> run(task)),
            world.random(),
            new Fingerprints(new byte[32]),
            cast::told,
            credential -> {});
  }

  private static void run(Runnable task) {
    try {
      task.run();
    } catch (StoreUnavailable e) {
      // As in the server: the lease ends, and someone takes it up again.
    }
  }

  void start() {
    world.start(
        this,
        () -> {
          while (true) {
            Duration next;
            try {
              next = keeper.step();
            } catch (StoreUnavailable e) {
              next = Duration.ofSeconds(1);
            }
            world.sleep(next.isZero() ? Duration.ofMillis(1) : next);
          }
        });
  }

  @Override
  public boolean dead() {
    return dead;
  }

  void die() {
    dead = true;
  }

  @Override
  public Duration frozenFor(Instant now) {
    return now.isBefore(frozenUntil) ? Duration.between(now, frozenUntil) : Duration.ZERO;
  }

  void freeze(Duration duration, boolean monotonicStandsStill) {
    Instant until = world.now().plus(duration);
    if (until.isBefore(frozenUntil)) {
      return;
    }
    if (monotonicStandsStill) {
      Instant from = frozenUntil.isAfter(world.now()) ? frozenUntil : world.now();
      suspendedNanos += Duration.between(from, until).toNanos();
    }
    frozenUntil = until;
  }

  void cutOff(Duration duration) {
    cutOffUntil = world.now().plus(duration);
  }

  boolean cutOffAt(Instant now) {
    return now.isBefore(cutOffUntil);
  }

  void setClock(Duration ahead) {
    wallAhead = ahead;
  }

  void calm() {
    cutOffUntil = Instant.MIN;
    wallAhead = Duration.ZERO;
  }

  /** The claim a task of this node last wrote under: the one it asks the vendor under. */
  void writesUnder(Claim claim) {
    claims.put(world.task(), claim);
  }

  @Nullable Claim claimOfThisTask() {
    return claims.get(world.task());
  }

  @Override
  public void pause(Duration forThisLong) {
    world.sleep(forThisLong);
  }

  @Override
  public boolean await(CompletableFuture<?> future, Duration atMost) {
    if (!future.isDone()) {
      world.parkUntil(
          wake -> {
            var unused = future.whenComplete((value, failure) -> wake.run());
            world.after(atMost, wake);
          });
    }
    return future.isDone();
  }
}
