package io.lingpai.follower;

import static org.assertj.core.api.Assertions.assertThat;

import io.lingpai.secret.Secret;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FollowerTest {

  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

  @Test
  void events_in_any_order_end_alike() {
    List<FollowEvent> events = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      events.add(event(i % 2 == 0, NOON.plusSeconds(10L * i)));
    }
    for (int seed = 0; seed < 200; seed++) {
      List<FollowEvent> shuffled = new ArrayList<>(events);
      shuffled.addAll(events.subList(0, seed % 7));
      Collections.shuffle(shuffled, new Random(seed));

      Follower last = after(shuffled);

      assertThat(last.subscribed()).as("seed %d", seed).isTrue();
      assertThat(last.subscribedAt()).isEqualTo(NOON.plusSeconds(60));
      assertThat(last.unsubscribedAt()).isEqualTo(NOON.plusSeconds(50));
      assertThat(last.disputed()).isFalse();
    }
  }

  @Test
  void two_events_of_one_second_are_settled_by_asking() {
    Follower disputed = after(List.of(event(true, NOON), event(false, NOON)));

    assertThat(disputed.disputed()).isTrue();
    assertThat(disputed.wantsAsking()).isTrue();
    assertThat(judge(disputed, told(true, NOON), NOON)).isEqualTo(Follower.Outcome.BELIEVED);
    Follower settled = Follower.after(disputed, "shop", told(true, NOON), NOON);
    assertThat(settled.subscribed()).isTrue();
    assertThat(settled.disputed()).isFalse();
    assertThat(Follower.after(disputed, "shop", told(false, null), NOON).unsubscribedAt())
        .isEqualTo(NOON);
  }

  @Test
  void an_answer_that_lags_behind_an_event_is_not_believed_at_first() {
    Follower gone = after(List.of(event(true, NOON), event(false, NOON.plusSeconds(5))));

    assertThat(judge(gone, told(true, NOON), NOON)).isEqualTo(Follower.Outcome.NOT_YET);
    assertThat(judge(gone, told(true, NOON), NOON.plus(Follower.LAG)))
        .isEqualTo(Follower.Outcome.BELIEVED);
    assertThat(judge(gone, told(true, NOON.plusSeconds(6)), NOON))
        .isEqualTo(Follower.Outcome.BELIEVED);
  }

  @Test
  void an_answer_is_not_believed_if_something_arrived_meanwhile() {
    Follower known = after(List.of(event(true, NOON)));

    assertThat(Follower.judge(known, told(true, NOON), known.revision() - 1, NOON))
        .isEqualTo(Follower.Outcome.OVERTAKEN);
    assertThat(Follower.judge(null, told(true, NOON), 1, NOON))
        .isEqualTo(Follower.Outcome.OVERTAKEN);
  }

  @Test
  void a_departure_that_was_noticed_gives_way_to_its_event() {
    Follower known = Follower.after(null, "shop", told(true, NOON), NOON);
    Follower noticed = Follower.after(known, "shop", told(false, null), NOON.plusSeconds(900));
    assertThat(noticed.subscribed()).isFalse();
    assertThat(noticed.unsubscribedAt()).isEqualTo(NOON.plusSeconds(900));

    Follower told =
        Follower.after(noticed, event(false, NOON.plusSeconds(60)), NOON.plusSeconds(901));

    assertThat(told.unsubscribedAt()).isEqualTo(NOON.plusSeconds(60));
  }

  @Test
  void who_comes_back_after_a_departure_that_was_noticed_is_back() {
    Follower known = Follower.after(null, "shop", told(true, NOON), NOON);
    Follower noticed = Follower.after(known, "shop", told(false, null), NOON.plusSeconds(900));

    // The vendor's clock is behind ours.
    Follower back = Follower.after(noticed, event(true, NOON.plusSeconds(890)), NOON);

    assertThat(back.subscribed()).isTrue();
  }

  @Test
  void a_unionid_once_known_stays() {
    Follower known = Follower.after(null, "shop", told(true, NOON, "u1"), NOON);

    Follower again = Follower.after(known, "shop", told(true, NOON, null), NOON);

    assertThat(again.unionid()).isEqualTo("u1");
    assertThat(Follower.after(again, "shop", told(true, NOON, "u2"), NOON).unionid())
        .isEqualTo("u2");
  }

  @Test
  void of_who_left_only_ids_and_times_stay() {
    Follower known = Follower.after(null, "shop", told(true, NOON, "u1"), NOON);
    assertThat(known.scene()).isEqualTo("ADD_SCENE_QR_CODE");

    Follower left = Follower.after(known, event(false, NOON.plusSeconds(9)), NOON);

    assertThat(left.scene()).isNull();
    assertThat(left.code()).isNull();
    assertThat(left.unionid()).isEqualTo("u1");
    assertThat(left.subscribedAt()).isEqualTo(NOON);
    assertThat(left.unsubscribedAt()).isEqualTo(NOON.plusSeconds(9));
  }

  private static Follower after(List<FollowEvent> events) {
    Follower follower = null;
    for (FollowEvent event : events) {
      follower = Follower.after(follower, event, NOON);
    }
    return Objects.requireNonNull(follower);
  }

  private static Follower.Outcome judge(Follower before, Told told, Instant now) {
    return Follower.judge(before, told, before.revision(), now);
  }

  private static FollowEvent event(boolean subscribed, Instant at) {
    return new FollowEvent("shop", "o1", subscribed, at, null);
  }

  private static Told told(boolean subscribed, @Nullable Instant since) {
    return told(subscribed, since, null);
  }

  private static Told told(boolean subscribed, @Nullable Instant since, @Nullable String unionid) {
    return new Told(
        "o1", subscribed, since, unionid, "ADD_SCENE_QR_CODE", "till-3", Secret.of("{}"));
  }
}
