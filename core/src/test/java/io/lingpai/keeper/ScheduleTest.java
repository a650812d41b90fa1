package io.lingpai.keeper;

import static org.assertj.core.api.Assertions.assertThat;

import io.lingpai.credential.CredentialKey;
import io.lingpai.credential.Kind;
import io.lingpai.credential.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class ScheduleTest {

  private static final Instant ASKED = Samples.START;

  @Property
  void a_renewal_is_planned_within_the_life_and_before_its_end(
      @ForAll @IntRange(min = 2, max = 200_000) int life,
      @ForAll @AlphaChars @StringLength(min = 1, max = 20) String app) {
    Instant end = ASKED.plusSeconds(life);
    CredentialKey key = new CredentialKey(app, "access_token");

    for (Kind kind : new Kind[] {Samples.classic(), Samples.stable(), Samples.ticket()}) {
      assertThat(Schedule.renewAt(kind, Policy.DEFAULT, key, ASKED, end)).isBetween(ASKED, end);
    }
  }

  @Property
  void a_full_life_is_renewed_ten_to_twelve_minutes_ahead(
      @ForAll @AlphaChars @StringLength(min = 1, max = 20) String app) {
    Instant end = ASKED.plusSeconds(7200);
    CredentialKey key = new CredentialKey(app, "access_token");

    assertThat(Schedule.renewAt(Samples.classic(), Policy.DEFAULT, key, ASKED, end))
        .isBetween(end.minusSeconds(720), end.minusSeconds(600));
  }

  @Property
  void a_stable_token_is_asked_for_in_the_vendor_s_last_five_minutes(
      @ForAll @AlphaChars @StringLength(min = 1, max = 20) String app) {
    Instant end = ASKED.plusSeconds(7200);
    CredentialKey key = new CredentialKey(app, "access_token");

    assertThat(Schedule.renewAt(Samples.stable(), Policy.DEFAULT, key, ASKED, end))
        .isBetween(end.minusSeconds(285), end.minusSeconds(225));
  }

  @Test
  void a_stable_token_is_rehearsed_half_an_hour_ahead() {
    Value value = Samples.value(Samples.stable(), ASKED, Duration.ofHours(2));

    assertThat(Schedule.rehearseAt(Samples.stable(), value))
        .isEqualTo(value.renewAt().minus(Duration.ofMinutes(30)));
    assertThat(Schedule.rehearseAt(Samples.stable(), Samples.rehearsed(value)))
        .isEqualTo(value.renewAt());
  }

  @Test
  void an_unchanged_stable_token_is_asked_for_again_at_299_seconds_left() {
    Instant end = ASKED.plusSeconds(7200);

    assertThat(Schedule.askAgainAt(Samples.stable(), end.minusSeconds(400), end))
        .isEqualTo(end.minusSeconds(299));
  }

  @Property
  void asking_again_closes_in_on_the_end_and_never_stops(
      @ForAll @IntRange(min = 1, max = 299) int left) {
    Instant end = ASKED.plusSeconds(7200);
    Instant now = end.minusSeconds(left);

    assertThat(Schedule.askAgainAt(Samples.stable(), now, end))
        .isAfter(now)
        .isBeforeOrEqualTo(now.plusSeconds(100));
  }

  @Test
  void the_spread_is_the_same_on_every_node_and_differs_between_apps() {
    long distinct =
        IntStream.range(0, 1000)
            .mapToDouble(i -> Schedule.spreadOf(new CredentialKey("app-" + i, "access_token")))
            .map(spread -> Math.floor(spread * 10))
            .distinct()
            .count();

    assertThat(distinct).isEqualTo(10);
    assertThat(Schedule.spreadOf(Samples.KEY)).isEqualTo(Schedule.spreadOf(Samples.KEY));
  }
}
