package io.lingpai.jdbc;

import io.lingpai.testkit.UsageStoreContract;
import io.lingpai.usage.UsageStore;

class PostgresUsageStoreTest extends UsageStoreContract {

  @Override
  protected UsageStore emptyStore() {
    return Postgres.emptied().usage();
  }
}
