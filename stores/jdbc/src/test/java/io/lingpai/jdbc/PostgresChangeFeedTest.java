package io.lingpai.jdbc;

import io.lingpai.store.CredentialStore;
import io.lingpai.testkit.ChangeFeedContract;

class PostgresChangeFeedTest extends ChangeFeedContract {

  @Override
  protected CredentialStore emptyStore() {
    return Postgres.emptied().credentials();
  }
}
