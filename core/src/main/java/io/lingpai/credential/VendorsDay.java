package io.lingpai.credential;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/** The day that vendors count quotas by: Shanghai's. */
public final class VendorsDay {

  private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");

  private VendorsDay() {}

  public static LocalDate of(Instant now) {
    return LocalDate.ofInstant(now, SHANGHAI);
  }

  /** The midnight that ends it. */
  public static Instant endOf(Instant now) {
    return of(now).plusDays(1).atStartOfDay(SHANGHAI).toInstant();
  }
}
