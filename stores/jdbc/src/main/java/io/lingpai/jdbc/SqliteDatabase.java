package io.lingpai.jdbc;

import io.lingpai.problem.CorruptStore;
import io.lingpai.problem.StoreNotUsable;
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
import java.util.concurrent.ThreadFactory;

/**
 * The embedded store: one SQLite file, one writing thread, a few reading ones.
 *
 * <p>{@code synchronous=FULL} in WAL mode syncs the log at every commit; that, and {@link
 * GroupCommit}'s order, is what makes an acknowledged write durable.
 */
final class SqliteDatabase implements Database {

  private static final String LOCK_FILE = "lingpai.lock";
  private static final int READERS = 4;
  private static final long BUSY_MILLIS = 5_000;

  /** A larger file is not read through at start: that would delay it by seconds. */
  private static final long CHECKED_UP_TO_BYTES = 64L << 20;

  private final Path file;
  private final InstantSource clock;
  private final FileChannel lockFile;
  private final List<Connection> connections;
  private final GroupCommit commits;
  private final Thread writer;
  private final ReadingThreads readers;

  private SqliteDatabase(
      Path file,
      InstantSource clock,
      FileChannel lockFile,
      List<Connection> connections,
      ThreadFactory threads,
      Runnable afterCommit) {
    this.file = file;
    this.clock = clock;
    this.lockFile = lockFile;
    this.connections = connections;
    this.commits = new GroupCommit(connections.getFirst(), clock, afterCommit);
    this.writer = threads.newThread(commits::run);
    this.readers = new ReadingThreads(connections.subList(1, connections.size()), threads);
    writer.start();
  }

  /**
   * Opens the store in a folder, making both if need be.
   *
   * @param threads gives platform threads: SQLite waits in native code
   * @param afterCommit called between each commit and the telling of its callers
   */
  static SqliteDatabase open(
      Path folder, InstantSource clock, ThreadFactory threads, Runnable afterCommit) {
    Path file = file(folder);
    FileChannel lockFile = lock(folder);
    List<Connection> connections = new ArrayList<>();
    try {
      Connection writing = connect(file);
      connections.add(writing);
      checkIntegrity(file, writing);
      Migrations.run(writing, Dialect.SQLITE, "jdbc:sqlite:" + file, null, null);
      for (int i = 0; i < READERS; i++) {
        Connection reader = connect(file);
        connections.add(reader);
        execute(reader, "PRAGMA query_only = ON");
      }
      return new SqliteDatabase(file, clock, lockFile, connections, threads, afterCommit);
    } catch (SQLException | RuntimeException e) {
      closeAll(connections);
      closeQuietly(lockFile);
      throw told(file, e);
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
    return readers.read(work);
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
    try {
      writer.join();
      readers.close();
      closeAll(connections);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    closeQuietly(lockFile);
  }

  @Override
  public String toString() {
    return "SQLite " + file;
  }

  static Path file(Path folder) {
    return folder.resolve("lingpai.db");
  }

  static RuntimeException told(Path file, Exception failure) {
    if (failure instanceof SQLException sql) {
      return SqlFailures.isCorruption(sql)
          ? corrupt(file, String.valueOf(sql.getMessage()), sql)
          : new StoreNotUsable(
              "the embedded store "
                  + file.toAbsolutePath()
                  + " cannot be opened: "
                  + sql.getMessage(),
              sql);
    }
    return (RuntimeException) failure;
  }

  private static void closeAll(List<Connection> connections) {
    // The writer last: the last to close moves the log into the database.
    for (Connection connection : connections.reversed()) {
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
              folder.resolve(LOCK_FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
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

  /** Whether a process has this folder open. One that cannot be found out counts as open. */
  static boolean inUse(Path folder) {
    Path lockFile = folder.resolve(LOCK_FILE);
    if (!Files.exists(lockFile)) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE)) {
      return channel.tryLock() == null;
    } catch (IOException | OverlappingFileLockException e) {
      return true;
    }
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
