package io.lingpai.jdbc;

import io.lingpai.store.CredentialStore;
import io.lingpai.testkit.HandSetClock;
import io.lingpai.testkit.PushesContract;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class SqlitePushesTest extends PushesContract {

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
}
