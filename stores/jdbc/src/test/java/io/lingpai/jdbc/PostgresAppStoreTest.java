package io.lingpai.jdbc;

import io.lingpai.app.AppStore;
import io.lingpai.testkit.AppStoreContract;

class PostgresAppStoreTest extends AppStoreContract {

  @Override
  protected AppStore emptyStore() {
    return Postgres.emptied().apps();
  }
}
