package io.lingpai.server.wiring;

import io.lingpai.jdbc.JdbcStores;
import io.lingpai.outbox.JobHandler;
import io.lingpai.server.config.Configuration;
import io.lingpai.server.follower.FollowerApps;
import io.lingpai.server.follower.FollowerDesk;
import io.lingpai.wechat.WechatOfficial;
import io.lingpai.wechat.follower.FollowMeaning;
import io.lingpai.wechat.follower.WechatFollowers;
import java.util.List;
import java.util.Map;

/** Followers, with the platforms that know them. */
final class FollowerWiring {

  private FollowerWiring() {}

  static FollowerDesk desk(Ground ground) {
    Configuration configuration = ground.configuration();
    JdbcStores stores = ground.stores();
    FollowerApps apps =
        new FollowerApps(
            ground.registry(),
            ground.lending(),
            Map.of(
                WechatOfficial.NAME,
                new WechatFollowers(
                    configuration.host("wechat-api"), Platforms.http(configuration))));
    return new FollowerDesk(
        apps,
        stores.followers(),
        stores.followerImports(),
        stores.members(),
        ground.trail(),
        new RealWaiting(),
        ground.clock(),
        ground.random(),
        new FollowerDesk.Rules(
            configuration.followers().callEvery(), configuration.followers().reconcileEvery()));
  }

  /** The jobs that follow from events. */
  static List<JobHandler> handlers(FollowerDesk desk) {
    return List.of(desk.questions(FollowMeaning.ASK, FollowMeaning.OPENID));
  }

  /** The threads that work on imports. */
  static List<AutoCloseable> pulses(FollowerDesk desk) {
    return List.of(
        new Pulse("imports", desk::look), new Pulse("import-schedule", desk::schedule), desk);
  }
}
