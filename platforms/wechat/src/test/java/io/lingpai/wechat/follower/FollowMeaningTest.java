package io.lingpai.wechat.follower;

import static org.assertj.core.api.Assertions.assertThat;

import io.lingpai.app.App;
import io.lingpai.callback.Effect;
import io.lingpai.callback.Letter;
import io.lingpai.callback.Message;
import io.lingpai.callback.Opening;
import io.lingpai.follower.FollowEvent;
import io.lingpai.secret.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FollowMeaningTest {

  private static final Instant NOW = Instant.ofEpochSecond(1_767_225_605);
  private static final Letter LETTER = new Letter(Letter.Format.XML, "<xml/>", Map.of());
  private static final App SHOP = App.of("shop", "wechat-official", "wx1", Secret.of("s"));
  private static final App PLATFORM = App.of("plat", "wechat-component", "wx9", Secret.of("s"));

  @Test
  void a_follow_by_code_names_the_code() {
    assertThat(
            event(
                SHOP,
                "shop",
                "event.subscribe",
                Map.of("CreateTime", "1767225600", "EventKey", "qrscene_till-3")))
        .isEqualTo(
            new FollowEvent("shop", "o1", true, Instant.ofEpochSecond(1_767_225_600), "till-3"));
  }

  @Test
  void a_plain_follow_and_a_departure_name_none() {
    assertThat(
            event(
                    SHOP,
                    "shop",
                    "event.subscribe",
                    Map.of("CreateTime", "1767225600", "EventKey", "last_trade_no_1"))
                .code())
        .isNull();
    FollowEvent left =
        event(
            SHOP,
            "shop",
            "event.unsubscribe",
            Map.of("CreateTime", "1767225600", "EventKey", "qrscene_1"));
    assertThat(left.subscribed()).isFalse();
    assertThat(left.code()).isNull();
  }

  @Test
  void a_time_that_cannot_be_is_the_time_of_arrival() {
    for (String time : List.of("", "soon", "99999999999", "-1")) {
      assertThat(event(SHOP, "shop", "event.subscribe", Map.of("CreateTime", time)).at())
          .isEqualTo(Instant.ofEpochSecond(1_767_225_605));
    }
  }

  @Test
  void an_authorizers_follower_is_the_authorizers() {
    assertThat(event(PLATFORM, "wx-bakery", "event.subscribe", Map.of()).app())
        .isEqualTo("wx-bakery");
    assertThat(effects(PLATFORM, "plat", "event.subscribe", Map.of())).isEmpty();
  }

  @Test
  void other_messages_mean_nothing_here() {
    assertThat(effects(SHOP, "shop", "text", Map.of())).isEmpty();
    assertThat(effects(SHOP, "shop", "event.SCAN", Map.of())).isEmpty();
  }

  private static FollowEvent event(App app, String owner, String type, Map<String, String> fields) {
    List<Effect> effects = effects(app, owner, type, fields);
    assertThat(effects).hasSize(1);
    if (effects.getFirst() instanceof Effect.Followed followed) {
      assertThat(followed.ask().app()).isEqualTo(owner);
      return followed.event();
    }
    throw new AssertionError(effects);
  }

  private static List<Effect> effects(
      App app, String owner, String type, Map<String, String> fields) {
    Message message = new Message("m1", owner, "wx1", type, "o1", "k1", NOW.plusMillis(7), LETTER);
    return new FollowMeaning()
        .of(app, message, new Opening.Opened(type, "o1", "k1", false, LETTER, fields));
  }
}
