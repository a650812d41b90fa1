package io.lingpai.client;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One question, however many ask it at once: the first carries it to the server, the others wait
 * for what comes of it. Once there is an answer, the next to come asks anew.
 *
 * <p>Whoever carries it may be interrupted on the way. That says nothing about the server, so only
 * that thread fails; those who waited with it look again and ask themselves.
 */
final class Question<T> {

  private final Supplier<T> question;
  private @Nullable Asked<T> underWay;

  Question(Supplier<T> question) {
    this.question = question;
  }

  /**
   * What came of it, asked in this thread or in another that was first.
   *
   * @return null when that other was interrupted: whoever still wants to know asks again
   */
  @Nullable T ask() {
    Asked<T> mine = new Asked<>();
    Asked<T> asked = begun(mine);
    if (asked == mine) {
      carry(mine);
    }
    try {
      return asked.answer.get();
    } catch (CancellationException e) {
      if (asked == mine) {
        throw LingpaiUnreachable.interrupted(e);
      }
      return null;
    } catch (ExecutionException e) {
      throw thrown(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw LingpaiUnreachable.interrupted(e);
    }
  }

  /** Asks in another thread, unless somebody is asking already. */
  Asked<T> askBehind(Executor behind) {
    Asked<T> mine = new Asked<>();
    Asked<T> asked = begun(mine);
    if (asked == mine) {
      try {
        behind.execute(() -> carry(mine));
      } catch (RuntimeException | Error e) {
        // Closed, or no room for a thread: were it left under way, nobody could ask any more.
        over();
        mine.answer.completeExceptionally(new LingpaiUnreachable("no thread to ask in", e));
      }
    }
    return asked;
  }

  synchronized boolean isUnderWay() {
    return underWay != null;
  }

  private synchronized Asked<T> begun(Asked<T> mine) {
    if (underWay != null) {
      return underWay;
    }
    underWay = mine;
    return mine;
  }

  private synchronized void over() {
    underWay = null;
  }

  private void carry(Asked<T> mine) {
    try {
      T said = question.get();
      over();
      mine.answer.complete(said);
    } catch (RuntimeException | Error e) {
      over();
      if (LingpaiUnreachable.isInterruption(e)) {
        mine.answer.cancel(false);
      } else {
        mine.answer.completeExceptionally(e);
      }
    }
  }

  private static RuntimeException thrown(ExecutionException e) {
    Throwable cause = e.getCause();
    return cause instanceof LingpaiException
        ? ((LingpaiException) cause).again()
        : new IllegalStateException("the question failed", cause);
  }

  /** One time that it was asked. */
  static final class Asked<T> {

    private final CompletableFuture<T> answer = new CompletableFuture<>();
    private final long begun = System.nanoTime();

    /**
     * What came of it within this time, counted from when it was asked and not from now: of those
     * who come to a server that hangs, only the first wait.
     *
     * @return null when there is no answer yet, or the reader was interrupted
     */
    @Nullable T within(Duration time) {
      try {
        long left = time.toNanos() - (System.nanoTime() - begun);
        return answer.get(Math.max(0, left), TimeUnit.NANOSECONDS);
      } catch (TimeoutException | CancellationException e) {
        return null;
      } catch (ExecutionException e) {
        throw thrown(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return null;
      }
    }
  }
}
