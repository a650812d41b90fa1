package io.lingpai.wechat.follower;

import io.lingpai.app.App;
import io.lingpai.callback.Effect;
import io.lingpai.callback.Meaning;
import io.lingpai.callback.Message;
import io.lingpai.callback.Opening;
import io.lingpai.follower.FollowEvent;
import io.lingpai.outbox.Lane;
import io.lingpai.outbox.NewJob;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code subscribe} and {@code unsubscribe}: who follows, and that WeChat must be asked for the
 * rest. Both carry a time of whole seconds, and the former the scene of the QR code that was
 * scanned, as {@code qrscene_…}.
 *
 * @see <a
 *     href="https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Receiving_event_pushes.html">events</a>
 */
public final class FollowMeaning implements Meaning {

  /** The kind of the job that asks WeChat; it is about an {@code openid}. */
  public static final String ASK = "follower.ask";

  public static final String OPENID = "openid";

  private static final String SCENE_PREFIX = "qrscene_";

  /** An event cannot be from later than now, but for clocks that differ. */
  private static final Duration AHEAD_AT_MOST = Duration.ofMinutes(10);

  @Override
  public List<Effect> of(App app, Message message, Opening.Opened opened) {
    boolean subscribed = message.type().equals("event.subscribe");
    // An authorizer that is not known here has its messages kept with the platform.
    boolean nobodys = app.platform().endsWith("-component") && message.app().equals(app.name());
    if ((!subscribed && !message.type().equals("event.unsubscribe"))
        || message.user().isEmpty()
        || nobodys) {
      return List.of();
    }
    FollowEvent event =
        new FollowEvent(
            message.app(),
            message.user(),
            subscribed,
            at(opened.field("CreateTime"), message.receivedAt()),
            subscribed ? code(opened.field("EventKey")) : null);
    return List.of(new Effect.Followed(event, ask(message)));
  }

  private static NewJob ask(Message message) {
    String place = ASK + "|" + message.app();
    return new NewJob(
        "follower_" + message.id(),
        ASK,
        Lane.USUAL,
        message.app(),
        place,
        place + "|" + message.user(),
        null,
        Map.of(OPENID, message.user()),
        Map.of(),
        Duration.ZERO,
        false,
        null);
  }

  private static Instant at(String seconds, Instant receivedAt) {
    Instant latest = receivedAt.plus(AHEAD_AT_MOST);
    return number(seconds)
        .filter(number -> number > 0 && number <= latest.getEpochSecond())
        .map(Instant::ofEpochSecond)
        .orElseGet(() -> Instant.ofEpochSecond(receivedAt.getEpochSecond()));
  }

  private static Optional<Long> number(String text) {
    try {
      return Optional.of(Long.parseLong(text.strip()));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static @Nullable String code(String key) {
    return key.startsWith(SCENE_PREFIX) && key.length() > SCENE_PREFIX.length()
        ? key.substring(SCENE_PREFIX.length())
        : null;
  }
}
