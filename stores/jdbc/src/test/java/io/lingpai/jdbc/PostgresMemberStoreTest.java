package io.lingpai.jdbc;

import io.lingpai.testkit.MemberStoreContract;

class PostgresMemberStoreTest extends MemberStoreContract {

  @Override
  protected Stores emptyStores() {
    JdbcStores emptied = Postgres.emptied();
    return new Stores(
        emptied.members(),
        emptied.sessions(),
        emptied.loginAnswers(),
        emptied.audit(),
        emptied.apps());
  }
}
