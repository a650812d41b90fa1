package io.lingpai.jdbc;

import io.lingpai.authorization.AuthorizationStore;
import io.lingpai.testkit.AuthorizationStoreContract;
import io.lingpai.testkit.HandSetClock;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteAuthorizationStoreTest extends AuthorizationStoreContract {

  private final HandSetClock clock = new HandSetClock(Instant.parse("2026-11-21T08:00:00Z"));
  @TempDir private Path folder;
  private JdbcStores stores;

  @Override
  protected AuthorizationStore emptyStore() {
    stores = SqliteStores.open(folder, clock);
    return stores.authorizations();
  }

  @AfterEach
  void close() {
    stores.close();
  }
}
