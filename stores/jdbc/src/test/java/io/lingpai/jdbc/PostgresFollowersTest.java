package io.lingpai.jdbc;

import io.lingpai.testkit.FollowersContract;

class PostgresFollowersTest extends FollowersContract {

  @Override
  protected Stores emptyStore() {
    JdbcStores stores = Postgres.emptied();
    return new Stores(
        stores.inbox(), stores.outbox(), stores.followers(), stores.followerImports());
  }
}
