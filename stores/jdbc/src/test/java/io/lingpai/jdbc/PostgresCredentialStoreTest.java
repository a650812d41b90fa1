package io.lingpai.jdbc;

import io.lingpai.store.CredentialStore;
import io.lingpai.testkit.CredentialStoreContract;
import java.time.Instant;

class PostgresCredentialStoreTest extends CredentialStoreContract {

  @Override
  protected CredentialStore emptyStore() {
    return Postgres.emptied().credentials();
  }

  /** The server's clock cannot be set, so this looks at it until it shows a later time. */
  @Override
  protected void untilAfter(Instant moment) {
    while (!store.now().isAfter(moment)) {
      Thread.onSpinWait();
    }
  }
}
