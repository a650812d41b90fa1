package io.lingpai.simulation;

import io.lingpai.credential.Credential;
import io.lingpai.credential.CredentialKey;
import io.lingpai.credential.Value;
import io.lingpai.keeper.Grounds;
import io.lingpai.keeper.Policy;
import io.lingpai.keeper.Reading;
import io.lingpai.problem.StoreUnavailable;
import io.lingpai.secret.Secret;
import io.lingpai.simulation.Accounts.Account;
import io.lingpai.simulation.SimulatedVendor.Minted;
import io.lingpai.simulation.SimulatedVendor.Minter;
import io.lingpai.store.MemoryCredentialStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One run: a few hours of a few nodes, with faults; then calm, in which everything must come right.
 */
public final class Simulation {

  private static final Duration MAX_PROMISE = Duration.ofMinutes(5);

  private final World world;
  private final Invariants invariants;
  private final SimulatedVendor vendor;
  private final StoreView.SharedStore shared;
  private final Accounts accounts;
  private final Policy policy;
  private final Duration life;
  private final Sabotage sabotage;
  private final boolean clientsReport;
  private final List<Node> nodes = new ArrayList<>();
  private int nodesMade;
  private boolean calm;

  private Simulation(long seed, Sabotage sabotage) {
    this.world = new World(seed);
    this.sabotage = sabotage;
    this.invariants = new Invariants(world);
    this.vendor = new SimulatedVendor(world, invariants);
    Faults faults = Faults.draw(world);
    this.shared =
        new StoreView.SharedStore(
            world, new MemoryCredentialStore(world::now), vendor, invariants, faults, sabotage);
    this.life =
        List.of(Duration.ofMinutes(20), Duration.ofMinutes(60), Duration.ofHours(2))
            .get(world.random().nextInt(3));
    this.accounts =
        new Accounts(world, vendor, shared, invariants, 1 + world.random().nextInt(3), life);
    this.policy = listening(world.between(Duration.ofSeconds(2), Duration.ofSeconds(20)));
    this.clientsReport = world.chance(0.6);
  }

  /**
   * Runs one seed.
   *
   * @throws Violation if an invariant was broken
   */
  public static Outcome run(long seed, Sabotage sabotage) {
    return new Simulation(seed, sabotage).run();
  }

  /**
   * What a run was like.
   *
   * @param checks single checks of invariants
   * @param values values the vendor made
   * @param simulated how much time passed in it
   */
  public record Outcome(long checks, int values, Duration simulated) {}

  private Outcome run() {
    int howMany = 1 + world.random().nextInt(3);
    for (int i = 0; i < howMany; i++) {
      join();
    }
    Client client = new Client();
    for (Account account : accounts.all()) {
      for (int i = 0; i < 3; i++) {
        world.start(client, () -> useForEver(account));
      }
    }
    everyMinute(this::fault);
    world.runUntil(world.now().plus(life.multipliedBy(2)));
    beCalm();
    Duration rest = life.plus(life.dividedBy(4)).plus(Duration.ofMinutes(25));
    world.runUntil(world.now().plus(rest));
    everythingIsWell();
    int values = accounts.all().stream().mapToInt(a -> vendor.mintedOf(a.token().toString())).sum();
    return new Outcome(invariants.checks(), values, Duration.between(World.START, world.now()));
  }

  private Node join() {
    Node node = new Node("n" + nodesMade++, world, shared, accounts, policy);
    nodes.add(node);
    world.start(
        node,
        () -> {
          boolean adopted = false;
          while (!adopted) {
            try {
              accounts.all().forEach(account -> node.keeper.adopt(account.name));
              adopted = true;
            } catch (StoreUnavailable e) {
              world.sleep(Duration.ofSeconds(1));
            }
          }
        });
    node.start();
    return node;
  }

  private void everyMinute(Runnable action) {
    world.after(
        Duration.ofMinutes(1),
        () -> {
          action.run();
          everyMinute(action);
        });
  }

