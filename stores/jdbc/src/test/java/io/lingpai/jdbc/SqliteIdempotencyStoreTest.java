package io.lingpai.jdbc;

import io.lingpai.store.IdempotencyStore;
import io.lingpai.testkit.IdempotencyStoreContract;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteIdempotencyStoreTest extends IdempotencyStoreContract {

  @TempDir private Path folder;
  private JdbcStores stores;

  @Override
  protected IdempotencyStore emptyStore() {
    stores = SqliteStores.open(folder, InstantSource.system());
    return stores.idempotency();
  }

  @AfterEach
  void close() {
    stores.close();
  }
}
