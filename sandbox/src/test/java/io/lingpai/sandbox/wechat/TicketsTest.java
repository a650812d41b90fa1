package io.lingpai.sandbox.wechat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TicketsTest {
  private static final Duration LIFE = Duration.ofHours(2);
  private static final Instant WINDOW = Instant.parse("2026-11-21T04:00:00Z");

  private final Tickets tickets = new Tickets();
  private final AtomicInteger drawn = new AtomicInteger();

  private Tickets.Given give(String type, Instant now, boolean strict) {
    return tickets.give(type, now, LIFE, strict, () -> "ticket-" + drawn.incrementAndGet());
  }

  @Test
  void one_window_has_one_ticket_that_always_promises_a_whole_life() {
    Tickets.Given first = give("jsapi", WINDOW.plusSeconds(10), false);
    Tickets.Given late = give("jsapi", WINDOW.plusSeconds(7199), false);

    assertThat(late.ticket()).isEqualTo(first.ticket());
    assertThat(late.told()).isEqualTo(LIFE);
  }

  @Test
  void the_former_ticket_works_to_the_end_of_the_window_after_its_own() {
    String first = give("jsapi", WINDOW.plusSeconds(10), false).ticket().value();
    String second = give("jsapi", WINDOW.plusSeconds(7200), false).ticket().value();

    assertThat(second).isNotEqualTo(first);
    assertThat(tickets.working("jsapi", WINDOW.plusSeconds(14_399))).containsExactly(first, second);
    assertThat(tickets.working("jsapi", WINDOW.plusSeconds(14_400))).containsExactly(second);
  }

  @Test
  void pages_and_cards_have_tickets_of_their_own() {
    assertThat(give("jsapi", WINDOW, false).ticket().value())
        .isNotEqualTo(give("wx_card", WINDOW, false).ticket().value());
  }

  @Test
  void the_strict_reading_tells_what_is_left_and_lets_the_ticket_die_on_time() {
    String first = give("jsapi", WINDOW.plusSeconds(100), true).ticket().value();
    assertThat(give("jsapi", WINDOW.plusSeconds(7200), true).told())
        .isEqualTo(Duration.ofSeconds(100));

    assertThat(give("jsapi", WINDOW.plusSeconds(7300), true).ticket().value()).isNotEqualTo(first);
    assertThat(tickets.working("jsapi", WINDOW.plusSeconds(7300))).doesNotContain(first);
  }
}
