package io.lingpai.jdbc;

import io.lingpai.store.CredentialStore;
import io.lingpai.testkit.ChangeFeedContract;
import org.junit.jupiter.api.AfterEach;

class PostgresChangeFeedTest extends ChangeFeedContract {

  private JdbcStores stores;

  @Override
  protected CredentialStore emptyStore() {
    stores = Postgres.open(Postgres.freshDatabase());
    return stores.credentials();
  }

  @AfterEach
  void close() {
    stores.close();
  }
}
