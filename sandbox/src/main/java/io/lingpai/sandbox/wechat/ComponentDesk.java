package io.lingpai.sandbox.wechat;

import io.lingpai.sandbox.callback.Callback;
import io.lingpai.sandbox.callback.Delivery;
import io.lingpai.sandbox.callback.PostOffice;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * One third-party platform as the one who runs the sandbox sees and moves it: {@code
 * sandbox.wechat().component("wx…").pushTicket()}. Throws {@link IllegalArgumentException} when the
 * platform or account is not there.
 */
public final class ComponentDesk {
  private final World world;
  private final Postman postman;
  private final Authorizing authorizing;
  private final PostOffice post;
  private final InstantSource clock;
  private final Object lock;
  private final String appid;

  ComponentDesk(
      World world,
      Postman postman,
      Authorizing authorizing,
      PostOffice post,
      InstantSource clock,
      Object lock,
      String appid) {
    this.world = world;
    this.postman = postman;
    this.authorizing = authorizing;
    this.post = post;
    this.clock = clock;
    this.lock = lock;
    this.appid = appid;
  }

  private <T> T with(BiFunction<Component, Instant, T> action) {
    synchronized (lock) {
      return action.apply(world.knownComponent(appid), clock.instant());
    }
  }

  private <T> T with(String account, BiFunction<Authorization, Instant, T> action) {
    return with(
        (component, now) ->
            action.apply(
                Optional.ofNullable(component.authorizations.get(account))
                    .orElseThrow(
                        () ->
                            new IllegalArgumentException(
                                account + " never authorized " + component.appid())),
                now));
  }

  /** Where pushes go from now on; {@code $APPID$} in the second stands for the account. */
  public void calledBackAt(String eventUrl, String messageUrl, String token, String aesKey) {
    with(
        (component, now) -> {
          component.events = Callback.secure(eventUrl, token, aesKey);
          component.messages = Callback.secure(messageUrl, token, aesKey);
          component.nextPush = now;
          return component;
        });
  }

  /** A new ticket on its way now. */
  public Delivery pushTicket() {
    return with(postman::pushTicket);
  }

  /** No more tickets, until the platform asks WeChat to start pushing again. */
  public void stopsPushing() {
    with((component, now) -> component.pushing = false);
  }

  public void startsPushing() {
    with(
        (component, now) -> {
          component.pushing = true;
          component.nextPush = now;
          return component;
        });
  }

  /** Keeps back every push of this platform, tickets, authorizations and messages alike. */
  public void holdsPushes() {
    post.hold(appid);
  }

  public void releasesPushes(PostOffice.Order order) {
    post.release(appid, order);
  }

  /** Every push goes out so many times. */
  public void pushesTimes(int copies) {
    post.copies(appid, copies);
  }

  public void pushesLate(Duration delay) {
    post.delay(appid, delay);
  }

  /** Whether a refresh gives a new refresh token and ends the old one. */
  public void rotatesRefreshTokens(boolean rotates) {
    with((component, now) -> component.rotates = rotates);
  }

  /** Replaces the whitelist; an empty one is off. */
  public void whitelist(Set<String> addresses) {
    with(
        (component, now) -> {
          component.whitelist.clear();
          return component.whitelist.addAll(addresses);
        });
  }

  public void allows(String path, int callsADay) {
    with((component, now) -> component.dailyLimits.put(path, callsADay));
  }

  public String resetSecret() {
    return with(
        (component, now) -> {
          component.changeSecret(world.values.secret());
          return component.secret();
        });
  }

  /** Ends the platform's newest token. */
  public void killToken() {
    with(
        (component, now) -> {
          component.tokens.killNewest(now, false);
          return component;
        });
  }

  /** Every ticket pushed so far is worth nothing any more. */
  public void forgetsTickets() {
    with(
        (component, now) -> {
          component.dropTickets();
          return component;
        });
  }

  public Optional<String> currentToken() {
    return with((component, now) -> component.tokens.newest().map(issued -> issued.value));
  }

  public Optional<String> newestTicket() {
    return with((component, now) -> component.newestTicket().map(Component.Ticket::value));
  }

