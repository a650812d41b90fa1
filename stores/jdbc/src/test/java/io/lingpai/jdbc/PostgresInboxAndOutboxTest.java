package io.lingpai.jdbc;

import io.lingpai.testkit.InboxAndOutboxContract;

class PostgresInboxAndOutboxTest extends InboxAndOutboxContract {

  @Override
  protected Boxes emptyStore() {
    JdbcStores stores = Postgres.emptied();
    return new Boxes(stores.inbox(), stores.outbox());
  }
}
