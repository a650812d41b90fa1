package io.lingpai.credential;

import io.lingpai.secret.Secret;
import java.time.Duration;
import java.time.Instant;

/**
 * One value of a credential, with the times everything else is decided by. All times are the
 * store's (see {@code Timeline}), so that nodes agree on them.
 *
 * @param secret the value itself
 * @param version counts values; the same value with a longer life keeps its version
 * @param askedAt before the request left; lives are counted from here
 * @param answeredAt when the answer was here
 * @param expiresAt when it dies by itself
 * @param renewAt when renewal is planned. Set once: promises were given on it
 * @param rehearsed the harmless call ahead of the renewal has been made
 * @param provenDead the vendor itself has said that it is dead
 */
public record Value(
    Secret secret,
    long version,
    Instant askedAt,
    Instant answeredAt,
    Instant expiresAt,
    Instant renewAt,
    boolean rehearsed,
    boolean provenDead) {

  public Value {
    if (expiresAt.isBefore(askedAt)) {
      throw new IllegalArgumentException("expires " + expiresAt + " before asked " + askedAt);
    }
  }

  public Duration life() {
    return Duration.between(askedAt, expiresAt);
  }

  /** Usable as far as we know. */
  public boolean aliveAt(Instant now) {
    return !provenDead && now.isBefore(expiresAt);
  }

  public Value asDead() {
    return new Value(secret, version, askedAt, answeredAt, expiresAt, renewAt, rehearsed, true);
  }
}
