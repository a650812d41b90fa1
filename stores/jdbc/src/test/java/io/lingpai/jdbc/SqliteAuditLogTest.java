package io.lingpai.jdbc;

import io.lingpai.audit.AuditLog;
import io.lingpai.testkit.AuditLogContract;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteAuditLogTest extends AuditLogContract {

  @TempDir private Path folder;
  private JdbcStores stores;

  @Override
  protected AuditLog emptyLog() {
    stores = SqliteStores.open(folder, InstantSource.system());
    return stores.audit();
  }

  @AfterEach
  void close() {
    stores.close();
  }
}
