package io.lingpai.client;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One credential as this process keeps it.
 *
 * <ol>
 *   <li>Nothing is kept, or it is dead: the caller asks; others who come meanwhile wait with it.
 *   <li>Promised and young: served.
 *   <li>Promised, in the last quarter of the promise or with doubts about it: served, while one
 *       thread asks again.
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
  private static final Duration LONGEST_PAUSE_WITH_NOTHING = Duration.ofSeconds(5);

  private final Question<Credential> question;
  private final LongSupplier nanoTime;
  private final Executor behind;
  private final Duration patience;

  private volatile @Nullable Held held;
  private volatile @Nullable Pause pause;
  private volatile @Nullable Long doubted;

  Kept(Supplier<Credential> asking, LongSupplier nanoTime, Executor behind, Duration patience) {
    this.question = new Question<>(() -> asked(asking));
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
    if (paused(now) || isSound(one, now)) {
      return one.credential;
    }
    Question.Asked<Credential> asked = question.askBehind(behind);
    return one.promised(now) ? one.credential : briefly(asked, one.credential);
  }

  /** What is kept, whatever its age. */
  @Nullable Credential peek() {
    Held one = held;
    return one == null ? null : one.credential;
  }

  /**
   * Takes in what the server said to a question that left at {@code asked}.
   *
   * @return what is kept now
   */
  synchronized Credential take(Credential credential, long asked) {
    Held before = held;
    pause = null;
    if (before != null && before.outlasts(credential, asked, nanoTime.getAsLong())) {
      return before.credential;
    }
    held = new Held(credential, asked);
    return credential;
  }

  /** Takes in what the server said when it was told that what is kept is dead. */
  synchronized Credential replace(Credential credential, long asked) {
    pause = null;
    held = new Held(credential, asked);
    return credential;
  }

  /** There is this version. */
  void heard(long version) {
    Held one = held;
    if (one == null || one.credential.version() < version) {
      doubt();
    }
  }

  /**
   * Something may have been missed: the promise on what is kept, or on an answer to a question that
   * is under way, is not relied upon. A node is there to say so, and so it can be asked, too.
   */
  void doubt() {
    long now = nanoTime.getAsLong();
    doubted = now;
    Pause resting = pause;
    if (resting != null && resting.why instanceof LingpaiUnreachable) {
      pause = null;
    }
    Held one = held;
    // Where no promise holds, the next reader asks anyway, if there ever is one.
    if (one != null && one.promised(now) && !paused(now)) {
      question.askBehind(behind);
    }
  }

  /** Nothing would be lost by forgetting this. */
  boolean isIdle(long now) {
    Held one = held;
    return (one == null || !one.alive(now)) && !paused(now) && !question.isUnderWay();
  }

  private Credential withoutOne(long now) {
    Pause resting = pause;
    if (resting != null && resting.until - now > 0) {
      throw resting.why.again();
    }
    Credential said = question.ask();
    return said == null ? read() : said;
  }

  private Credential asked(Supplier<Credential> asking) {
    long asked = nanoTime.getAsLong();
    Held one = held;
    // Still needed? Between a reader's look and its question another's may have been answered.
    if (one != null && one.alive(asked) && isSound(one, asked)) {
      return one.credential;
    }
    try {
      return take(asking.get(), asked);
    } catch (LingpaiException e) {
      if (!LingpaiUnreachable.isInterruption(e)) {
        rest(e);
      }
      throw e;
    }
  }

  private synchronized void rest(LingpaiException why) {
    if (why instanceof LingpaiProblem && ((LingpaiProblem) why).endsWhatIsKept()) {
      held = null;
    }
    long now = nanoTime.getAsLong();
    Duration length = pause(why, now);
    pause = new Pause(why, length, now + length.toNanos());
  }

  private Duration pause(LingpaiException why, long now) {
    if (why instanceof LingpaiProblem) {
      // However long the server would rather wait: what somebody repairs must not stay broken here.
      Duration told = ((LingpaiProblem) why).retryAfter().orElse(FIRST_PAUSE);
      return shorter(told.compareTo(FIRST_PAUSE) < 0 ? FIRST_PAUSE : told, LONGEST_PAUSE);
    }
    Pause before = pause;
    Held one = held;
    // Whoever has nothing to serve fails until a node is back, and should not for long after.
    boolean serving = one != null && one.alive(now);
    return shorter(
        before == null ? FIRST_PAUSE : before.length.multipliedBy(2),
        serving ? LONGEST_PAUSE : LONGEST_PAUSE_WITH_NOTHING);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private boolean paused(long now) {
    Pause resting = pause;
    return resting != null && resting.until - now > 0;
  }

  private boolean isSound(Held one, long now) {
    Long since = doubted;
    return one.young(now) && (since == null || one.asked - since >= 0);
  }

  private Credential briefly(Question.Asked<Credential> asked, Credential meanwhile) {
    try {
      Credential said = asked.within(patience);
      return said == null ? meanwhile : said;
    } catch (LingpaiException e) {
      if (held == null) {
        throw e;
      }
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

    /**
     * Whether this is kept rather than that answer. An older version may come from a question that
     * was overtaken, or from a node that is cut off and has not heard of this one. But it is
     * believed where it was issued later: then the server began anew and counts from one.
     */
    boolean outlasts(Credential other, long otherAsked, long now) {
      if (other.version() > credential.version()) {
        return false;
      }
      if (otherAsked - asked < 0) {
        return true;
      }
      return other.version() < credential.version()
          && other.issuedAt().isBefore(credential.issuedAt())
          && alive(now);
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
