package io.lingpai.sandbox.dingtalk;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One event that DingTalk tells of, and what became of it. Safe for many threads. */
public final class EventPush {
  private final String type;
  private final String text;
  private final List<Attempt> attempts = new ArrayList<>();
  private final CompletableFuture<Boolean> end = new CompletableFuture<>();

  /**
   * @param trouble empty where the answer was the sealed word success
   */
  public record Attempt(long millis, int status, String trouble) {}

  EventPush(String type, String text) {
    this.type = type;
    this.text = text;
  }

  public String type() {
    return type;
  }

  String text() {
    return text;
  }

  public synchronized List<Attempt> attempts() {
    return List.copyOf(attempts);
  }

  /** Whether it was taken; waits until that is certain. */
  public boolean taken(Duration atMost) {
    try {
      return end.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException late) {
      throw new IllegalStateException("not settled within " + atMost + ": " + this, late);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  public boolean isSettled() {
    return end.isDone();
  }

  synchronized int attempted(Attempt attempt) {
    attempts.add(attempt);
    return attempts.size();
  }

  void ends(boolean wasTaken) {
    end.complete(wasTaken);
  }

  boolean failed() {
    return end.isDone() && !end.join();
  }

  @Override
  public synchronized String toString() {
    return type + " " + attempts;
  }
}
