package io.lingpai.login;

import io.lingpai.member.Profile;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What came of opening the data that a person's client encrypted. */
public sealed interface OpenData {

  /**
   * It opened.
   *
   * @param json as the vendor wrote it
   * @param openid whose it is, where it says so
   * @param appid the app it was made for, by the watermark
   * @param at when it was made, by the watermark
   */
  record Opened(
      String json,
      @Nullable String openid,
      @Nullable String unionid,
      String appid,
      Instant at,
      Profile profile)
      implements OpenData {

    /** Somebody's data. */
    @Override
    public String toString() {
      return "Opened";
    }
  }

  /**
   * It did not open.
   *
   * @param code the vendor's own number for it, −41001 to −41004
   */
  record Closed(int code, String why) implements OpenData {}

  /** What is wrong with data that opened. */
  enum Fault {
    OTHER_PERSON,
    OTHER_APP,
    TOO_OLD
  }

  /**
   * Judges data that opened, in the order person, app, age.
   *
   * @param openid whose it should be
   * @param mustName whether data that names nobody is refused; a phone number, for one, names
   *     nobody
   * @param oldest the greatest age; data from further ahead than this is no better
   * @return null if nothing is wrong
   */
  static @Nullable Fault judge(
      Opened data, String openid, boolean mustName, String appid, Instant now, Duration oldest) {
    boolean named = data.openid() != null;
    if (named ? !openid.equals(data.openid()) : mustName) {
      return Fault.OTHER_PERSON;
    }
    if (!appid.equals(data.appid())) {
      return Fault.OTHER_APP;
    }
    Duration age = Duration.between(data.at(), now);
    // The watermark has whole seconds: what was made in this one is not from the future.
    return age.compareTo(oldest.plusSeconds(1)) >= 0 || age.negated().compareTo(oldest) > 0
        ? Fault.TOO_OLD
        : null;
  }
}
