package io.lingpai.keeper;

import static org.assertj.core.api.Assertions.assertThat;

import io.lingpai.app.App;
import io.lingpai.credential.Credential;
import io.lingpai.credential.Kind;
import io.lingpai.credential.Value;
import io.lingpai.platform.Issuance;
import io.lingpai.secret.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A value whose life is renewed by asking again, but not for ever: DingTalk's ticket. */
class LongestLifeTest {

  private static final Duration TWO_HOURS = Duration.ofHours(2);
  private static final Instant LAST = Samples.START.plus(Duration.ofHours(24));

  private final Kind kind = Samples.ticket().livingAtMost(Duration.ofHours(24));
  private final Subject subject =
      new Subject(
          Samples.KEY,
          App.of("shop", "dingtalk", "ding1", Secret.of("s")),
          kind,
          new ScriptedPlatform(),
          null,
          List.of(),
          true);
  private final Settlement settlement = new Settlement(Policy.DEFAULT, new Random(1));

  @Test
  void a_value_given_again_and_again_is_not_believed_beyond_its_longest_life() {
    Credential credential = Samples.holding(Samples.value(kind, Samples.START, TWO_HOURS));
    int asked = 0;

    Instant now = current(credential).renewAt();
    while (now.isBefore(LAST)) {
      credential = settled(credential, now);
      assertThat(current(credential).expiresAt()).isBeforeOrEqualTo(LAST);
      assertThat(current(credential).renewAt()).isAfter(now);
      now = current(credential).renewAt();
      asked++;
    }

    assertThat(current(credential).version()).isEqualTo(1);
    assertThat(current(credential).expiresAt()).isEqualTo(LAST);
    assertThat(asked).as("calls in a day").isLessThan(60);
  }

  @Test
  void one_that_is_given_even_then_is_believed() {
    Credential credential = Samples.holding(Samples.value(kind, Samples.START, TWO_HOURS));
    Instant after = LAST.plusSeconds(1);

    assertThat(current(settled(credential, after)).expiresAt()).isEqualTo(after.plus(TWO_HOURS));
  }

  @Test
  void a_dead_value_that_is_given_again_is_not_asked_for_in_a_loop() {
    Value value = Samples.value(kind, Samples.START, TWO_HOURS);
    Credential credential = Samples.holding(value.asDead());
    Instant now = Samples.START.plusSeconds(600);

    Credential after = settled(credential, now);

    assertThat(after.alive(now)).isNull();
    assertThat(after.dueAt()).isEqualTo(now.plusSeconds(60));
  }

  @Test
  void a_new_value_begins_a_life_of_its_own() {
    Credential credential = Samples.holding(Samples.value(kind, Samples.START, TWO_HOURS));
    Instant now = LAST.minusSeconds(60);

    Credential after =
        settlement.of(
            credential,
            subject,
            new Issuance.Issued(Secret.of("another"), TWO_HOURS),
            now,
            now,
            null);

    assertThat(current(after).expiresAt()).isEqualTo(now.plus(TWO_HOURS));
  }

  private Credential settled(Credential before, Instant now) {
    Secret same = current(before).secret();
    return settlement.of(before, subject, new Issuance.Issued(same, TWO_HOURS), now, now, null);
  }

  private static Value current(Credential credential) {
    return Objects.requireNonNull(credential.current());
  }
}
