package io.lingpai.sandbox.fault;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something that goes wrong, as a value: {@code sandbox.next(refuses(40001))}, {@code
 * sandbox.next(losesTheAnswer().on("/cgi-bin/token").times(3))}.
 *
 * @param number the error code of {@link #refuses}, the status of {@link #answersStatus}, else 0
 * @param delay how long {@link #isSlow} lasts, else zero
 * @param path the path it waits for; one that ends in {@code *} is a beginning; null for any
 * @param app the app it waits for; null for any
 * @param times how many calls it strikes, {@link #UNTIL_CLEARED} for all to come
 */
public record Fault(
    Word word, int number, Duration delay, @Nullable String path, @Nullable String app, int times) {

  public static final int UNTIL_CLEARED = Integer.MAX_VALUE;

  public enum Word {
    /** The vendor says no and changes nothing. */
    REFUSES,
    /** The vendor does what was asked; the connection dies before a byte of the answer. */
    LOSES_THE_ANSWER,
    /** The connection dies before the vendor does anything. */
    LOSES_THE_REQUEST,
    /** The vendor does what was asked at once and answers late. */
    IS_SLOW,
    /** The vendor does what was asked; half of the answer's body arrives. */
    CUTS_THE_BODY,
    /** A proxy in between answers with HTML and status 200; nothing changes. */
    ANSWERS_GARBAGE,
    /** A proxy in between answers with this status; nothing changes. */
    ANSWERS_STATUS,
    /** Every connection dies, until the fault is cleared. */
    IS_DOWN;

    /** As the control API spells it: {@code loses_the_answer}. */
    public String spelled() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Word> spelled(String text) {
      return Arrays.stream(values()).filter(word -> word.spelled().equals(text)).findFirst();
    }
  }

  public Fault {
    if (times < 1) {
      throw new IllegalArgumentException("times: " + times + " (expected: 1 or more)");
    }
    if (delay.isNegative()) {
      throw new IllegalArgumentException("delay: " + delay + " (expected: not negative)");
    }
    if (word == Word.ANSWERS_STATUS && (number < 200 || number > 599)) {
      throw new IllegalArgumentException("status: " + number + " (expected: 200 to 599)");
    }
    if (word == Word.REFUSES && number == 0) {
      throw new IllegalArgumentException("code: 0 (expected: an error code, 0 is success)");
    }
  }

  public static Fault refuses(int code) {
    return once(Word.REFUSES, code, Duration.ZERO);
  }

  /** The vendor's "system busy". */
  public static Fault answersMinusOne() {
    return refuses(-1);
  }

  public static Fault losesTheAnswer() {
    return once(Word.LOSES_THE_ANSWER, 0, Duration.ZERO);
  }

  public static Fault losesTheRequest() {
    return once(Word.LOSES_THE_REQUEST, 0, Duration.ZERO);
  }

  public static Fault isSlow(Duration delay) {
    return once(Word.IS_SLOW, 0, delay);
  }

  public static Fault cutsTheBody() {
    return once(Word.CUTS_THE_BODY, 0, Duration.ZERO);
  }

  public static Fault answersGarbage() {
    return once(Word.ANSWERS_GARBAGE, 0, Duration.ZERO);
  }

  public static Fault answersStatus(int status) {
    return once(Word.ANSWERS_STATUS, status, Duration.ZERO);
  }

  public static Fault isDown() {
    return once(Word.IS_DOWN, 0, Duration.ZERO).untilCleared();
  }

  private static Fault once(Word word, int number, Duration delay) {
    return new Fault(word, number, delay, null, null, 1);
  }

  public Fault on(String path) {
    return new Fault(word, number, delay, path, app, times);
  }

  public Fault forApp(String app) {
    return new Fault(word, number, delay, path, app, times);
  }

  public Fault times(int times) {
    return new Fault(word, number, delay, path, app, times);
  }

  public Fault untilCleared() {
    return times(UNTIL_CLEARED);
  }

  boolean strikes(String calledPath, Optional<String> callingApp) {
    boolean here =
        path == null
            || (path.endsWith("*")
                ? calledPath.startsWith(path.substring(0, path.length() - 1))
                : calledPath.equals(path));
    return here && (app == null || callingApp.filter(app::equals).isPresent());
  }

  /** {@code refuses 40001 on /cgi-bin/token, 3 times}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(word.spelled());
    if (number != 0) {
      text.append(' ').append(number);
    }
    if (!delay.isZero()) {
      text.append(' ').append(delay.toMillis()).append(" ms");
    }
    if (path != null) {
      text.append(" on ").append(path);
    }
    if (app != null) {
      text.append(" for ").append(app);
    }
    if (times == UNTIL_CLEARED) {
      text.append(", until cleared");
    } else if (times > 1) {
      text.append(", ").append(times).append(" times");
    }
    return text.toString();
  }
}
