package io.lingpai.server.wiring;

import io.lingpai.callback.Message;
import io.lingpai.dingtalk.event.DingTalkCallbacks;
import io.lingpai.dingtalk.event.DirectoryMeaning;
import io.lingpai.jdbc.JdbcStores;
import io.lingpai.outbox.JobHandler;
import io.lingpai.server.api.Events;
import io.lingpai.server.api.Metrics;
import io.lingpai.server.callback.Callbacks;
import io.lingpai.server.callback.Tidings;
import io.lingpai.server.component.Components;
import io.lingpai.server.config.Configuration;
import io.lingpai.server.follower.FollowerDesk;
import io.lingpai.server.http.Outbound;
import io.lingpai.wechat.callback.WechatCallbacks;
import io.lingpai.wechat.component.ComponentMessages;
import io.lingpai.wechat.component.ReleaseCheck;
import io.lingpai.wechat.follower.FollowMeaning;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Who takes part in vendors' messages. A further vendor, a further meaning of messages, a further
 * answer and a further kind of job are one line each.
 */
final class CallbackWiring {

  private CallbackWiring() {}

  static Callbacks callbacks(
      Ground ground,
      Metrics metrics,
      Events events,
      Components components,
      List<JobHandler> jobs,
      FollowerDesk followers) {
    Configuration configuration = ground.configuration();
    JdbcStores stores = ground.stores();
    List<JobHandler> handlers = new ArrayList<>(components.handlers());
    handlers.addAll(FollowerWiring.handlers(followers));
    handlers.addAll(jobs);
    Callbacks.Parts parts =
        new Callbacks.Parts(
            List.of(new WechatCallbacks(), new DingTalkCallbacks()),
            List.of(new ComponentMessages(), new FollowMeaning(), new DirectoryMeaning()),
            List.of(new ReleaseCheck()),
            handlers);
    return new Callbacks(
        parts,
        stores.inbox(),
        stores.outbox(),
        ground.registry(),
        ground.authorization(),
        ground.trail(),
        new Outbound(configuration.outbound().allowPrivate()),
        new Told(metrics, events),
        configuration.retention().callbacks(),
        ground.clock(),
        ground.random());
  }

  /** Metrics and the event stream; no user is named there. */
  private record Told(Metrics metrics, Events events) implements Tidings {
    @Override
    public void arrived(String app, Outcome outcome) {
      metrics.callback(app, outcome.name().toLowerCase(Locale.ROOT));
    }

    @Override
    public void kept(Message message) {
      events.tell(
          "callback",
          Map.of(
              "app", message.app(),
              "id", message.id(),
              "type", message.type(),
              "account", message.account(),
              "received_at", message.receivedAt().toString()));
    }
  }
}
