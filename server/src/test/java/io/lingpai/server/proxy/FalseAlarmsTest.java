package io.lingpai.server.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.lingpai.credential.CredentialKey;
import io.lingpai.server.proxy.FalseAlarms.Place;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FalseAlarmsTest {

  private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");

  private final FalseAlarms alarms = new FalseAlarms();

  @Test
  void a_place_that_raised_one_is_not_heard_for_a_while_and_the_others_are() {
    alarms.raised(place("broken", "/a"), NOW);

    assertThat(alarms.unheeded(place("broken", "/a"), NOW.plusMillis(999))).isTrue();
    assertThat(alarms.unheeded(place("broken", "/a"), NOW.plusSeconds(1))).isFalse();
    assertThat(alarms.unheeded(place("broken", "/b"), NOW)).isFalse();
    assertThat(alarms.unheeded(place("other", "/a"), NOW)).isFalse();
  }

  @Test
  void one_that_goes_on_raising_them_is_heard_about_twice_an_hour() {
    Place broken = place("broken", "/a");
    int heard = 0;
    for (Instant now = NOW; now.isBefore(NOW.plus(Duration.ofDays(1))); now = now.plusSeconds(1)) {
      if (!alarms.unheeded(broken, now)) {
        alarms.raised(broken, now);
        heard++;
      }
    }

    assertThat(heard).isLessThan(65);
  }

  @Test
  void who_raises_them_everywhere_is_heard_nowhere() {
    for (int i = 0; i < 3; i++) {
      assertThat(alarms.unheeded(place("hostile", "/" + i), NOW)).isFalse();
      alarms.raised(place("hostile", "/" + i), NOW);
    }

    Instant soon = NOW.plus(Duration.ofMinutes(59));
    assertThat(alarms.unheeded(place("hostile", "/new"), soon)).isTrue();
    assertThat(alarms.unheeded(place("hostile", "/new"), soon.plusSeconds(120))).isFalse();
    assertThat(alarms.unheeded(place("other", "/new"), NOW)).isFalse();
  }

  private static Place place(String key, String path) {
    return new Place(new CredentialKey("shop", "access_token"), key, path);
  }
}
