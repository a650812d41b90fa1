package io.lingpai.server.doctor;

import io.lingpai.credential.Advice;
import io.lingpai.server.problem.Language;
import java.time.Duration;

/** Something to say, in both languages. */
public record Words(String english, String chinese) {

  static final Words NONE = new Words("", "");

  private static final long AS_SECONDS = 120;

  static Words of(Advice advice) {
    return new Words(advice.english(), advice.chinese());
  }

  /** For what needs no translation: a path, or the words of another program. */
  static Words same(String text) {
    return new Words(text, text);
  }

  /** A length of time as people say it. */
  static Words of(Duration length) {
    long seconds = length.abs().toSeconds();
    if (seconds < AS_SECONDS) {
      return new Words(seconds + " s", seconds + " 秒");
    }
    long minutes = length.abs().toMinutes();
    return minutes < AS_SECONDS
        ? new Words(minutes + " min", minutes + " 分钟")
        : new Words(minutes / 60 + " h", minutes / 60 + " 小时");
  }

  public boolean isEmpty() {
    return english.isEmpty();
  }

  public String in(Language language) {
    return language == Language.CHINESE ? chinese : english;
  }
}
