package io.lingpai.server.follower;

import io.lingpai.follower.Follower;
import io.lingpai.server.http.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Followers as callers see them. */
final class FollowerAnswers {

  private FollowerAnswers() {}

  /**
   * One person at several accounts.
   *
   * @param following null where it cannot be known
   */
  static Map<String, @Nullable Object> person(
      @Nullable String unionid, @Nullable Boolean following, List<Follower> accounts) {
    Map<String, @Nullable Object> shown = new LinkedHashMap<>();
    shown.put("unionid", unionid);
    shown.put("following", following);
    shown.put("accounts", accounts.stream().map(FollowerAnswers::account).toList());
    return shown;
  }

  private static Map<String, @Nullable Object> account(Follower follower) {
    Map<String, @Nullable Object> shown = new LinkedHashMap<>();
    shown.put("app", follower.app());
    shown.put("openid", follower.openid());
    shown.put("subscribed", follower.subscribed());
    shown.put("subscribed_at", Json.timeIfAny(follower.subscribedAt()));
    shown.put("unsubscribed_at", Json.timeIfAny(follower.unsubscribedAt()));
    return shown;
  }
}
