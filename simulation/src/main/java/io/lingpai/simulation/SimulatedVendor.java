package io.lingpai.simulation;

import io.lingpai.credential.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The vendor, at its strictest: a new value ends the one before after the overlap, and the one
 * before that at once.
 */
final class SimulatedVendor {

  /** Recognisable, so that a leak shows. */
  static final String MARK = "SIMVALUE";

  private final World world;
  private final Invariants invariants;
  private final Map<String, List<Minted>> byCredential = new HashMap<>();
  private int serial;

  SimulatedVendor(World world, Invariants invariants) {
    this.world = world;
    this.invariants = invariants;
  }

  /** Who made the vendor mint a value. */
  enum Minter {
    /** A node under a valid lease. */
    HOLDER,
    /** A node whose lease had ended: it was paused. */
    LATE_HOLDER,
    /** A node that settles by one more renewal which of two answers is the newer. */
    SETTLER,
    /** A program that is not ours. */
    FOREIGN
  }

  /** A value the vendor made. */
  static final class Minted {
    final String credential;
    final String value;
    final int order;
    final Instant at;
    final Instant expiresAt;
    final Minter minter;
    Instant diesAt;
    boolean excused;

    Minted(String credential, String value, int order, Instant at, Duration life, Minter minter) {
      this.credential = credential;
      this.value = value;
      this.order = order;
      this.at = at;
      this.expiresAt = at.plus(life);
      this.diesAt = expiresAt;
      this.minter = minter;
    }
  }

  /** Makes a value, or hands back the one there is, as the kind's rule says. */
  Minted issue(String credential, Kind kind, Duration life, boolean forced, Minter minter) {
    List<Minted> all = byCredential.computeIfAbsent(credential, name -> new ArrayList<>());
    Minted newest = all.isEmpty() ? null : all.getLast();
    Instant now = world.now();
    if (newest != null && now.isBefore(newest.diesAt) && keeps(kind, newest, life, now, forced)) {
      return newest;
    }
    Minted minted =
        new Minted(credential, MARK + ++serial + "x".repeat(20), all.size(), now, life, minter);
    all.add(minted);
    if (kind.repeat() != Kind.Repeat.SAME_VALUE) {
      supersede(all, minted, kind.overlapFor(life));
    }
    invariants.minted(minted);
    return minted;
  }

  private boolean keeps(Kind kind, Minted newest, Duration life, Instant now, boolean forced) {
    return switch (kind.repeat()) {
      case ENDS_THE_OLD_AFTER_OVERLAP, NEW_BESIDE_OLD -> false;
      case SAME_VALUE -> Duration.between(now, newest.expiresAt).compareTo(life.dividedBy(6)) > 0;
      case NEW_NEAR_THE_END ->
          !forced && Duration.between(now, newest.expiresAt).compareTo(kind.overlapFor(life)) > 0;
    };
  }

  private void supersede(List<Minted> all, Minted minted, Duration overlap) {
    boolean unplanned = minted.minter != Minter.HOLDER;
    for (int i = 0; i < all.size() - 1; i++) {
      Minted old = all.get(i);
      Instant end = i == all.size() - 2 ? world.now().plus(overlap) : world.now();
      if (end.isBefore(old.diesAt)) {
        old.diesAt = end;
        // What a stranger or a late holder did in between is nobody's broken promise.
        old.excused = unplanned || strangersSince(all, i);
        invariants.death(old);
      }
    }
  }

  /**
   * Whether a stranger or a late holder had a hand in it, since the value was made or so shortly
   * before that the keeper cannot have known the order: it then settles it by one more renewal.
   */
  private static boolean strangersSince(List<Minted> all, int index) {
    Instant since = all.get(index).at.minusSeconds(60);
    return all.stream()
        .anyMatch(minted -> minted.minter != Minter.HOLDER && !minted.at.isBefore(since));
  }

  /** The vendor ends a value on its own account. */
  void kill(String credential) {
    Minted newest = newest(credential);
    if (newest != null && world.now().isBefore(newest.diesAt)) {
      newest.diesAt = world.now();
      newest.excused = true;
      invariants.death(newest);
    }
  }

  @Nullable Minted newest(String credential) {
    List<Minted> all = byCredential.get(credential);
    return all == null || all.isEmpty() ? null : all.getLast();
  }

  @Nullable Minted find(String credential, String value) {
    // Mostly the newest is asked about.
    return byCredential.getOrDefault(credential, List.of()).reversed().stream()
        .filter(minted -> minted.value.equals(value))
        .findFirst()
        .orElse(null);
  }

  boolean alive(String credential, String value) {
    Minted minted = find(credential, value);
    return minted != null && world.now().isBefore(minted.diesAt);
  }

  int mintedOf(String credential) {
    return byCredential.getOrDefault(credential, List.of()).size();
  }
}
