package io.lingpai.server.api;

import io.lingpai.credential.CredentialKey;
import io.lingpai.credential.Kind;
import io.lingpai.keeper.Keeper;
import io.lingpai.keeper.Subject;
import io.lingpai.keeper.Takeover.Outcome;
import io.lingpai.platform.Issuance;
import io.lingpai.secret.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What somebody else holds of a credential and hands in: a value with the rest of its life, what it
 * is refreshed with, or both.
 *
 * @param rest of the value's life; means nothing without a value
 * @param dryRun whether only to say what would become of it
 */
public record HandedIn(
    @Nullable Secret value, Duration rest, @Nullable Secret partner, boolean dryRun) {

  /** Reads it out of a request's body, which may have other fields as well. */
  public static HandedIn of(Fields fields) {
    Optional<String> value = fields.text("value");
    Optional<Long> seconds = fields.number("expires_in").filter(it -> it > 0);
    Optional<String> partner = fields.text("refresh_token");
    if (value.isPresent() && seconds.isEmpty()) {
      throw fields.wrong("expires_in", "expected the seconds that are left of the value's life");
    }
    if (value.isEmpty() && partner.isEmpty()) {
      throw fields.wrong("value", "missing");
    }
    return new HandedIn(
        value.map(Secret::of).orElse(null),
        Duration.ofSeconds(seconds.orElse(1L)),
        partner.map(Secret::of).orElse(null),
        fields.flag("dry_run"));
  }

  /** Hands it in, or says what would become of it. Blocks. */
  public Outcome to(Keeper keeper, Subject subject) {
    CredentialKey key = subject.key();
    if (value == null) {
      Secret alone = Objects.requireNonNull(partner);
      return dryRun
          ? keeper.takeover().judgePartner(key, alone)
          : keeper.takeover().takePartner(key, alone);
    }
    if (dryRun) {
      return keeper.takeover().judge(key, value);
    }
    if (subject.kind().source() instanceof Kind.Source.Pushed) {
      return pushed(keeper, subject, value);
    }
    return keeper.takeover().take(key, new Issuance.Issued(value, rest, partner));
  }

  /** Its age is what is gone of its life; the newest push wins, here as everywhere. */
  private Outcome pushed(Keeper keeper, Subject subject, Secret pushed) {
    Outcome judged = keeper.takeover().judge(subject.key(), pushed);
    if (judged == Outcome.TAKEN) {
      Instant sentAt = keeper.timeline().now().minus(subject.kind().life()).plus(rest);
      keeper.arrivals().pushed(subject.key(), pushed, sentAt);
    }
    return judged;
  }

  /** What became of it, as answers and the audit log say it. */
  public static String text(Outcome outcome) {
    return outcome.name().toLowerCase(Locale.ROOT);
  }
}
