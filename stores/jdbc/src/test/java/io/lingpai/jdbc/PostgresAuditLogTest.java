package io.lingpai.jdbc;

import io.lingpai.audit.AuditLog;
import io.lingpai.testkit.AuditLogContract;

class PostgresAuditLogTest extends AuditLogContract {

  @Override
  protected AuditLog emptyLog() {
    return Postgres.emptied().audit();
  }
}
