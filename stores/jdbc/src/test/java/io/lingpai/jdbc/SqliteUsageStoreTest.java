package io.lingpai.jdbc;

import io.lingpai.testkit.UsageStoreContract;
import io.lingpai.usage.UsageStore;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteUsageStoreTest extends UsageStoreContract {

  @TempDir private Path folder;
  private JdbcStores stores;

  @Override
  protected UsageStore emptyStore() {
    stores = SqliteStores.open(folder, InstantSource.system());
    return stores.usage();
  }

  @AfterEach
  void close() {
    stores.close();
  }
}
