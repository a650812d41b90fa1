package io.lingpai.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One credential as this process keeps it, and the one question that may be under way for it.
 *
 * <ol>
 *   <li>Nothing is kept, or it is dead: the caller asks; others who come meanwhile wait with it.
 *   <li>Promised and young: served.
 *   <li>Promised, in the last quarter of the promise: served, while one thread asks again.
 *   <li>Alive, but no longer promised: one thread asks, and whoever comes waits for it briefly. It
 *       may be dead already, so the answer is worth the wait; no answer in time, and it is served.
 *   <li>Nobody answered lately: as long as it lives it is served without asking.
 * </ol>
 *
 * All lives are counted from the moment the question left, by this process's own clock.
 */
final class Kept {

  private static final int QUARTERS = 4;
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final Supplier<Credential> question;
  private final LongSupplier nanoTime;
  private final Executor behind;
  private final Duration patience;

  private volatile @Nullable Held held;
  private volatile @Nullable Pause pause;
  private @Nullable CompletableFuture<Credential> underWay;

  Kept(Supplier<Credential> question, LongSupplier nanoTime, Executor behind, Duration patience) {
    this.question = question;
    this.nanoTime = nanoTime;
    this.behind = behind;
    this.patience = patience;
  }

  Credential read() {
    long now = nanoTime.getAsLong();
    Held one = held;
    if (one == null || !one.alive(now)) {
      return withoutOne(now);
    }
    if (one.young(now) || paused(now)) {
      return one.credential;
    }
    CompletableFuture<Credential> answer = askBehind();
    return one.promised(now) ? one.credential : briefly(answer, one.credential);
  }

  /** What is kept, whatever its age. */
  @Nullable Credential peek() {
    Held one = held;
    return one == null ? null : one.credential;
  }

  /** Takes in what the server said to a question that left at {@code asked}. */
  synchronized Credential take(Credential credential, long asked) {
    Held before = held;
    // An older version is believed if it was asked for later: the server may have begun anew.
    if (before == null
        || credential.version() > before.credential.version()
        || asked - before.asked >= 0) {
      held = new Held(credential, asked);
    }
    pause = null;
    return credential;
  }

  /** Someone heard of another version: the promise on what is kept is not relied upon any more. */
  @SuppressWarnings("FutureReturnValueIgnored") // whoever reads next meets what came of it
  void doubt() {
    Held one = held;
    if (one != null && !paused(nanoTime.getAsLong())) {
      askBehind();
    }
  }

  private Credential withoutOne(long now) {
    Pause resting = pause;
    if (resting != null && resting.until - now > 0) {
      throw resting.why.again();
    }
    CompletableFuture<Credential> mine = new CompletableFuture<>();
    CompletableFuture<Credential> answer = begun(mine);
    if (answer == mine) {
      ask(mine);
    }
    return awaited(answer);
  }

  private CompletableFuture<Credential> askBehind() {
    CompletableFuture<Credential> mine = new CompletableFuture<>();
    CompletableFuture<Credential> answer = begun(mine);
    if (answer == mine) {
      try {
        behind.execute(() -> ask(mine));
      } catch (RejectedExecutionException e) {
        failed(mine, new LingpaiUnreachable("the client is closed", e));
      }
    }
    return answer;
  }

  private synchronized CompletableFuture<Credential> begun(CompletableFuture<Credential> mine) {
    if (underWay != null) {
      return underWay;
    }
    underWay = mine;
    return mine;
  }

  private synchronized void over() {
    underWay = null;
  }

  private void ask(CompletableFuture<Credential> answer) {
    long asked = nanoTime.getAsLong();
    try {
      Credential credential = take(question.get(), asked);
      over();
      answer.complete(credential);
    } catch (RuntimeException | Error e) {
      failed(answer, e);
    }
  }

  private void failed(CompletableFuture<Credential> answer, Throwable why) {
    if (why instanceof LingpaiException) {
      rest((LingpaiException) why);
    }
    over();
    answer.completeExceptionally(why);
  }

  private synchronized void rest(LingpaiException why) {
    if (why instanceof LingpaiProblem && ((LingpaiProblem) why).endsWhatIsKept()) {
      held = null;
    }
    Pause before = pause;
    Duration length = before == null ? FIRST_PAUSE : before.length.multipliedBy(2);
    if (why instanceof LingpaiProblem) {
      length = ((LingpaiProblem) why).retryAfter().orElse(FIRST_PAUSE);
    }
    // However long the server would rather wait: what somebody repairs must not stay broken here.
    length = length.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : length;
    pause = new Pause(why, length, nanoTime.getAsLong() + length.toNanos());
  }

  private boolean paused(long now) {
    Pause resting = pause;
    return resting != null && resting.until - now > 0;
  }

  private static Credential awaited(CompletableFuture<Credential> answer) {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw thrown(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LingpaiUnreachable("interrupted while waiting for the answer", e);
    }
  }

  private static RuntimeException thrown(@Nullable Throwable cause) {
    if (cause instanceof LingpaiException) {
      return ((LingpaiException) cause).again();
    }
    return new IllegalStateException("the question failed", cause);
  }

  private Credential briefly(CompletableFuture<Credential> answer, Credential meanwhile) {
    try {
      return answer.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return meanwhile;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof LingpaiException && held != null) {
        return meanwhile;
      }
      throw thrown(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return meanwhile;
    }
  }

  private static final class Held {

    private final Credential credential;
    private final long asked;

    Held(Credential credential, long asked) {
      this.credential = credential;
      this.asked = asked;
    }

    boolean alive(long now) {
      return now - asked < credential.expiresIn().toNanos();
    }

    boolean promised(long now) {
      return now - asked < credential.freshFor().toNanos();
    }

    boolean young(long now) {
      return now - asked < credential.freshFor().toNanos() / QUARTERS * (QUARTERS - 1);
    }
  }

  private static final class Pause {

    private final LingpaiException why;
    private final Duration length;
    private final long until;

    Pause(LingpaiException why, Duration length, long until) {
      this.why = why;
      this.length = length;
      this.until = until;
    }
  }
}
