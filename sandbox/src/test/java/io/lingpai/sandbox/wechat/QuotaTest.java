package io.lingpai.sandbox.wechat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class QuotaTest {
  private static final String PATH = "/cgi-bin/token";

  /** A minute before midnight in Shanghai. */
  private static final Instant EVENING = Instant.parse("2026-11-21T15:59:00Z");

  private final Quota quota = new Quota();

  private void call(int daily, int perMinute, Instant now) {
    quota.count(PATH, new Quota.Limits(daily, perMinute), now);
  }

  @Test
  void a_day_ends_at_midnight_in_shanghai() {
    call(2, 0, EVENING);
    call(2, 0, EVENING);
    assertThatThrownBy(() -> call(2, 0, EVENING.plusSeconds(59)))
        .extracting("code")
        .isEqualTo(45009);

    call(2, 0, EVENING.plusSeconds(60));
    assertThat(quota.used(PATH, EVENING.plusSeconds(60))).isEqualTo(1);
  }

  @Test
  void a_minute_that_is_full_refuses_and_the_next_does_not() {
    call(0, 1, EVENING);
    assertThatThrownBy(() -> call(0, 1, EVENING.plusSeconds(59)))
        .extracting("code")
        .isEqualTo(45011);
    call(0, 1, EVENING.plusSeconds(60));
  }

  @Test
  void a_month_has_ten_resets() {
    for (int i = 0; i < 10; i++) {
      quota.reset(EVENING);
    }
    assertThatThrownBy(() -> quota.reset(EVENING)).extracting("code").isEqualTo(48006);

    quota.reset(Instant.parse("2026-11-30T16:00:00Z"));
  }

  @Test
  void a_refused_call_is_not_counted() {
    call(1, 0, EVENING);
    assertThatThrownBy(() -> call(1, 0, EVENING)).isInstanceOf(Refusal.class);
    assertThat(quota.used(PATH, EVENING)).isEqualTo(1);
  }
}
