package io.lingpai.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.lingpai.problem.StoreUnavailable;
import io.lingpai.secret.Secret;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.concurrent.ThreadFactory;

/**
 * A database server behind a pool. Callers run on their own threads; every limit below is seconds,
 * so that a server that has died is told as {@code StoreUnavailable} while callers still wait.
 */
final class PooledDatabase implements Database {

  private static final int CONNECTIONS = 10;
  private static final long WAIT_AT_MOST_MILLIS = 3_000;
  private static final long VALIDATE_AT_MOST_MILLIS = 2_000;
  private static final int CONNECT_AT_MOST_SECONDS = 3;
  private static final int ANSWER_AT_MOST_SECONDS = 10;

  // A server set to acknowledge before it has synced would lose what we called durable.
  private static final String PREPARE_CONNECTION =
      """
      SELECT set_config('statement_timeout', '5s', false),
             set_config('lock_timeout', '3s', false),
             set_config('idle_in_transaction_session_timeout', '10s', false),
             set_config('synchronous_commit',
               CASE current_setting('synchronous_commit') WHEN 'off' THEN 'on'
               ELSE current_setting('synchronous_commit') END, false)""";

  private static final String NOW =
      "SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000 AS BIGINT)";

  private final HikariDataSource pool;

  private PooledDatabase(HikariDataSource pool) {
    this.pool = pool;
  }

  static PooledDatabase open(StoreSettings settings, ThreadFactory threads) {
    PooledDatabase database = new PooledDatabase(pool(settings, threads, CONNECTIONS));
    try {
      database.migrate(settings);
      return database;
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  /** For reading only, on a schema that must be there already. */
  static PooledDatabase glance(StoreSettings settings, ThreadFactory threads) {
    PooledDatabase database = new PooledDatabase(pool(settings, threads, 1));
    try {
      database.read(
          connection -> {
            Migrations.require(connection);
            return database;
          });
      return database;
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  private static HikariDataSource pool(
      StoreSettings settings, ThreadFactory threads, int connections) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(settings.url());
    config.setUsername(settings.user());
    Secret password = settings.password();
    if (password != null) {
      config.setPassword(password.reveal());
    }
    config.setPoolName("store");
    config.setMaximumPoolSize(connections);
    config.setConnectionTimeout(WAIT_AT_MOST_MILLIS);
    config.setValidationTimeout(VALIDATE_AT_MOST_MILLIS);
    config.setAutoCommit(true);
    config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    config.setConnectionInitSql(PREPARE_CONNECTION);
    config.setThreadFactory(threads);
    config.setInitializationFailTimeout(-1);
    config.addDataSourceProperty("connectTimeout", CONNECT_AT_MOST_SECONDS);
    config.addDataSourceProperty("socketTimeout", ANSWER_AT_MOST_SECONDS);
    config.addDataSourceProperty("tcpKeepAlive", true);
    config.addDataSourceProperty("ApplicationName", "lingpai");
    return new HikariDataSource(config);
  }

  @Override
  public <T> T writeFirst(Work<T> work) {
    return write(work);
  }

  @Override
  public <T> T write(Work<T> work) {
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      try {
        T result = work.on(connection);
        connection.commit();
        return result;
      } catch (SQLException | RuntimeException e) {
        undo(connection);
        throw e;
      }
    } catch (SQLException e) {
      throw SqlFailures.tell(e);
    }
  }

  @Override
  public <T> T read(Work<T> work) {
    try (Connection connection = pool.getConnection()) {
      return work.on(connection);
    } catch (SQLException e) {
      throw SqlFailures.tell(e);
    }
  }

  @Override
  public Instant now() {
    return read(this::now);
  }

  @Override
  public Instant now(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(NOW)) {
      rows.next();
      return Micros.instant(rows.getLong(1));
    }
  }

  @Override
  public Dialect dialect() {
    return Dialect.POSTGRESQL;
  }

  @Override
  public void close() {
    pool.close();
  }

  private void migrate(StoreSettings settings) {
    Secret password = settings.password();
    try (Connection connection = pool.getConnection()) {
      Migrations.run(
          connection,
          Dialect.POSTGRESQL,
          settings.url(),
          settings.user(),
          password == null ? null : password.reveal());
    } catch (SQLException e) {
      throw SqlFailures.tell(e);
    }
  }

  /** Whatever fails here, the server rolls back when the connection is gone. */
  private static void undo(Connection connection) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      throw new StoreUnavailable("the connection to the store was lost", e);
    }
  }
}
