package io.lingpai.jdbc;

import io.lingpai.problem.StoreNotUsable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import org.sqlite.SQLiteConfig;

/**
 * The embedded store of another process, or of none: read, never locked and never changed. SQLite
 * lets one look while a node writes.
 */
final class SqliteGlance implements Database {

  private static final int BUSY_MILLIS = 5_000;

  private final Path file;
  private final InstantSource clock;
  private final Connection connection;

  private SqliteGlance(Path file, InstantSource clock, Connection connection) {
    this.file = file;
    this.clock = clock;
    this.connection = connection;
  }

  static SqliteGlance at(Path folder, InstantSource clock) {
    Path file = SqliteDatabase.file(folder);
    if (!Files.exists(file)) {
      throw new StoreNotUsable("there is no store " + file.toAbsolutePath());
    }
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    config.setBusyTimeout(BUSY_MILLIS);
    try {
      Connection connection = config.createConnection("jdbc:sqlite:" + file);
      try {
        Migrations.require(connection);
        return new SqliteGlance(file, clock, connection);
      } catch (SQLException | RuntimeException e) {
        connection.close();
        throw e;
      }
    } catch (SQLException e) {
      throw SqliteDatabase.told(file, e);
    }
  }

  @Override
  public <T> T writeFirst(Work<T> work) {
    return write(work);
  }

  @Override
  public <T> T write(Work<T> work) {
    throw new UnsupportedOperationException("this store was opened for looking only");
  }

  @Override
  public synchronized <T> T read(Work<T> work) {
    try {
      return work.on(connection);
    } catch (SQLException e) {
      throw SqlFailures.tell(e);
    }
  }

  @Override
  public Instant now() {
    return Micros.cut(clock.instant());
  }

  @Override
  public Instant now(Connection unused) {
    return now();
  }

  @Override
  public Dialect dialect() {
    return Dialect.SQLITE;
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      // Nothing was written, so nothing can be lost.
    }
  }

  @Override
  public String toString() {
    return "SQLite " + file + ", for looking";
  }
}
