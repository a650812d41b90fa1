package io.lingpai.jdbc;

import io.lingpai.key.KeyStore;
import io.lingpai.testkit.KeyStoreContract;

class PostgresKeyStoreTest extends KeyStoreContract {

  @Override
  protected KeyStore emptyStore() {
    return Postgres.emptied().keys();
  }
}
