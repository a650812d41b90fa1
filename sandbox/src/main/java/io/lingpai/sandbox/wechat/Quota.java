package io.lingpai.sandbox.wechat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;

/**
 * What one app has used: by path and Shanghai day, by path and minute. These follow the calendar
 * and are never scaled by the sandbox's speed. A call that is refused over the limit is not
 * counted.
 */
final class Quota {
  static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
  static final int RESETS_A_MONTH = 10;

  /** What a path allows an app; 0 for no limit. */
  record Limits(int daily, int perMinute) {}

  private LocalDate day = LocalDate.MIN;
  private final Map<String, Integer> today = new HashMap<>();
  private long minute = Long.MIN_VALUE;
  private final Map<String, Integer> thisMinute = new HashMap<>();
  private YearMonth month = YearMonth.of(1970, 1);
  private int resets;

  void count(String path, Limits limits, Instant now) {
    turn(now);
    if (limits.perMinute() > 0 && thisMinute.getOrDefault(path, 0) >= limits.perMinute()) {
      throw new Refusal(45011);
    }
    if (limits.daily() > 0 && today.getOrDefault(path, 0) >= limits.daily()) {
      throw new Refusal(45009);
    }
    thisMinute.merge(path, 1, Integer::sum);
    today.merge(path, 1, Integer::sum);
  }

  int used(String path, Instant now) {
    turn(now);
    return today.getOrDefault(path, 0);
  }

  Map<String, Integer> used(Instant now) {
    turn(now);
    return Map.copyOf(today);
  }

  int resetsThisMonth(Instant now) {
    turn(now);
    return resets;
  }

  void reset(Instant now) {
    turn(now);
    if (resets >= RESETS_A_MONTH) {
      throw new Refusal(48006);
    }
    resets++;
    today.clear();
  }

  private void turn(Instant now) {
    LocalDate date = LocalDate.ofInstant(now, SHANGHAI);
    if (!date.equals(day)) {
      day = date;
      today.clear();
    }
    if (!YearMonth.from(date).equals(month)) {
      month = YearMonth.from(date);
      resets = 0;
    }
    long currentMinute = Math.floorDiv(now.getEpochSecond(), 60);
    if (currentMinute != minute) {
      minute = currentMinute;
      thisMinute.clear();
    }
  }
}
