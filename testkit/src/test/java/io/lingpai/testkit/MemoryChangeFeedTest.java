package io.lingpai.testkit;

import io.lingpai.store.CredentialStore;
import io.lingpai.store.MemoryCredentialStore;
import java.time.Instant;

class MemoryChangeFeedTest extends ChangeFeedContract {

  private final HandSetClock clock = new HandSetClock(Instant.parse("2026-11-21T08:00:00Z"));

  @Override
  protected CredentialStore emptyStore() {
    return new MemoryCredentialStore(clock);
  }
}
