package io.lingpai.jdbc;

import io.lingpai.authorization.AuthorizationStore;
import io.lingpai.testkit.AuthorizationStoreContract;

class PostgresAuthorizationStoreTest extends AuthorizationStoreContract {

  @Override
  protected AuthorizationStore emptyStore() {
    return Postgres.emptied().authorizations();
  }
}
