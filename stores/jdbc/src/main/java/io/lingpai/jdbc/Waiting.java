package io.lingpai.jdbc;

import io.lingpai.problem.StoreUnavailable;
import java.sql.SQLException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** Waits for what another thread does, and tells its failure in the words of our callers. */
final class Waiting {

  private Waiting() {}

  static <T> T on(Future<T> outcome) {
    try {
      return outcome.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailable("interrupted while waiting; it may have happened or not", e);
    } catch (CancellationException e) {
      throw new StoreUnavailable("the store is closed", e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      throw failure(cause == null ? e : cause);
    }
  }

  private static RuntimeException failure(Throwable cause) {
    return switch (cause) {
      case SQLException sql -> SqlFailures.tell(sql);
      case RuntimeException own -> own;
      case Error error -> throw error;
      default -> new StoreUnavailable(String.valueOf(cause.getMessage()), cause);
    };
  }
}
