package io.lingpai.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands still until it is stepped, so that a test lives through hours at once. */
public final class HandSetClock implements InstantSource {
  private volatile Instant now;

  public HandSetClock(Instant start) {
    now = start;
  }

  @Override
  public Instant instant() {
    return now;
  }

  public synchronized void step(Duration forward) {
    now = now.plus(forward);
  }
}
