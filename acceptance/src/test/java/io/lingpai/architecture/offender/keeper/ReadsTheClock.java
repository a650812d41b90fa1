package io.lingpai.architecture.offender.keeper;

import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.function.Supplier;

public final class ReadsTheClock {
  private ReadsTheClock() {}

  public static long by_milliseconds() {
    return System.currentTimeMillis();
  }

  public static long by_nanoseconds() {
    return System.nanoTime();
  }

  public static Instant by_instant() {
    return Instant.now();
  }

  public static Supplier<Instant> by_reference() {
    return Instant::now;
  }

  public static LocalDate by_date() {
    return LocalDate.now(ZoneOffset.UTC);
  }

  public static Clock by_clock() {
    return Clock.systemUTC();
  }

  public static InstantSource by_source() {
    return InstantSource.system();
  }
}
