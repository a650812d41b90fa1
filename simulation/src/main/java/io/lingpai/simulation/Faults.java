package io.lingpai.simulation;

import java.time.Duration;

/**
 * How likely each fault is, drawn once for a seed, so that some runs are calm in some respect and
 * others bad in all.
 *
 * @param lostAnswer an answer of the vendor never arrives, though the value has changed
 * @param lateEffect the vendor carries out what was already given up
 * @param vendorDown the vendor refuses connections for a while, for one app
 * @param refused the vendor refuses one app for a while
 * @param pausedBeforeAsk a node stands still just before its request leaves
 * @param paused a node stands still anywhere
 * @param suspended its monotonic clock stands still as well
 * @param crash a node dies and starts anew
 * @param storeDown the store is gone for a while, for everyone
 * @param cutOff the store is gone for one node
 * @param lostCommit a write is carried out and its answer lost
 * @param clockJump a node's wall clock is set
 * @param foreign another program fetches, or the vendor ends a value
 */
record Faults(
    double lostAnswer,
    double lateEffect,
    double vendorDown,
    double refused,
    double pausedBeforeAsk,
    double paused,
    double suspended,
    double crash,
    double storeDown,
    double cutOff,
    double lostCommit,
    double clockJump,
    double foreign) {

  static final Faults NONE = new Faults(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

  /**
   * Each kind of fault is absent in about half of all seeds. A machine is not both suspended and
   * its clock set back in the same run: then neither clock tells that time has passed, and nothing
   * on that node can know.
   */
  static Faults draw(World world) {
    double clockJump = some(world, 0.05);
    return new Faults(
        some(world, 0.3),
        some(world, 0.5),
        some(world, 0.05),
        some(world, 0.03),
        some(world, 0.2),
        some(world, 0.1),
        clockJump > 0 ? 0 : 0.5,
        some(world, 0.06),
        some(world, 0.04),
        some(world, 0.05),
        some(world, 0.02),
        clockJump,
        some(world, 0.06));
  }

  private static double some(World world, double most) {
    return world.chance(0.5) ? 0 : world.random().nextDouble() * most;
  }

  /** How long a fault with a duration lasts. */
  static Duration lasts(World world) {
    return world.chance(0.5)
        ? world.between(Duration.ofSeconds(1), Duration.ofSeconds(40))
        : world.between(Duration.ofSeconds(40), Duration.ofMinutes(20));
  }
}
