package io.lingpai.simulation;

import io.lingpai.credential.Credential;
import io.lingpai.credential.CredentialKey;
import io.lingpai.credential.Value;
import io.lingpai.event.Happening;
import io.lingpai.simulation.SimulatedVendor.Minted;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The design's invariants, checked at every step against what the vendor knows to be true. */
final class Invariants {

  static final String ONE_VALID_LEASE = "1 one valid lease";
  static final String OLDER_FENCE = "2 an older fence never wins";
  static final String DURABLE = "3 durable before seen";
  static final String NEVER_WAITED_FOR = "4 a valid value is never waited for";
  static final String NOBODY_FAILS = "5 a planned renewal makes nobody fail";
  static final String SUSPICION = "6 a suspicion costs at most one check and one renewal";
  static final String HEALED = "7 trouble passes: what can be had is had";
  static final String NO_SECRET = "9 a secret never leaves";
  static final String PARTNER_KEPT = "3 what cannot be had again is stored with its value";
  static final String AUTHORIZATION_LOST = "no authorization is lost";
  static final String NOT_NEEDED = "a renewal is made only when it is needed";
  static final String LATE_HEALED = "1 a late holder is healed within the overlap";

  private final World world;
  private final Map<String, Instant> promisedUntil = new HashMap<>();
  private final Map<CredentialKey, Value> stored = new HashMap<>();
  private final Set<String> everStored = new HashSet<>();
  private final Map<String, Integer> deadVerdicts = new HashMap<>();
  private final Map<String, Integer> mintedAfter = new HashMap<>();
  private long checks;

  Invariants(World world) {
    this.world = world;
  }

  /** How many single checks were made. */
  long checks() {
    return checks;
  }

  /** The store now holds this. */
  void stored(Credential before, Credential after, @Nullable Minted old, @Nullable Minted now) {
    checks++;
    if (after.version() < before.version()) {
      throw broken(OLDER_FENCE, "version " + before.version() + " → " + after.version());
    }
    Value value = after.current();
    if (value == null) {
      return;
    }
    if (old != null && now != null && now.order < old.order) {
      throw broken(
          OLDER_FENCE, after.key() + ": the vendor's value " + now.order + " over " + old.order);
    }
    stored.put(after.key(), value);
    everStored.add(value.secret().reveal());
  }

  @Nullable Value storedValue(CredentialKey key) {
    return stored.get(key);
  }

  /** A caller was given a value with a promise. */
  void served(CredentialKey key, String value, @Nullable Minted minted, Duration freshFor) {
    checks++;
    if (!everStored.contains(value)) {
      throw broken(DURABLE, key + ": a value was served that the store never held");
    }
    if (minted == null || freshFor.isZero()) {
      return;
    }
    Instant until = world.now().plus(freshFor);
    promisedUntil.merge(value, until, (a, b) -> a.isAfter(b) ? a : b);
    if (until.isAfter(minted.diesAt) && !minted.excused) {
      throw broken(
          NOBODY_FAILS,
          key + " value " + minted.order + " promised until " + until + ", dies " + minted.diesAt);
    }
  }

  /** A value now dies earlier than by age. */
  void death(Minted minted) {
    checks++;
    Instant promised = promisedUntil.get(minted.value);
    if (promised != null && promised.isAfter(minted.diesAt) && !minted.excused) {
      throw broken(
          NOBODY_FAILS,
          minted.credential
              + " value "
              + minted.order
              + " was promised until "
              + promised
              + " and dies "
              + minted.diesAt);
    }
  }

  void minted(Minted minted) {
    checks++;
    mintedAfter.merge(minted.credential, 1, Integer::sum);
  }

  /** A planned request leaves although the value we have is good for longer. */
  Violation notNeeded(CredentialKey key, Value current) {
    return broken(
        NOT_NEEDED,
        key + " asked for, with version " + current.version() + " due " + current.renewAt());
  }

  /** A claim was made while another's lease had neither ended nor been given back. */
  Violation twoLeases(CredentialKey key) {
    return broken(ONE_VALID_LEASE, key + ": two valid leases");
  }

  void deadVerdict(Minted minted, boolean calm) {
    checks++;
    if (deadVerdicts.merge(minted.value, 1, Integer::sum) > 1 && calm) {
      throw broken(
          SUSPICION, minted.credential + " value " + minted.order + " was proven dead twice");
    }
  }

  Violation notServed(CredentialKey key) {
    return broken(NEVER_WAITED_FOR, key + " is good in the store, and a node had nothing to serve");
  }

  Violation notHealed(CredentialKey key, String why) {
    return broken(HEALED, key + ": " + why);
  }

  Violation lateNotHealed(String credential, int order) {
    return broken(
        LATE_HEALED,
        credential + ": value " + order + " of a late holder superseded what is still served");
  }

  Violation authorizationLost(CredentialKey key, Credential stored) {
    return broken(AUTHORIZATION_LOST, key + " does not serve in calm: " + stored);
  }

  void told(Happening happening) {
    checks++;
    if (happening.toString().contains(SimulatedVendor.MARK)) {
      throw broken(NO_SECRET, happening.getClass().getSimpleName());
    }
  }

  void printed(Object anything) {
    checks++;
    if (anything.toString().contains(SimulatedVendor.MARK)) {
      throw broken(NO_SECRET, anything.getClass().getSimpleName());
    }
  }

  private Violation broken(String invariant, String what) {
    return new Violation(invariant, world.now(), what);
  }
}
