package io.lingpai.testkit;

import io.lingpai.credential.Advice;
import io.lingpai.credential.Credential;
import io.lingpai.credential.CredentialKey;
import io.lingpai.credential.Intent;
import io.lingpai.credential.Partner;
import io.lingpai.credential.Tally;
import io.lingpai.credential.Trouble;
import io.lingpai.credential.Value;
import io.lingpai.credential.VendorError;
import io.lingpai.secret.Secret;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Credentials to put into a store. All times are whole microseconds, as stores keep them. */
public final class Examples {

  private Examples() {}

  public static Credential dueAt(String app, String kind, @Nullable Instant due) {
    Instant cut = due == null ? null : due.truncatedTo(ChronoUnit.MICROS);
    return Credential.absent(new CredentialKey(app, kind), cut, Credential.ALWAYS)
        .wantedUntil(Instant.EPOCH);
  }

  /** The same credential with a value, due long after. */
  public static Credential issued(Credential before, String value, long version) {
    Instant asked = Instant.parse("2026-11-01T08:00:00.123456Z");
    return before
        .withCurrent(value(value, version, asked, false))
        .dueAt(Instant.parse("2100-01-01T00:00:00Z"));
  }

  public static Trouble trouble(Trouble.Nature nature, Instant since, Instant again) {
    return new Trouble(nature, VendorError.of("40164", "invalid ip"), since, 1, again);
  }

  /** Every field filled, long secrets, Chinese. */
  public static Credential full(String app, String kind, Instant near) {
    Instant now = near.truncatedTo(ChronoUnit.MICROS);
    return new Credential(
        new CredentialKey(app, kind),
        value("令牌".repeat(300), 42, now.minusSeconds(60), true),
        value("x".repeat(1024), 41, now.minusSeconds(7200), false).asDead(),
        now.plusSeconds(240),
        new Partner(Secret.of("refreshtoken@@@" + "y".repeat(512)), now.minusSeconds(59), true),
        new Intent(now.minusSeconds(1), 17),
        new Trouble(
            Trouble.Nature.QUOTA_SPENT,
            new VendorError(
                "45009",
                "api freq out of limit 调用超过限制 rid: 5f-\"';--",
                new Advice("Clear the quota", "清零调用次数"),
                "203.0.113.7"),
            now.minusSeconds(3),
            5,
            now.plusSeconds(9)),
        new Tally(
            LocalDate.of(2026, 11, 21),
            120,
            7,
            2,
            now.minusSeconds(300),
            now.minusSeconds(30),
            now.plusSeconds(30),
            9_000_000_000L),
        now.plusSeconds(5400),
        Credential.ALWAYS);
  }

  private static Value value(String secret, long version, Instant asked, boolean rehearsed) {
    return new Value(
        Secret.of(secret),
        version,
        asked,
        asked.plusMillis(120),
        asked.plusSeconds(7200),
        asked.plusSeconds(6600),
        rehearsed,
        false);
  }
}
