package io.lingpai.client;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** A token or ticket as the server gave it. It prints without its value. Immutable. */
public final class Credential {

  // Nothing lives longer, and what claims to would overflow when counted in nanoseconds.
  private static final long A_CENTURY = TimeUnit.DAYS.toSeconds(36_500);

  private final String app;
  private final String kind;
  private final String value;
  private final long version;
  private final Instant issuedAt;
  private final Instant expiresAt;
  private final Duration expiresIn;
  private final Duration freshFor;

  Credential(String app, String kind, Fields said) {
    this.app = app;
    this.kind = kind;
    this.value = said.text("value");
    this.version = said.number("version");
    this.issuedAt = said.instant("issued_at");
    this.expiresAt = said.instant("expires_at");
    this.expiresIn = seconds(said.number("expires_in"));
    this.freshFor = seconds(said.number("fresh_for"));
  }

  private static Duration seconds(long seconds) {
    return Duration.ofSeconds(Math.max(0, Math.min(seconds, A_CENTURY)));
  }

  /** The app's name at the server. */
  public String app() {
    return app;
  }

  /** Such as {@code access_token} or {@code jsapi_ticket}. */
  public String kind() {
    return kind;
  }

  /** The value itself: a secret, to be sent to the vendor and nowhere else. */
  public String value() {
    return value;
  }

  /** Counts the values of this kind; a longer life of the same value keeps it. */
  public long version() {
    return version;
  }

  /** When the vendor issued it, by the server's clock. */
  public Instant issuedAt() {
    return issuedAt;
  }

  /** When the vendor ends it, by the server's clock. */
  public Instant expiresAt() {
    return expiresAt;
  }

  /** How long it had to live, in whole seconds, when the server answered. */
  public Duration expiresIn() {
    return expiresIn;
  }

  /**
   * How long it may be used without asking again and never be found dead through a planned renewal,
   * counted from the question; five minutes at most, zero when nothing can be promised.
   */
  public Duration freshFor() {
    return freshFor;
  }

  @Override
  public String toString() {
    return app + "/" + kind + " version " + version + " until " + expiresAt;
  }
}
