package io.lingpai.keeper;

import io.lingpai.credential.Credential;
import io.lingpai.credential.CredentialKey;
import io.lingpai.credential.Kind;
import io.lingpai.credential.Partner;
import io.lingpai.credential.Value;
import java.time.Duration;
import java.time.Instant;

/** When a value is renewed: pure functions of kind, policy and the value's times. */
public final class Schedule {

  /** The margin and the spread may take at most this share of a life. */
  private static final int MARGIN_SHARE = 3;

  private static final int SPREAD_SHARE = 10;

  private static final Duration EXERCISE_EVERY = Duration.ofDays(7);
  private static final Duration REHEARSE_BEFORE = Duration.ofMinutes(30);

  private Schedule() {}

  /**
   * The planned renewal R of a value that lives from {@code askedAt} to {@code expiresAt}.
   *
   * <p>Where a new value comes only near the end, R lies within the vendor's last minutes: 95 % of
   * the window before the end, spread over a fifth of it. Elsewhere it lies a margin before the
   * end, or where the kind itself wants it earlier. The spread is a stable hash of the credential's
   * name, so that all nodes agree on it.
   */
  public static Instant renewAt(
      Kind kind, Policy policy, CredentialKey key, Instant askedAt, Instant expiresAt) {
    Duration life = Duration.between(askedAt, expiresAt);
    double spread = spreadOf(key);
    if (kind.repeat() == Kind.Repeat.NEW_NEAR_THE_END) {
      Duration window = window(kind, life);
      return expiresAt.minus(scaled(window, 0.95)).plus(scaled(window, 0.2 * spread));
    }
    Duration margin = shorter(policy.renewBefore(), life.dividedBy(MARGIN_SHARE));
    Duration most = shorter(policy.spreadBy(), life.dividedBy(SPREAD_SHARE));
    Duration kept = shorter(life.minus(margin), scaled(life, shareKept(kind)));
    return askedAt.plus(kept).minus(scaled(most, spread));
  }

  /**
   * How long before its end the vendor is expected to give a new value. An answer tells only the
   * rest of a life, so a short rest does not prove a short life: a third of it bounds the window
   * from below, and {@link #askAgainAt} closes in where that was too early.
   */
  static Duration window(Kind kind, Duration life) {
    Duration overlap = kind.overlapFor(life);
    Duration third = shorter(kind.overlap(), life.dividedBy(MARGIN_SHARE));
    return overlap.compareTo(third) >= 0 ? overlap : third;
  }

  /** When to ask again for a value that the vendor was not yet ready to replace. */
  static Instant askAgainAt(Kind kind, Instant now, Instant expiresAt) {
    Duration rest = Duration.between(now, expiresAt);
    Duration window = kind.overlap();
    if (rest.compareTo(window) > 0) {
      return expiresAt.minus(scaled(window, 299.0 / 300));
    }
    Duration third = rest.dividedBy(MARGIN_SHARE);
    return now.plus(third.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : third);
  }

  /**
   * When to rehearse a renewal: where asking early returns the same value and costs nothing, a
   * changed secret or a closed whitelist is learnt while there is time to act.
   */
  static Instant rehearseAt(Kind kind, Value value) {
    if (kind.repeat() != Kind.Repeat.NEW_NEAR_THE_END || value.rehearsed()) {
      return value.renewAt();
    }
    Duration lead = shorter(REHEARSE_BEFORE, value.life().dividedBy(4));
    Instant at = value.renewAt().minus(lead);
    return at.isAfter(value.askedAt()) ? at : value.renewAt();
  }

  private static double shareKept(Kind kind) {
    return (double) kind.keptFor().toMillis() / kind.life().toMillis();
  }

  /**
   * When a partner nobody's reading exercises is exercised all the same, so that it does not lapse
   * unnoticed. Spread over a day, since the partners of many accounts were had together.
   */
  static Instant exerciseAt(Credential credential, Partner partner) {
    Value value = credential.current();
    Instant last =
        value != null && value.askedAt().isAfter(partner.asOf()) ? value.askedAt() : partner.asOf();
    return last.plus(EXERCISE_EVERY).minus(scaled(Duration.ofDays(1), spreadOf(credential.key())));
  }

  /** A stable number in [0, 1) for a credential. */
  static double spreadOf(CredentialKey key) {
    long hash = 0xcbf29ce484222325L;
    String name = key.toString();
    for (int i = 0; i < name.length(); i++) {
      hash = (hash ^ name.charAt(i)) * 0x100000001b3L;
    }
    hash ^= hash >>> 33;
    hash *= 0xff51afd7ed558ccdL;
    hash ^= hash >>> 33;
    return (hash >>> 11) * 0x1.0p-53;
  }

  static Duration scaled(Duration duration, double by) {
    return Duration.ofNanos(Math.round(duration.toNanos() * by));
  }

  static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }
}
