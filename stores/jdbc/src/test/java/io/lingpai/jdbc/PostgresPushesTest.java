package io.lingpai.jdbc;

import io.lingpai.store.CredentialStore;
import io.lingpai.testkit.PushesContract;

class PostgresPushesTest extends PushesContract {

  @Override
  protected CredentialStore emptyStore() {
    return Postgres.emptied().credentials();
  }
}
