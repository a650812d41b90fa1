package io.lingpai.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;

/**
 * Runs work on the database, each in a transaction of its own. Blocking; safe for many threads,
 * virtual ones too; throws {@link io.lingpai.problem.StoreUnavailable} when the database cannot do
 * it now.
 */
interface Database extends AutoCloseable {

  /** Work that the keeper waits for: it goes before {@link #write} where there is one writer. */
  <T> T writeFirst(Work<T> work);

  /** Work that changes something. When this returns, it is durable. */
  <T> T write(Work<T> work);

  /** Work that only reads: one statement, or several that need not agree. */
  <T> T read(Work<T> work);

  /** The store's clock. */
  Instant now();

  /** The store's clock, within a piece of work. */
  Instant now(Connection connection) throws SQLException;

  Dialect dialect();

  @Override
  void close();

  /** Something done on a connection whose transaction is not its business. */
  @FunctionalInterface
  interface Work<T> {
    T on(Connection connection) throws SQLException;
  }
}
