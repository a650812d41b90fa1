package io.lingpai.jdbc;

import io.lingpai.testkit.InboxAndOutboxContract;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteInboxAndOutboxTest extends InboxAndOutboxContract {

  @TempDir private Path folder;
  private JdbcStores stores;

  @Override
  protected Boxes emptyStore() {
    stores = SqliteStores.open(folder, InstantSource.system());
    return new Boxes(stores.inbox(), stores.outbox());
  }

  @AfterEach
  void close() {
    stores.close();
  }
}
