package io.lingpai.jdbc;

import io.lingpai.secret.Secret;
import io.lingpai.testkit.FreePort;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;

/** One real PostgreSQL for all tests of a run; each test has a database of its own. */
final class Postgres {

  private static final AtomicInteger NAMES = new AtomicInteger();

  /** Where much else is going on, it may take its time to start. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private Postgres() {}

  /** Started by whoever comes first, ended with the process. */
  private static final class Server {
    static final EmbeddedPostgres RUNNING = start();

    private static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.builder()
            .setPort(FreePort.next())
            .setPGStartupWait(PATIENCE)
            // Whichever language this machine is set to, and whether it has that or not.
            .setLocaleConfig("locale", "C")
            .setServerConfig("max_connections", "200")
            .start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  static StoreSettings freshDatabase() {
    String name = "lingpai_" + NAMES.incrementAndGet();
    try (Connection connection = Server.RUNNING.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return new StoreSettings(
        "jdbc:postgresql://localhost:" + Server.RUNNING.getPort() + "/" + name,
        "postgres",
        Secret.of("unused"),
        Path.of("unused"));
  }

  /**
   * The stores that most tests share, emptied: to make a database for each would cost a second.
   * Data keys stay, for the vault remembers them.
   */
  static JdbcStores emptied() {
    try (Connection connection = connect(Shared.SETTINGS);
        Statement statement = connection.createStatement()) {
      statement.execute(
          "TRUNCATE credential, app, api_key, audit, idempotency, member, login_session,"
              + " login_answer, inbox_message, outbox_job, follower, follower_import, department,"
              + " employee, employee_role, directory_sync, usage_spent, usage_begun,"
              + " pushed_value, authorization_attempt, authorization_exchange,"
              + " authorizer_recovery");
      statement.execute("UPDATE audit_end SET last_id = 0, hash = ''");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return Shared.STORES;
  }

  static Connection connect(StoreSettings settings) throws SQLException {
    return DriverManager.getConnection(settings.url(), settings.user(), "unused");
  }

  private static final class Shared {
    static final StoreSettings SETTINGS = freshDatabase();
    static final JdbcStores STORES = open(SETTINGS);
  }

  static JdbcStores open(StoreSettings settings) {
    return JdbcStores.open(
        settings,
        SqliteStores.MASTER,
        InstantSource.system(),
        new SecureRandom(),
        SqliteStores.THREADS);
  }
}
