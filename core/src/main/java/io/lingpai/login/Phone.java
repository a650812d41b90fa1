package io.lingpai.login;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Somebody's phone number.
 *
 * @param number with the country's code where it is a foreign one
 * @param at when the person allowed it, where the vendor says so
 */
public record Phone(
    String number, String pureNumber, String countryCode, String appid, @Nullable Instant at) {

  /** Nobody's business. */
  @Override
  public String toString() {
    return "Phone[…]";
  }
}
