package io.lingpai.jdbc;

import io.lingpai.jdbc.Database.Work;
import io.lingpai.problem.StoreUnavailable;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The one writer of an embedded store. Whoever wants to write hands over a piece of work and waits;
 * one thread does what has gathered in one transaction, so that many share one sync to disk:
 *
 * <ol>
 *   <li>take what waits, the keeper's first, at most {@value #AT_ONCE} pieces, 500 rows or 50 ms;
 *   <li>do each within a savepoint: one that fails is undone alone;
 *   <li>commit, which syncs;
 *   <li>only then tell each caller that it is done.
 * </ol>
 *
 * <p>SQLite's waits block the thread in native code, a virtual thread's carrier too. So no caller
 * ever touches the connection.
 */
final class GroupCommit {

  private static final int AT_ONCE = 256;
  private static final Duration AT_MOST = Duration.ofMillis(50);

  /** With so many rows changed none is begun any more: a piece itself changes at most 200. */
  private static final long ENOUGH_ROWS = 300;

  /** Of this many pieces at least one is not the keeper's, if there is one. */
  private static final int FAIR_SHARE = 8;

  private final Connection connection;
  private final InstantSource clock;
  private final Runnable afterCommit;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final Queue<Piece<?>> first = new ArrayDeque<>();
  private final Queue<Piece<?>> others = new ArrayDeque<>();
  private int sinceOthers;
  private boolean closed;

  /**
   * Does nothing until {@link #run} is called.
   *
   * @param connection in auto-commit mode, used by the writing thread only
   * @param afterCommit called between each commit and the telling
   */
  GroupCommit(Connection connection, InstantSource clock, Runnable afterCommit) {
    this.connection = connection;
    this.clock = clock;
    this.afterCommit = afterCommit;
  }

  /** Hands over a piece of work and waits until it is durable. */
  <T> T submit(Work<T> work, boolean goesFirst) {
    Piece<T> piece = new Piece<>(work);
    lock.lock();
    try {
      if (closed) {
        throw new StoreUnavailable("the store is closed");
      }
      (goesFirst ? first : others).add(piece);
      arrived.signal();
    } finally {
      lock.unlock();
    }
    return Waiting.on(piece.outcome);
  }

  /** Takes no more; what waits is still done. */
  void close() {
    lock.lock();
    try {
      closed = true;
      arrived.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Writes until closed. */
  void run() {
    Piece<?> next = take();
    while (next != null) {
      transaction(next);
      next = take();
    }
  }

  private void transaction(Piece<?> begin) {
    List<Piece<?>> done = new ArrayList<>();
    try (Statement statement = connection.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
      long enough = rowsChanged(statement) + ENOUGH_ROWS;
      Instant end = clock.instant().plus(AT_MOST);
      Piece<?> piece = begin;
      while (piece != null) {
        done.add(piece);
        doOne(statement, piece);
        boolean full =
            done.size() == AT_ONCE
                || rowsChanged(statement) >= enough
                || !clock.instant().isBefore(end);
        piece = full ? null : poll();
      }
      statement.execute("COMMIT");
      afterCommit.run();
      done.forEach(Piece::tell);
    } catch (SQLException | RuntimeException | Error e) {
      rollback();
      if (done.isEmpty()) {
        done.add(begin);
      }
      done.forEach(piece -> piece.fail(e));
    }
  }

  /** A failure of the work is its caller's; a failure of the savepoint is everybody's. */
  private void doOne(Statement statement, Piece<?> piece) throws SQLException {
    statement.execute("SAVEPOINT piece");
    boolean kept = piece.doOn(connection);
    if (!kept) {
      statement.execute("ROLLBACK TO piece");
    }
    statement.execute("RELEASE piece");
  }

  /** Since the connection was opened. */
  private static long rowsChanged(Statement statement) throws SQLException {
    try (ResultSet rows = statement.executeQuery("SELECT total_changes()")) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private void rollback() {
    try (Statement statement = connection.createStatement()) {
      statement.execute("ROLLBACK");
    } catch (SQLException e) {
      // There is no transaction any more: SQLite has rolled back by itself, as it does when the
      // disk is full.
    }
  }

  private @Nullable Piece<?> take() {
    lock.lock();
    try {
      while (first.isEmpty() && others.isEmpty() && !closed) {
        arrived.awaitUninterruptibly();
      }
      return next();
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Piece<?> poll() {
    lock.lock();
    try {
      return next();
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Piece<?> next() {
    boolean othersTurn = sinceOthers >= FAIR_SHARE && !others.isEmpty();
    Piece<?> piece = othersTurn ? null : first.poll();
    if (piece != null) {
      sinceOthers++;
      return piece;
    }
    sinceOthers = 0;
    return others.poll();
  }

  /** One caller's work and what became of it. */
  private static final class Piece<T> {
    private final Work<T> work;
    private final CompletableFuture<T> outcome = new CompletableFuture<>();
    private @Nullable T result;
    private @Nullable Throwable failure;

    Piece(Work<T> work) {
      this.work = work;
    }

    /** Whether what it did is to be kept. */
    boolean doOn(Connection connection) {
      try {
        result = work.on(connection);
        return true;
      } catch (SQLException | RuntimeException | Error e) {
        failure = e;
        return false;
      }
    }

    void tell() {
      if (failure != null) {
        outcome.completeExceptionally(failure);
      } else {
        outcome.complete(result);
      }
    }

    void fail(Throwable why) {
      outcome.completeExceptionally(failure == null ? why : failure);
    }
  }
}
