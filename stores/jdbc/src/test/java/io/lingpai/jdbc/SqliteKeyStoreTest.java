package io.lingpai.jdbc;

import io.lingpai.key.KeyStore;
import io.lingpai.testkit.KeyStoreContract;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteKeyStoreTest extends KeyStoreContract {

  @TempDir private Path folder;
  private JdbcStores stores;

  @Override
  protected KeyStore emptyStore() {
    stores = SqliteStores.open(folder, InstantSource.system());
    return stores.keys();
  }

  @AfterEach
  void close() {
    stores.close();
  }
}
