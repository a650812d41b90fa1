package io.lingpai.jdbc;

import io.lingpai.testkit.DirectoryStoreContract;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteDirectoryStoreTest extends DirectoryStoreContract {

  @TempDir private Path folder;
  private JdbcStores opened;

  @Override
  protected Stores emptyStores() {
    opened = SqliteStores.open(folder, InstantSource.system());
    return new Stores(opened.directory(), opened.sessions(), opened.apps());
  }

  @AfterEach
  void close() {
    opened.close();
  }
}
