package io.lingpai.sandbox.wechat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BiFunction;

/** The users of one app, and what they do with their phones. */
public final class Users {
  /** How soon another opening of the mini program may bring another session key. */
  private static final Duration SESSION_KEY_KEPT = Duration.ofMinutes(30);

  private final World world;
  private final InstantSource clock;
  private final Object lock;
  private final String appid;

  Users(World world, InstantSource clock, Object lock, String appid) {
    this.world = world;
    this.clock = clock;
    this.lock = lock;
    this.appid = appid;
  }

  private <T> T with(BiFunction<App, Instant, T> action) {
    synchronized (lock) {
      return action.apply(world.known(appid), clock.instant());
    }
  }

  private <T> T with(String openid, BiFunction<Followers.User, Instant, T> action) {
    return with((app, now) -> action.apply(known(app, openid), now));
  }

  private static Followers.User known(App app, String openid) {
    return app.followers
        .find(openid)
        .orElseThrow(() -> new IllegalArgumentException("no user " + openid));
  }

  public List<String> openids() {
    return with((app, now) -> app.followers.all().stream().map(user -> user.openid).toList());
  }

  /** Another user comes by. */
  public String add(boolean follows) {
    return with((app, now) -> app.followers.add(follows, now).openid);
  }

  public void follow(String openid, boolean follows) {
    with(
        openid,
        (user, now) -> {
          user.subscribed = follows;
          user.subscribedAt = now;
          return user;
        });
  }

  /** {@code wx.login()} on this user's phone; the code it gives. */
  public String opensMiniProgram(String openid) {
    return with(
        (app, now) -> {
          Followers.User user = known(app, openid);
          user.opens(world.values, now, app.scaled(SESSION_KEY_KEPT));
          return world.codes.issue(
              world.values, new UserCodes.Issued(app, openid, UserCodes.MINI_LOGIN, now));
        });
  }

  /** The user lets a web page know him; the code it is given. */
  public String consents(String openid, String scope) {
    return with(
        (app, now) -> {
          known(app, openid);
          return world.codes.issue(world.values, new UserCodes.Issued(app, openid, scope, now));
        });
  }

  /** From now on the session key is another. */
  public void changesSessionKey(String openid) {
    with(
        openid,
        (user, now) -> {
          user.changeSessionKey(world.values, now);
          return user;
        });
  }

  /** The user's web logins end: 42007. */
  public void changesPassword(String openid) {
    with(
        (app, now) -> {
          world.userTokens.withdraw(app, known(app, openid).openid);
          return app;
        });
  }

  /** WeChat thinks this user a risk: logins to the mini program are answered 40226. */
  public void isBlocked(String openid, boolean blocked) {
    with(openid, (user, now) -> user.blocked = blocked);
  }
}
