package io.lingpai.jdbc;

import io.lingpai.testkit.DirectoryStoreContract;

class PostgresDirectoryStoreTest extends DirectoryStoreContract {

  @Override
  protected Stores emptyStores() {
    JdbcStores emptied = Postgres.emptied();
    return new Stores(emptied.directory(), emptied.sessions(), emptied.apps());
  }
}
