package io.lingpai.testkit;

import io.lingpai.store.CredentialStore;
import io.lingpai.store.MemoryCredentialStore;
import java.time.Instant;

class MemoryPushesTest extends PushesContract {

  @Override
  protected CredentialStore emptyStore() {
    return new MemoryCredentialStore(() -> Instant.parse("2026-11-21T12:30:00Z"));
  }
}
