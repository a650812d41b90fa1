package io.lingpai.jdbc;

import io.lingpai.jdbc.Database.Work;
import io.lingpai.problem.StoreUnavailable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * Platform threads that read, each on a connection of its own, so that no caller's virtual thread
 * ever waits in native code.
 */
final class ReadingThreads {

  private final BlockingQueue<Reading<?>> waiting = new LinkedBlockingQueue<>();
  private final List<Thread> threads = new ArrayList<>();
  private final ReadWriteLock closing = new ReentrantReadWriteLock();
  private boolean closed;

  /** Starts a thread for each connection. */
  ReadingThreads(List<Connection> connections, ThreadFactory factory) {
    for (Connection connection : connections) {
      Thread thread = factory.newThread(() -> readOn(connection));
      threads.add(thread);
      thread.start();
    }
  }

  /** Has one of the threads do it, and waits. */
  <T> T read(Work<T> work) {
    Reading<T> reading = new Reading<>(work);
    closing.readLock().lock();
    try {
      if (closed) {
        throw new StoreUnavailable("the store is closed");
      }
      waiting.add(reading);
    } finally {
      closing.readLock().unlock();
    }
    return Waiting.on(reading.outcome);
  }

  /** Takes no more, and returns when what waited is done. */
  void close() throws InterruptedException {
    closing.writeLock().lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      threads.forEach(thread -> waiting.add(new Reading<Boolean>(null)));
    } finally {
      closing.writeLock().unlock();
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private void readOn(Connection connection) {
    try {
      while (waiting.take().on(connection)) {
        // Everything is done in asking.
      }
    } catch (InterruptedException e) {
      // Nobody interrupts these threads but the end of the process.
      Thread.currentThread().interrupt();
    }
  }

  /** One caller's work; the last of a thread has none. */
  private static final class Reading<T> {
    private final @Nullable Work<T> work;
    private final CompletableFuture<T> outcome = new CompletableFuture<>();

    Reading(@Nullable Work<T> work) {
      this.work = work;
    }

    /** Whether there may be more. */
    boolean on(Connection connection) {
      if (work == null) {
        return false;
      }
      try {
        outcome.complete(work.on(connection));
      } catch (SQLException | RuntimeException | Error e) {
        outcome.completeExceptionally(e);
      }
      return true;
    }
  }
}