  /** A caller: reads from any node, trusts the promise, and uses the value at the vendor. */
  private void useForEver(Account account) {
    while (true) {
      world.sleep(world.between(Duration.ZERO, Duration.ofSeconds(90)));
      Node node = nodes.get(world.random().nextInt(nodes.size()));
      if (node.dead() || !node.frozenFor(world.now()).isZero()) {
        continue;
      }
      CredentialKey key = world.chance(0.7) ? account.token() : account.ticket();
      Optional<Reading> reading = node.keeper.read(key, MAX_PROMISE);
      if (reading.isEmpty()) {
        var unused = node.keeper.obtain(key);
        continue;
      }
      use(node, key, reading.get());
    }
  }

  private void use(Node node, CredentialKey key, Reading reading) {
    String value = reading.value().secret().reveal();
    Minted minted = vendor.find(key.toString(), value);
    Duration promise = reading.freshFor();
    if (sabotage == Sabotage.NO_END_OF_PROMISE) {
      promise = MAX_PROMISE;
    }
    boolean token = key.kind().equals("access_token");
    invariants.served(key, value, token ? minted : null, promise);
    invariants.printed(reading);
    world.sleep(world.between(Duration.ofMillis(1), Duration.ofMillis(50)));
    if (clientsReport && token && !vendor.alive(key.toString(), value) && !node.dead()) {
      var unused = node.keeper.report(key, Secret.of(value), Grounds.HEARSAY);
    }
  }

  private void fault() {
    if (calm) {
      return;
    }
    Faults faults = shared.faults();
    for (Account account : accounts.all()) {
      if (world.chance(faults.vendorDown())) {
        account.downUntil = world.now().plus(Faults.lasts(world));
      }
      if (world.chance(faults.refused())) {
        account.refusedUntil = world.now().plus(Faults.lasts(world));
      }
      if (world.chance(faults.foreign())) {
        stranger(account);
      }
    }
    if (world.chance(faults.storeDown())) {
      shared.downFor(Faults.lasts(world));
    }
    for (Node node : List.copyOf(nodes)) {
      if (world.chance(faults.paused())) {
        node.freeze(Faults.lasts(world), world.chance(faults.suspended()));
        shared.disturbed();
      }
      if (world.chance(faults.cutOff())) {
        node.cutOff(Faults.lasts(world));
        shared.disturbed();
      }
      if (world.chance(faults.clockJump())) {
        node.setClock(world.between(Duration.ofMinutes(-30), Duration.ofMinutes(30)));
        shared.disturbed();
      }
      if (world.chance(faults.crash())) {
        restart(node);
      }
    }
  }

  private void stranger(Account account) {
    String credential = account.token().toString();
    if (world.chance(0.3)) {
      vendor.kill(credential);
    } else {
      vendor.issue(credential, account.tokenKind, life, true, Minter.FOREIGN);
    }
  }

  private void restart(Node node) {
    node.die();
    nodes.remove(node);
    shared.disturbed();
    join();
  }

  private void beCalm() {
    calm = true;
    shared.calm();
    accounts.calm();
    nodes.forEach(Node::calm);
  }

  private void everythingIsWell() {
    for (Account account : accounts.all()) {
      well(account.token());
      well(account.ticket());
    }
  }

  private void well(CredentialKey key) {
    Instant now = world.now();
    Credential stored = shared.store.find(key).orElseThrow();
    Value value = stored.alive(now);
    if (value == null) {
      throw invariants.notHealed(key, "no usable value in calm, " + stored);
    }
    if (!vendor.alive(key.toString(), value.secret().reveal())) {
      throw invariants.notHealed(key, "the stored value is dead at the vendor, " + stored);
    }
    for (Node node : nodes) {
      if (node.frozenFor(now).isZero() && node.keeper.read(key, MAX_PROMISE).isEmpty()) {
        throw invariants.notServed(key);
      }
    }
  }

  static Policy listening(Duration every) {
    Policy policy = Policy.DEFAULT;
    return new Policy(
        policy.renewBefore(),
        policy.spreadBy(),
        policy.leaseFor(),
        policy.answerWithin(),
        every,
        policy.claimAtMost(),
        policy.inFlightAtMost(),
        policy.keepWarmFor(),
        policy.aliveFor(),
        policy.lagFor(),
        policy.backOffAtMost());
  }

  /** Callers outlive every node. */
  private static final class Client implements World.Machine {
    @Override
    public boolean dead() {
      return false;
    }

    @Override
    public Duration frozenFor(Instant now) {
      return Duration.ZERO;
    }
  }
}
