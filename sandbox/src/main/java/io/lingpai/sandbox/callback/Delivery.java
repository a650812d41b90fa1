package io.lingpai.sandbox.callback;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One push and what became of it. Safe for many threads. */
public final class Delivery {
  public enum Outcome {
    /** Kept back on request. */
    HELD,
    /** On its way, or between two attempts. */
    UNDERWAY,
    /** Answered {@code success} or with nothing. */
    TAKEN,
    /** Answered with a message to the user. */
    REPLIED,
    /** Answered with something else: the user reads that the account is out of order. */
    MISUNDERSTOOD,
    /** Never answered with 200 in time. */
    UNANSWERED
  }

  /**
   * @param status 0 when none arrived
   * @param said what arrived, or why nothing did
   */
  public record Attempt(Instant at, long millis, int status, String said) {}

  private final long number;
  private final Push push;
  private final Instant at;
  private final List<Attempt> attempts = new ArrayList<>();
  private final CompletableFuture<Delivery> end = new CompletableFuture<>();
  private Outcome outcome = Outcome.UNDERWAY;
  private Reply reply = Reply.NONE;

  Delivery(long number, Push push, Instant at) {
    this.number = number;
    this.push = push;
    this.at = at;
  }

  public long number() {
    return number;
  }

  public Push push() {
    return push;
  }

  public Instant at() {
    return at;
  }

  public synchronized Outcome outcome() {
    return outcome;
  }

  public synchronized List<Attempt> attempts() {
    return List.copyOf(attempts);
  }

  /** The fields of the message the user is shown; empty when there is none. */
  public synchronized Map<String, String> reply() {
    return reply.fields();
  }

  /** Why the answer was not understood; empty when it was. */
  public synchronized String trouble() {
    return reply.trouble();
  }

  /** Waits until it has an end; an {@link IllegalStateException} says what is so far. */
  public Delivery settled(Duration atMost) {
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

  synchronized void now(Outcome present) {
    outcome = present;
  }

  synchronized int attempted(Attempt attempt) {
    attempts.add(attempt);
    return attempts.size();
  }

  void ends(Outcome last, Reply answer) {
    synchronized (this) {
      outcome = last;
      reply = answer;
    }
    end.complete(this);
  }

  @Override
  public synchronized String toString() {
    return "%s to %s: %s, %d attempts"
        .formatted(push.kind(), push.callback().url(), outcome, attempts.size());
  }
}
