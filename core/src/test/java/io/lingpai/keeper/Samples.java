package io.lingpai.keeper;

import io.lingpai.credential.Credential;
import io.lingpai.credential.CredentialKey;
import io.lingpai.credential.Kind;
import io.lingpai.credential.Value;
import io.lingpai.secret.Secret;
import java.time.Duration;
import java.time.Instant;

/** Kinds and values as the tests of the rules need them. */
final class Samples {

  static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
  static final CredentialKey KEY = new CredentialKey("shop", "access_token");

  private Samples() {}

  static Kind classic() {
    return kind(Kind.Repeat.ENDS_THE_OLD_AFTER_OVERLAP, new Kind.Proof.ByCall(10));
  }

  static Kind stable() {
    return kind(Kind.Repeat.NEW_NEAR_THE_END, new Kind.Proof.ByCall(10));
  }

  static Kind ticket() {
    return kind(Kind.Repeat.SAME_VALUE, new Kind.Proof.ByRefetch(Duration.ofMinutes(10)));
  }

  /** A kind of another source than the app's secret. */
  static Kind from(Kind.Source source, String name) {
    return new Kind(
        name,
        source,
        Kind.Repeat.ENDS_THE_OLD_AFTER_OVERLAP,
        Duration.ofHours(2),
        Duration.ofMinutes(5),
        1000,
        new Kind.Proof.ByCall(10),
        true);
  }

  static Value value(Kind kind, Instant askedAt, Duration life) {
    Instant end = askedAt.plus(life);
    return new Value(
        Secret.of("value-" + askedAt),
        1,
        askedAt,
        askedAt.plusMillis(80),
        end,
        Schedule.renewAt(kind, Policy.DEFAULT, KEY, askedAt, end),
        false,
        false);
  }

  static Value rehearsed(Value value) {
    return new Value(
        value.secret(),
        value.version(),
        value.askedAt(),
        value.answeredAt(),
        value.expiresAt(),
        value.renewAt(),
        true,
        value.provenDead());
  }

  static Credential holding(Value value) {
    return Credential.absent(KEY, null, Instant.EPOCH).withCurrent(value);
  }

  private static Kind kind(Kind.Repeat repeat, Kind.Proof proof) {
    return new Kind(
        "access_token",
        new Kind.Source.AppSecret(),
        repeat,
        Duration.ofHours(2),
        Duration.ofMinutes(5),
        1000,
        proof,
        true);
  }
}
