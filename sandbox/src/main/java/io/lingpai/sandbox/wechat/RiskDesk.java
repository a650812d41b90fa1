package io.lingpai.sandbox.wechat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * The administrator's confirmation of addresses that look risky, for one app:
 *
 * <pre>
 *   clean ──call──▶ asked (89503, then 89501) ──approve──▶ approved
 *     ▲                     │
 *     │                   refuse
 *     │                     ▼
 *     ├──1 h── refused (89507)          a second refusal within 24 h of the first:
 *     └──24 h─ refused twice (89506)
 * </pre>
 */
final class RiskDesk {
  enum State {
    CLEAN,
    ASKED,
    APPROVED,
    REFUSED,
    REFUSED_TWICE
  }

  private static final class Address {
    State state = State.CLEAN;
    Instant blockedUntil = Instant.MIN;
    Instant lastRefusal = Instant.MIN;
  }

  private final Map<String, Address> addresses = new TreeMap<>();
  private final Duration firstBlock;
  private final Duration secondBlock;

  /** Blocks of one hour and of 24, scaled to the app's life. */
  RiskDesk(Duration firstBlock, Duration secondBlock) {
    this.firstBlock = firstBlock;
    this.secondBlock = secondBlock;
  }

  void pass(String ip, Instant now) {
    Address address = at(ip, now);
    switch (address.state) {
      case CLEAN -> {
        address.state = State.ASKED;
        throw new Refusal(89503);
      }
      case ASKED -> throw new Refusal(89501);
      case REFUSED -> throw new Refusal(89507);
      case REFUSED_TWICE -> throw new Refusal(89506);
      case APPROVED -> {}
    }
  }

  void approve(String ip, Instant now) {
    at(ip, now).state = State.APPROVED;
  }

  void refuse(String ip, Instant now) {
    Address address = at(ip, now);
    boolean again =
        !address.lastRefusal.equals(Instant.MIN)
            && now.isBefore(address.lastRefusal.plus(secondBlock));
    address.state = again ? State.REFUSED_TWICE : State.REFUSED;
    address.blockedUntil = now.plus(again ? secondBlock : firstBlock);
    address.lastRefusal = now;
  }

  Map<String, State> states(Instant now) {
    Map<String, State> states = new TreeMap<>();
    addresses.keySet().forEach(ip -> states.put(ip, at(ip, now).state));
    return states;
  }

  private Address at(String ip, Instant now) {
    Address address = addresses.computeIfAbsent(ip, unused -> new Address());
    boolean blocked = address.state == State.REFUSED || address.state == State.REFUSED_TWICE;
    if (blocked && !now.isBefore(address.blockedUntil)) {
      address.state = State.CLEAN;
    }
    return address;
  }
}
