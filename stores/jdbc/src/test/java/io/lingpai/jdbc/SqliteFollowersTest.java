package io.lingpai.jdbc;

import io.lingpai.testkit.FollowersContract;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteFollowersTest extends FollowersContract {

  @TempDir private Path folder;
  private JdbcStores stores;

  @Override
  protected Stores emptyStore() {
    stores = SqliteStores.open(folder, InstantSource.system());
    return new Stores(
        stores.inbox(), stores.outbox(), stores.followers(), stores.followerImports());
  }

  @AfterEach
  void close() {
    stores.close();
  }
}