  /** The account's administrator scans and agrees to the usual permissions. */
  public String authorizes(String account) {
    return with(
        (component, now) -> {
          App app = world.known(account);
          Set<Integer> sets = PermissionSets.usual(app.setup.kind());
          return authorizing.agree(component, app, sets, preAuthCode(component, now), now);
        });
  }

  /** The administrator scans and agrees to these, which may be others than before. */
  public String authorizes(String account, Set<Integer> permissionSets) {
    return with(
        (component, now) ->
            authorizing.agree(
                component, world.known(account), permissionSets, preAuthCode(component, now), now));
  }

  private String preAuthCode(Component component, Instant now) {
    return component.codes.newPreAuth(
        world.values, now.plus(component.scaled(ComponentCodes.PRE_AUTH_LIFE)));
  }

  /** The account's owner takes the authorization back. */
  public void withdraws(String account) {
    with(
        account,
        (authorization, now) -> {
          authorizing.withdraw(authorization, now);
          return authorization;
        });
  }

  /**
   * So many official accounts that authorized long ago; nobody is told of them.
   *
   * @param followers of each
   * @param queried whether the platform fetched them once, so that lists show refresh tokens
   */
  public List<String> seedAuthorizers(int count, int followers, boolean queried) {
    return with(
        (component, now) -> {
          List<String> seeded = new ArrayList<>(count);
          int from = component.authorizations.size();
          for (int i = from; i < from + count; i++) {
            String account = "wx" + Followers.hex(appid + ":" + i).substring(0, 16);
            WeChatApp setup =
                WeChatApp.official(account, world.values.secret())
                    .named("account-" + i)
                    .followedBy(followers);
            App app = new App(setup, component.life, now);
            world.apps.put(account, app);
            authorizing.assume(component, app, queried, now);
            seeded.add(account);
          }
          return seeded;
        });
  }

  /** Who authorizes the platform now, oldest first. */
  public List<String> authorizers() {
    return with(
        (component, now) -> component.standing().stream().map(Authorization::appid).toList());
  }

  /** The one refresh token of this account that works. */
  public String refreshToken(String account) {
    return with(account, (authorization, now) -> authorization.refreshToken);
  }

  /** The old refresh token ends without anybody being told. */
  public String replacesRefreshToken(String account) {
    return with(
        account,
        (authorization, now) ->
            authorization.refreshToken = ComponentEndpoints.newRefreshToken(world.values));
  }

  /** Lists and profiles leave this account's refresh token out. */
  public void hidesRefreshToken(String account, boolean hidden) {
    with(account, (authorization, now) -> authorization.hidden = hidden);
  }

  public Optional<String> currentTokenOf(String account) {
    return with(
        account, (authorization, now) -> authorization.tokens.newest().map(issued -> issued.value));
  }

  public long tokensIssuedTo(String account) {
    return with(account, (authorization, now) -> authorization.tokens.count());
  }

  /** Ends the newest token the platform holds for this account. */
  public void killTokenOf(String account) {
    with(
        account,
        (authorization, now) -> {
          authorization.tokens.killNewest(now, false);
          return authorization;
        });
  }

  /** Whether this token, the platform's or one on behalf of an account, would be let in now. */
  public boolean accepts(String token) {
    return with(
        (component, now) -> {
          try {
            Owner owner = world.ownerOf(token, now);
            return owner == component
                || (owner instanceof Authorization one && one.component == component);
          } catch (Refusal dead) {
            return false;
          }
        });
  }

  /**
   * Checks the server that is called back as WeChat does before a platform is released to all:
   * binds two test accounts, writes to it as their users, and unbinds them. Takes some seconds.
   *
   * @param group of test accounts, 1 to 5
   */
  public ReleaseReport releaseCheck(int group) {
    ReleaseReport report =
        new ReleaseCheck(this, world, postman, lock, appid, post.rules().timeout()).run(group);
    with(
        (component, now) -> {
          component.lastReport = report;
          return component;
        });
    return report;
  }

  Delivery lastTold(String account, String kind) {
    return post.last(account, kind)
        .orElseThrow(() -> new IllegalArgumentException(appid + " has no callback URL"));
  }

  Instant now() {
    return clock.instant();
  }

  public ComponentView view() {
    return with((component, now) -> ComponentViews.of(component, post.holds(appid), now));
  }
}
