package io.lingpai.sandbox.wechat;

import io.lingpai.sandbox.callback.Delivery;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** The users of one app, and what they do with their phones. */
public final class Users {
  /** How soon another opening of the mini program may bring another session key. */
  private static final Duration SESSION_KEY_KEPT = Duration.ofMinutes(30);

  private final World world;
  private final Postman postman;
  private final InstantSource clock;
  private final Object lock;
  private final String appid;

  Users(World world, Postman postman, InstantSource clock, Object lock, String appid) {
    this.world = world;
    this.postman = postman;
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

  /** Does something with one user of the app. */
  interface Doing<T> {
    T to(App app, Followers.User user, Instant now);
  }

  <T> T with(String openid, Doing<T> doing) {
    return with((app, now) -> doing.to(app, known(app, openid), now));
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

  /** So many more users at once, of whom nobody is told. */
  public List<String> addCrowd(int count, boolean follows) {
    return with(
        (app, now) -> {
          List<String> openids = new ArrayList<>(count);
          for (int i = 0; i < count; i++) {
            openids.add(app.followers.add(follows, now).openid);
          }
          return openids;
        });
  }

  /** The user follows or ceases to, and whoever is called back is told. */
  public List<Delivery> follow(String openid, boolean follows) {
    return with(
        (app, now) ->
            follows
                ? subscribe(app, known(app, openid), Followers.Scene.SEARCH, now)
                : unsubscribe(app, known(app, openid), now));
  }

  /** The same of so many users at once: the first that do not, or do. */
  public List<Delivery> followAtOnce(int count, boolean follows) {
    return with(
        (app, now) -> {
          List<Delivery> told = new ArrayList<>();
          app.followers.all().stream()
              .filter(user -> user.subscribed != follows)
              .limit(count)
              .map(
                  user ->
                      follows
                          ? subscribe(app, user, Followers.Scene.SEARCH, now)
                          : unsubscribe(app, user, now))
              .forEach(told::addAll);
          return told;
        });
  }

  /**
   * The user scans a QR code: to follow by it, or as a follower. Nobody is told of one that is
   * over.
   *
   * @param ticketOrScene of a code that the account made; a scene may be made up as well
   */
  public List<Delivery> scansCode(String openid, String ticketOrScene) {
    return with(
        (app, now) -> {
          Followers.User user = known(app, openid);
          QrCodes.Code code =
              app.codes
                  .find(ticketOrScene)
                  .orElseGet(() -> new QrCodes.Code(madeUp(), ticketOrScene, null));
          if (code.isOver(now)) {
            return List.of();
          }
          if (!user.subscribed) {
            Followers.Scene scene = Followers.Scene.ofCode(code.scene());
            return subscribe(app, user, scene, scanned("qrscene_" + code.scene(), code), now);
          }
          return postman.event(app, null, openid, "SCAN", scanned(code.scene(), code), now);
        });
  }

  private String madeUp() {
    return "gQ" + world.values.hex(60);
  }

  private static Map<String, Object> scanned(String key, QrCodes.Code code) {
    return Map.of("EventKey", key, "Ticket", code.ticket());
  }

  private List<Delivery> subscribe(
      App app, Followers.User user, Followers.Scene scene, Instant now) {
    return subscribe(app, user, scene, Map.of("EventKey", ""), now);
  }

  private List<Delivery> subscribe(
      App app, Followers.User user, Followers.Scene scene, Map<String, Object> more, Instant now) {
    user.subscribed = true;
    user.subscribedAt = now;
    user.scene = scene;
    return postman.event(app, null, user.openid, "subscribe", more, now);
  }

  private List<Delivery> unsubscribe(App app, Followers.User user, Instant now) {
    user.subscribed = false;
    return postman.event(app, null, user.openid, "unsubscribe", Map.of("EventKey", ""), now);
  }

  /** The user writes to the account; where the first that is called back answers. */
  public Delivery writes(String openid, String text) {
    return with((app, now) -> postman.text(app, null, known(app, openid).openid, text, now));
  }

  /**
   * Any message or event of this user's.
   *
   * @param type {@code image}, {@code location}, {@code event}, …
   * @param fields what follows {@code MsgType}; numbers are written as such
   */
  public List<Delivery> sends(String openid, String type, Map<String, Object> fields) {
    return with(
        (app, now) -> postman.message(app, null, known(app, openid).openid, type, fields, now));
  }

  /** Customer-service messages this account's users were sent, the newest last. */
  public List<SentMessage> messages() {
    return with((app, now) -> app.inbox.all());
  }

  /** The next answers about this user, so many of them, lack the unionid. */
  public void withholdsUnionid(String openid, int times) {
    with(openid, (user, now) -> user.unionidWithheld = times);
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
