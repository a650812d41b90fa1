package io.lingpai.jdbc;

import io.lingpai.app.AppStore;
import io.lingpai.testkit.AppStoreContract;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteAppStoreTest extends AppStoreContract {

  @TempDir private Path folder;
  private JdbcStores stores;

  @Override
  protected AppStore emptyStore() {
    stores = SqliteStores.open(folder, InstantSource.system());
    return stores.apps();
  }

  @AfterEach
  void close() {
    stores.close();
  }
}
