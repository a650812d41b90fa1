package io.lingpai.jdbc;

import io.lingpai.store.IdempotencyStore;
import io.lingpai.testkit.IdempotencyStoreContract;

class PostgresIdempotencyStoreTest extends IdempotencyStoreContract {

  @Override
  protected IdempotencyStore emptyStore() {
    return Postgres.emptied().idempotency();
  }
}
