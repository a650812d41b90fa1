package io.lingpai.jdbc;

import io.lingpai.store.CredentialStore;
import io.lingpai.testkit.CredentialStoreContract;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;

class PostgresCredentialStoreTest extends CredentialStoreContract {

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

  /** The server's clock cannot be set, so this looks at it until it shows a later time. */
  @Override
  protected void untilAfter(Instant moment) {
    while (!store.now().isAfter(moment)) {
      Thread.onSpinWait();
    }
  }
}
