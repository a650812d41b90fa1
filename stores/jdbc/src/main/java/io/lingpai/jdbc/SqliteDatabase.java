package io.lingpai.jdbc;

import io.lingpai.problem.CorruptStore;
import io.lingpai.problem.StoreNotUsable;
import io.lingpai.problem.StoreUnavailable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * The embedded store: one SQLite file, one writing thread, a few reading ones.
 *
 * <p>{@code synchronous=FULL} in WAL mode syncs the log at every commit; that, and {@link
 * GroupCommit}'s order, is what makes an acknowledged write durable.
 */
final class SqliteDatabase implements Database {

  private static final int READERS = 4;
  private static final long BUSY_MILLIS = 5_000;
  private static final long CLOSING_SECONDS = 30;

  /** A larger file is not read through at start: that would delay it by seconds. */
  private static final long CHECKED_UP_TO_BYTES = 64L << 20;

  private final Path file;
  private final InstantSource clock;
  private final FileChannel lockFile;
  private final Connection writing;
  private final GroupCommit commits;
  private final ExecutorService writer;
  private final ExecutorService readers;
  private final BlockingQueue<Connection> reading = new ArrayBlockingQueue<>(READERS);

  private SqliteDatabase(
      Path file,
      InstantSource clock,
      FileChannel lockFile,
      Connection writing,
      ThreadFactory threads,
      Runnable afterCommit) {
    this.file = file;
    this.clock = clock;
    this.lockFile = lockFile;
    this.writing = writing;
    this.commits = new GroupCommit(writing, clock, afterCommit);
    this.writer = Executors.newSingleThreadExecutor(threads);
    this.readers = Executors.newFixedThreadPool(READERS, threads);
  }

  /**
   * Opens the store in a folder, making both if need be.
   *
   * @param threads gives platform threads: SQLite waits in native code
   * @param afterCommit called between each commit and the telling of its callers
   */
  static SqliteDatabase open(
      Path folder, InstantSource clock, ThreadFactory threads, Runnable afterCommit) {
    Path file = folder.resolve("lingpai.db");
    FileChannel lockFile = lock(folder);
    try {
      Connection writing = connect(file);
      SqliteDatabase database =
          new SqliteDatabase(file, clock, lockFile, writing, threads, afterCommit);
      try {
        checkIntegrity(file, writing);
        Migrations.run(writing, Dialect.SQLITE, "jdbc:sqlite:" + file, null, null);
        for (int i = 0; i < READERS; i++) {
          Connection reader = connect(file);
          execute(reader, "PRAGMA query_only = ON");
          database.reading.add(reader);
        }
      } catch (SQLException | RuntimeException e) {
        database.close();
        throw e;
      }
      database.writer.execute(database.commits::run);
      return database;
    } catch (SQLException e) {
      closeQuietly(lockFile);
      if (SqlFailures.isCorruption(e)) {
        throw corrupt(file, String.valueOf(e.getMessage()), e);
      }
      throw new StoreNotUsable(
          "the embedded store " + file + " cannot be opened: " + e.getMessage(), e);
    }
  }

  @Override
  public <T> T writeFirst(Work<T> work) {
    return commits.submit(work, true);
  }

  @Override
  public <T> T write(Work<T> work) {
    return commits.submit(work, false);
  }

  @Override
  public <T> T read(Work<T> work) {
    try {
      return Waiting.on(readers.submit(() -> readNow(work)));
    } catch (RejectedExecutionException e) {
      throw new StoreUnavailable("the store is closed", e);
    }
  }

  @Override
  public Instant now() {
    return Micros.cut(clock.instant());
  }

  @Override
  public Instant now(Connection connection) {
    return now();
  }

  @Override
  public Dialect dialect() {
    return Dialect.SQLITE;
  }

  @Override
  public void close() {
    commits.close();
    writer.shutdown();
    readers.shutdown();
    try {
      if (writer.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS)
          && readers.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS)) {
        closeConnections();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    closeQuietly(lockFile);
  }

  @Override
  public String toString() {
    return "SQLite " + file;
  }

  private <T> T readNow(Work<T> work) throws SQLException, InterruptedException {
    Connection connection = reading.take();
    try {
      return work.on(connection);
    } finally {
      reading.add(connection);
    }
  }

  private void closeConnections() {
    List<Connection> all = new ArrayList<>(reading);
    all.add(writing);
    for (Connection connection : all) {
      try {
        connection.close();
      } catch (SQLException e) {
        // Nothing is lost: what was acknowledged is in the log, and is found there at next start.
      }
    }
  }

  private static Connection connect(Path file) throws SQLException {
    Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
    execute(connection, "PRAGMA busy_timeout = " + BUSY_MILLIS);
    execute(connection, "PRAGMA journal_mode = WAL");
    execute(connection, "PRAGMA synchronous = FULL");
    return connection;
  }

  private static void checkIntegrity(Path file, Connection connection) throws SQLException {
    if (file.toFile().length() > CHECKED_UP_TO_BYTES) {
      return;
    }
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("PRAGMA quick_check(1)")) {
      String verdict = rows.next() ? rows.getString(1) : "no answer";
      if (!"ok".equals(verdict)) {
        throw corrupt(file, verdict, new SQLException(verdict));
      }
    }
  }

  private static CorruptStore corrupt(Path file, String why, SQLException cause) {
    return new CorruptStore(
        "the embedded store " + file.toAbsolutePath() + " is damaged: " + why,
        SqlFailures.REMEDY,
        cause);
  }

  /** Two processes on one folder would each believe that it is the one node there is. */
  private static FileChannel lock(Path folder) {
    FileChannel channel;
    try {
      Files.createDirectories(folder);
      channel =
          FileChannel.open(
              folder.resolve("lingpai.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new StoreNotUsable(
          "the data folder "
              + folder.toAbsolutePath()
              + " cannot be written: "
              + e
              + ". Give this user the right to write there, or set another folder as data",
          e);
    }
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return channel;
      }
    } catch (IOException | OverlappingFileLockException e) {
      // The same as no lock: it is held.
    }
    closeQuietly(channel);
    throw new StoreNotUsable(
        "another Lingpai uses the data folder "
            + folder.toAbsolutePath()
            + ". Stop it, or set another folder as data; several nodes need PostgreSQL");
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static void closeQuietly(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // The lock goes with the process at the latest.
    }
  }
}
