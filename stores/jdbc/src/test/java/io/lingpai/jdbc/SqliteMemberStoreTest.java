package io.lingpai.jdbc;

import io.lingpai.testkit.MemberStoreContract;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteMemberStoreTest extends MemberStoreContract {

  @TempDir private Path folder;
  private JdbcStores opened;

  @Override
  protected Stores emptyStores() {
    opened = SqliteStores.open(folder, InstantSource.system());
    return new Stores(
        opened.members(), opened.sessions(), opened.loginAnswers(), opened.audit(), opened.apps());
  }

  @AfterEach
  void close() {
    opened.close();
  }
}
