package io.lingpai.sandbox.wechat;

import io.lingpai.sandbox.callback.Callback;
import io.lingpai.sandbox.callback.PostOffice;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * One app as the one who runs the sandbox sees and moves it: {@code
 * sandbox.wechat().behind("wx…").killToken()}. Throws {@link IllegalArgumentException} when the app
 * is gone. Values come back in clear: they are worth nothing anywhere else.
 */
public final class BehindTheScenes {
  /** Which of the two endpoints a token came from. */
  public enum Line {
    CLASSIC,
    STABLE
  }

  private final World world;
  private final TokenEndpoints tokens;
  private final PostOffice post;
  private final InstantSource clock;
  private final Object lock;
  private final String appid;

  BehindTheScenes(
      World world,
      TokenEndpoints tokens,
      PostOffice post,
      InstantSource clock,
      Object lock,
      String appid) {
    this.world = world;
    this.tokens = tokens;
    this.post = post;
    this.clock = clock;
    this.lock = lock;
    this.appid = appid;
  }

  private <T> T with(BiFunction<App, Instant, T> action) {
    synchronized (lock) {
      return action.apply(world.known(appid), clock.instant());
    }
  }

  /** The newest token of this line, alive or not. */
  public Optional<String> currentToken(Line line) {
    return with((app, now) -> line(app, line).newest().map(issued -> issued.value));
  }

  public Optional<String> previousToken(Line line) {
    return with((app, now) -> line(app, line).previous().map(issued -> issued.value));
  }

  /** Whether a call with this token would be let in now. */
  public boolean accepts(String token) {
    return with(
        (app, now) -> {
          try {
            return world.ownerOf(token, now).appid().equals(app.appid());
          } catch (Refusal dead) {
            return false;
          }
        });
  }

  /** How many tokens of this line were ever issued, to whomever. */
  public long tokensIssued(Line line) {
    return with((app, now) -> line(app, line).count());
  }

  /** The newest ticket of {@code jsapi} or {@code wx_card}. */
  public Optional<String> currentTicket(String type) {
    return with((app, now) -> app.tickets.newest(type).map(Tickets.Ticket::value));
  }

  /** Ends the newest token of both lines at once; whoever asks next gets a new one. */
  public void killToken() {
    kill(false);
  }

  /** Ends them likewise, but the stable endpoint goes on handing out the dead one until forced. */
  public void killTokenAndHandItOutStill() {
    kill(true);
  }

  private void kill(boolean handsItOut) {
    with(
        (app, now) -> {
          app.classic.killNewest(now, false);
          app.stable.killNewest(now, handsItOut);
          return app;
        });
  }

  /** Somebody else with the same secret fetches a token; what he got. */
  public String foreignFetch(Line line) {
    return with(
        (app, now) ->
            (line == Line.CLASSIC ? tokens.issueClassic(app, now) : tokens.issueStable(app, now))
                .value);
  }

  /** The owner makes a new secret; the old one is refused from now on. */
  public String resetSecret() {
    return with(
        (app, now) -> {
          app.changeSecret(world.values.secret());
          if (world.rules.secretResetKillsTokens()) {
            app.kill(now);
          }
          return app.secret();
        });
  }

  public void freezeSecret(boolean frozen) {
    with((app, now) -> app.frozen = frozen);
  }

  /** Replaces the whitelist; an empty one is off. */
  public void whitelist(Set<String> addresses) {
    with(
        (app, now) -> {
          app.whitelist.clear();
          return app.whitelist.addAll(addresses);
        });
  }

  public void confirmsAddresses(boolean risky) {
    with((app, now) -> app.risky = risky);
  }

  /** The administrator lets this address in. */
  public void approve(String address) {
    with(
        (app, now) -> {
          app.risk.approve(address, now);
          return app;
        });
  }

  /** The administrator turns this address away. */
  public void refuse(String address) {
    with(
        (app, now) -> {
          app.risk.refuse(address, now);
          return app;
        });
  }

  /**
   * What a page says that configures the JS-SDK with these: {@code config:ok}, {@code invalid
   * signature} or {@code invalid url domain}. The address is the one the browser shows.
   */
  public String pageSays(String url, String timestamp, String nonce, String signature) {
    return with(
        (app, now) ->
            PageSignature.judge(
                url,
                timestamp,
                nonce,
                signature,
                app.tickets.working("jsapi", now),
                app.setup.pageDomains()));
  }

  /**
   * Whether WeChat would take this signature of a card.
   *
   * @param values all that was signed, in any order, without the ticket
   */
  public boolean acceptsCard(Collection<String> values, String signature) {
    return with(
        (app, now) ->
            PageSignature.judgeCard(values, signature, app.tickets.working("wx_card", now)));
  }

  /** Where this account's own pushes go from now on; null for nowhere. */
  public void calledBackAt(@Nullable Callback callback) {
    with(
        (app, now) -> {
          app.callback = callback;
          return app;
        });
  }

  /**
   * Whether the callback URL sends the {@code echostr} back, as WeChat asks before it takes one.
   */
  public boolean verifiesCallback() {
    Callback callback =
        with((app, now) -> Optional.ofNullable(app.callback))
            .orElseThrow(() -> new IllegalArgumentException(appid + " has no callback URL"));
    return post.verify(callback).join();
  }

  /** Keeps back every push to this account's own callback URL. */
  public void holdsPushes() {
    post.hold(appid);
  }

  public void releasesPushes(PostOffice.Order order) {
    post.release(appid, order);
  }

  public void pushesTimes(int copies) {
    post.copies(appid, copies);
  }

  public void pushesLate(Duration delay) {
    post.delay(appid, delay);
  }

  /** Binds to this Open Platform account, or to none: users have another unionid, or none. */
  public void bindsTo(@Nullable String openPlatform) {
    with(
        (app, now) -> {
          app.openPlatform = openPlatform;
          return app;
        });
  }

  /** The app as it is now. */
  public AppView view() {
    return with(AppViews::of);
  }

  private static TokenLine line(App app, Line line) {
    return line == Line.CLASSIC ? app.classic : app.stable;
  }
}
