package io.lingpai.testkit;

import io.lingpai.store.CredentialStore;
import io.lingpai.store.MemoryCredentialStore;
import java.time.Duration;
import java.time.Instant;

class MemoryCredentialStoreTest extends CredentialStoreContract {

  private final HandSetClock clock = new HandSetClock(Instant.parse("2026-11-21T08:00:00Z"));

  @Override
  protected CredentialStore emptyStore() {
    return new MemoryCredentialStore(clock);
  }

  @Override
  protected void untilAfter(Instant moment) {
    clock.pass(Duration.between(clock.instant(), moment).plusNanos(1));
  }
}
