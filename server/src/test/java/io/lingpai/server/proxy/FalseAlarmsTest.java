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
  void one_that_goes_on_raising_them_is_looked_into_some_hundred_times_a_day() {
    Place broken = place("broken", "/a");

    int heard = 0;
    for (Instant now = NOW; now.isBefore(NOW.plus(Duration.ofDays(1))); now = now.plusSeconds(1)) {
      heard += heard(broken, now);
    }

    assertThat(heard).isBetween(100, 160);
  }

  @Test
  void who_raises_them_everywhere_costs_no_more() {
    int heard = 0;
    for (int i = 0; i < 86_400; i++) {
      heard += heard(place("hostile", "/" + i), NOW.plusSeconds(i));
    }

    assertThat(heard).isBetween(100, 160);
    assertThat(alarms.unheeded(place("other", "/1"), NOW)).isFalse();
    assertThat(alarms.unheeded(place("hostile", "/1"), NOW.plus(Duration.ofDays(1)))).isFalse();
  }

  @Test
  void after_an_hour_of_confusion_a_death_is_heard_within_a_minute_on_every_path() {
    for (int second = 0; second < 3_600; second++) {
      for (int path = 0; path < 20; path++) {
        heard(place("honest", "/" + path), NOW.plusSeconds(second));
      }
    }

    Instant later = NOW.plusSeconds(3_600 + 60);
    for (int path = 0; path < 20; path++) {
      assertThat(alarms.unheeded(place("honest", "/" + path), later)).isFalse();
    }
  }

  @Test
  void who_was_right_is_heard_at_once_the_next_time() {
    Place place = place("honest", "/a");
    for (int second = 0; second < 600; second++) {
      heard(place, NOW.plusSeconds(second));
    }

    alarms.wasRight(place);

    assertThat(alarms.unheeded(place, NOW.plusSeconds(600))).isFalse();
    alarms.raised(place, NOW.plusSeconds(600));
    assertThat(alarms.unheeded(place, NOW.plusSeconds(602))).isFalse();
  }

  private int heard(Place place, Instant now) {
    if (alarms.unheeded(place, now)) {
      return 0;
    }
    alarms.raised(place, now);
    return 1;
  }

  private static Place place(String key, String path) {
    return new Place(new CredentialKey("shop", "access_token"), key, path);
  }
}
