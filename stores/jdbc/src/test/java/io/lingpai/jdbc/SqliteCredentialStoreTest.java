package io.lingpai.jdbc;

import io.lingpai.store.CredentialStore;
import io.lingpai.testkit.CredentialStoreContract;
import io.lingpai.testkit.HandSetClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteCredentialStoreTest extends CredentialStoreContract {

  private final HandSetClock clock = new HandSetClock(Instant.parse("2026-11-21T08:00:00Z"));
  @TempDir private Path folder;
  private JdbcStores stores;

  @Override
  protected CredentialStore emptyStore() {
    stores = SqliteStores.open(folder, clock);
    return stores.credentials();
  }

  @AfterEach
  void close() {
    stores.close();
  }

  @Override
  protected void untilAfter(Instant moment) {
    clock.pass(Duration.between(clock.instant(), moment).plusNanos(1_000));
  }
}
