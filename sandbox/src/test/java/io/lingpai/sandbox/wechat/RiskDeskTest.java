package io.lingpai.sandbox.wechat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RiskDeskTest {
  private static final String IP = "203.0.113.7";
  private static final Instant START = Instant.parse("2026-11-21T04:00:00Z");

  private final RiskDesk desk = new RiskDesk(Duration.ofHours(1), Duration.ofHours(24));

  private int pass(Instant now) {
    try {
      desk.pass(IP, now);
      return 0;
    } catch (Refusal refusal) {
      return refusal.code();
    }
  }

  @Test
  void the_first_call_asks_the_administrator_and_the_next_ones_wait() {
    assertThat(pass(START)).isEqualTo(89503);
    assertThat(pass(START)).isEqualTo(89501);

    desk.approve(IP, START);
    assertThat(pass(START)).isZero();
  }

  @Test
  void one_refusal_lasts_an_hour_and_then_everything_begins_again() {
    pass(START);
    desk.refuse(IP, START);

    assertThat(pass(START.plusSeconds(3599))).isEqualTo(89507);
    assertThat(pass(START.plusSeconds(3600))).isEqualTo(89503);
  }

  @Test
  void a_second_refusal_within_a_day_lasts_a_day() {
    pass(START);
    desk.refuse(IP, START);
    Instant later = START.plusSeconds(4000);
    pass(later);
    desk.refuse(IP, later);

    assertThat(pass(later.plusSeconds(86_399))).isEqualTo(89506);
    assertThat(pass(later.plusSeconds(86_400))).isEqualTo(89503);
  }

  @Test
  void a_refusal_long_after_the_first_counts_as_a_first() {
    desk.refuse(IP, START);
    Instant nextDay = START.plusSeconds(86_400);
    desk.refuse(IP, nextDay);
    assertThat(pass(nextDay)).isEqualTo(89507);
  }

  @Test
  void an_address_is_confirmed_for_itself_alone() {
    desk.approve("203.0.113.8", START);
    assertThat(pass(START)).isEqualTo(89503);
  }
}
