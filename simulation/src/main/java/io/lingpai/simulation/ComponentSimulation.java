package io.lingpai.simulation;

import io.lingpai.credential.Credential;
import io.lingpai.credential.CredentialKey;
import io.lingpai.credential.Value;
import io.lingpai.keeper.Policy;
import io.lingpai.problem.StoreUnavailable;
import io.lingpai.secret.Secret;
import io.lingpai.store.MemoryCredentialStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A third-party platform and its authorizers: refreshes with a death at every step, lost answers,
 * pushes that stop; then calm, in which every authorization must serve again by itself.
 */
public final class ComponentSimulation {

  /** A gap is seen if it is no shorter than the overlap of two values. */
  private static final Duration BETWEEN_LOOKS = Duration.ofMinutes(5);

  private static final Duration BETWEEN_PUSHES = Duration.ofMinutes(10);

  private final World world;
  private final Invariants invariants;
  private final SimulatedVendor vendor;
  private final SimulatedAuthorizations authorizations;
  private final StoreView.SharedStore shared;
  private final Authorizers authorizers;
  private final Duration life;
  private final Policy policy;
  private final List<Node> nodes = new ArrayList<>();
  private int nodesMade;
  private int killed;
  private boolean calm;

  private ComponentSimulation(
      long seed, Sabotage sabotage, boolean rotates, Faults faults, int howMany, Duration life) {
    this.world = new World(seed);
    this.life = life;
    this.invariants = new Invariants(world);
    this.vendor = new SimulatedVendor(world, invariants);
    this.authorizations = new SimulatedAuthorizations(world, rotates);
    this.shared =
        new StoreView.SharedStore(
            world, new MemoryCredentialStore(world::now), vendor, invariants, faults, sabotage);
    shared.watch(authorizations::stored);
    this.authorizers =
        new Authorizers(
            world, vendor, authorizations, invariants, faults, howMany, life, this::kill);
    this.policy = Simulation.listening(Duration.ofSeconds(howMany > 100 ? 10 : 2));
    authorizers.tokens.forEach(key -> authorizations.authorizes(key.app()));
  }

  /**
   * What a run was like.
   *
   * @param checks single checks
   * @param values values the vendor made
   * @param killed nodes that died in the middle of a refresh
   * @param gaps times at which an authorizer had no working value where it should have had one
   */
  public record Outcome(long checks, int values, int killed, int gaps) {}

  /**
   * Refreshes under faults, with refresh tokens that rotate or do not.
   *
   * @throws Violation if an authorization was lost, or an invariant broken
   */
  public static Outcome run(long seed, Sabotage sabotage, boolean rotates) {
    World dice = new World(seed ^ 0x5eed);
    Faults faults =
        new Faults(
            dice.random().nextDouble() * 0.2,
            0,
            0,
            0,
            dice.random().nextDouble() * 0.05,
            0,
            0,
            dice.random().nextDouble() * 0.05,
            0,
            0,
            dice.chance(0.5) ? 0.01 : 0,
            0,
            0);
    Duration life = Duration.ofMinutes(20);
    return new ComponentSimulation(seed, sabotage, rotates, faults, 3, life).underFaults();
  }

  /** Many authorizers over a long time, without faults: how often one had no working value. */
  public static Outcome keepWarm(long seed, int howMany, Duration duration) {
    Duration life = Duration.ofHours(2);
    return new ComponentSimulation(seed, Sabotage.NONE, true, Faults.NONE, howMany, life)
        .warm(duration);
  }

  /** One ticket, and then none for this long: how often an authorizer had no working value. */
  public static Outcome silence(long seed, Duration silence) {
    Duration life = Duration.ofHours(2);
    ComponentSimulation simulation =
        new ComponentSimulation(seed, Sabotage.NONE, true, Faults.NONE, 5, life);
    simulation.world.after(Duration.ofMinutes(1), simulation.authorizers::fallSilent);
    return simulation.warm(silence);
  }

  private Outcome underFaults() {
    join();
    join();
    pushEvery(BETWEEN_PUSHES);
    everyMinute(this::fault);
    world.runUntil(world.now().plus(life.multipliedBy(6)));
    calm = true;
    shared.calm();
    authorizers.calm();
    nodes.forEach(Node::calm);
    world.runUntil(world.now().plus(life.multipliedBy(2)).plus(Duration.ofMinutes(30)));
    authorizers.tokens.forEach(this::serves);
    return outcome(0);
  }

  private Outcome warm(Duration duration) {
    join();
    join();
    pushEvery(BETWEEN_PUSHES);
    world.runUntil(world.now().plus(Duration.ofMinutes(30)));
    int[] gaps = {0};
    Instant end = world.now().plus(duration);
    while (world.now().isBefore(end)) {
      world.runUntil(world.now().plus(BETWEEN_LOOKS));
      for (CredentialKey key : authorizers.tokens) {
        gaps[0] += working(key) ? 0 : 1;
      }
    }
    return outcome(gaps[0]);
  }

  private Outcome outcome(int gaps) {
    int values = authorizers.tokens.stream().mapToInt(key -> vendor.mintedOf(key.toString())).sum();
    return new Outcome(invariants.checks() + authorizations.checks(), values, killed, gaps);
  }

  private void join() {
    Node node = new Node("n" + nodesMade++, world, shared, authorizers, policy);
    nodes.add(node);
    world.start(
        node,
        () -> {
          patiently(() -> node.keeper.adopt(Authorizers.PLATFORM));
          for (CredentialKey key : authorizers.tokens) {
            patiently(() -> node.keeper.adopt(key.app()));
          }
        });
    node.start();
  }

  private void patiently(Runnable action) {
    while (true) {
      try {
        action.run();
        return;
      } catch (StoreUnavailable e) {
        world.sleep(Duration.ofSeconds(1));
      }
    }
  }

  private void kill(Node node) {
    if (!node.dead()) {
      killed++;
      node.die();
      nodes.remove(node);
      shared.disturbed();
      join();
    }
  }

  /** The vendor pushes to whichever node its request reaches; a second one comes out of order. */
  private void pushEvery(Duration interval) {
    if (authorizers.pushing()) {
      Secret ticket = authorizers.newTicket();
      Instant sentAt = world.now();
      Node node = nodes.get(world.random().nextInt(nodes.size()));
      world.after(
          world.between(Duration.ZERO, Duration.ofSeconds(5)),
          () ->
              world.start(
                  node,
                  () ->
                      patiently(
                          () ->
                              node.keeper
                                  .arrivals()
                                  .pushed(
                                      new CredentialKey(Authorizers.PLATFORM, Authorizers.TICKET),
                                      ticket,
                                      sentAt))));
    }
    world.after(interval, () -> pushEvery(interval));
  }

  private void everyMinute(Runnable action) {
    world.after(
        Duration.ofMinutes(1),
        () -> {
          action.run();
          everyMinute(action);
        });
  }

  private void fault() {
    if (!calm && world.chance(0.03)) {
      authorizers.down(world.between(Duration.ofSeconds(10), Duration.ofMinutes(8)));
    }
  }

  private void serves(CredentialKey key) {
    Credential stored = shared.store.find(key).orElseThrow();
    if (!working(key)) {
      throw invariants.authorizationLost(key, stored);
    }
    for (Node node : nodes) {
      if (node.keeper.read(key, Duration.ofMinutes(5)).isEmpty()) {
        throw invariants.notServed(key);
      }
    }
  }

  private boolean working(CredentialKey key) {
    Value value = shared.storedValue(key);
    return value != null
        && value.aliveAt(world.now())
        && vendor.alive(key.toString(), value.secret().reveal());
  }
}
