package io.lingpai.jdbc;

import io.lingpai.problem.StoreNotUsable;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;

/** Brings the schema to what this release expects. */
final class Migrations {

  /** The number of the newest file in every folder of migrations; a test holds it to that. */
  static final int NEWEST = 10;

  private Migrations() {}

  /**
   * Migrates if need be. Flyway is started only then: it costs more than the rest of a start, and
   * nearly every start finds the schema as it should be.
   */
  static void run(
      Connection connection,
      Dialect dialect,
      String url,
      @Nullable String user,
      @Nullable String password)
      throws SQLException {
    int version = version(connection);
    if (version == NEWEST) {
      return;
    }
    refuseNewer(version);
    try {
      Flyway.configure()
          .dataSource(url, user, password)
          .locations("classpath:" + dialect.migrations())
          .table("schema_history")
          .loggers("slf4j")
          .load()
          .migrate();
    } catch (FlywayException e) {
      throw new StoreNotUsable("the schema cannot be brought up to date: " + e.getMessage(), e);
    }
  }

  /** Changes nothing, and refuses any schema but the one this release expects. */
  static void require(Connection connection) throws SQLException {
    int version = version(connection);
    refuseNewer(version);
    if (version == 0) {
      throw new StoreNotUsable("the store is empty: no server has been started with it yet");
    }
    if (version < NEWEST) {
      throw new StoreNotUsable(
          "the store has schema "
              + version
              + ", made by an earlier release; this one's server brings it to "
              + NEWEST
              + " when it starts");
    }
  }

  private static void refuseNewer(int version) {
    if (version > NEWEST) {
      throw new StoreNotUsable(
          "the store has schema "
              + version
              + ", made by a newer release; this one knows "
              + NEWEST
              + ". Start that release again, or restore the backup made before the upgrade");
    }
  }

  /** The version of the schema; 0 where there is none, or where one was left half done. */
  private static int version(Connection connection) throws SQLException {
    try (ResultSet tables =
        connection.getMetaData().getTables(null, null, "schema_history", new String[] {"TABLE"})) {
      if (!tables.next()) {
        return 0;
      }
    }
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT MAX(CAST(version AS INTEGER)), MIN(CASE WHEN success THEN 1 ELSE 0 END)"
                    + " FROM schema_history")) {
      rows.next();
      return rows.getInt(2) == 1 ? rows.getInt(1) : 0;
    }
  }
}
