package io.lingpai.sandbox.wechat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lingpai.sandbox.http.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** {@code /cgi-bin/token} and {@code /cgi-bin/stable_token}, each with a line of its own. */
final class TokenEndpoints {
  static final String CLASSIC = "/cgi-bin/token";
  static final String STABLE = "/cgi-bin/stable_token";

  private final World world;

  TokenEndpoints(World world) {
    this.world = world;
  }

  List<Route> routes() {
    return List.of(
        Route.get(CLASSIC, this::classic).withoutToken().daily(2_000),
        Route.post(STABLE, this::stable).withoutToken().daily(500_000).perMinute(10_000));
  }

  private ObjectNode classic(Call call) {
    call.grantType(call.optional("grant_type"), "client_credential");
    String appid = call.required("appid", 41002);
    String secret = call.required("secret", 41004);
    App app = world.authenticate(appid, secret, world.rules.classicWrongSecret());
    world.passTheGate(app, call.request(), call.now());
    call.count(app);
    return told(issueClassic(app, call.now()), call.now());
  }

  TokenLine.Issued issueClassic(App app, Instant now) {
    return world.issue(app, app.classic, now, world.rules.olderTokensDieAtOnce());
  }

  private ObjectNode stable(Call call) {
    ObjectNode body = call.body();
    call.grantType(Call.text(body, "grant_type"), "client_credential");
    String appid = Call.requiredText(body, "appid", 41002);
    String secret = Call.requiredText(body, "secret", 41004);
    boolean force = Call.flag(body, "force_refresh");
    App app = world.authenticate(appid, secret, 40125);
    world.passTheGate(app, call.request(), call.now());
    call.count(app);
    return told(force ? forceStable(app, call.now()) : readStable(app, call.now()), call.now());
  }

  /** The current token while it has more than five minutes left, else a new one. */
  private TokenLine.Issued readStable(App app, Instant now) {
    Optional<TokenLine.Issued> lasting =
        app.stable
            .current(now)
            .filter(issued -> left(issued, now).compareTo(app.scaled(App.OVERLAP)) > 0);
    return lasting.orElseGet(() -> world.issue(app, app.stable, now, false));
  }

  /**
   * A new token now, save within 30 seconds of the last time and beyond 20 times a day. The one
   * before lives on for the overlap, older ones end at once: two forces end a leaked token.
   */
  private TokenLine.Issued forceStable(App app, Instant now) {
    if (app.forcedWithin(app.scaled(App.BETWEEN_FORCES), now)) {
      return readStable(app, now);
    }
    if (app.forcesToday(now) >= App.FORCES_A_DAY) {
      if (world.rules.refusesForcesOverQuota()) {
        throw new Refusal(45009);
      }
      return readStable(app, now);
    }
    app.forced(now);
    return world.issue(app, app.stable, now, true);
  }

  /** A forced refresh that counts for nobody's quota: somebody else's doing. */
  TokenLine.Issued issueStable(App app, Instant now) {
    return world.issue(app, app.stable, now, true);
  }

  private static Duration left(TokenLine.Issued issued, Instant now) {
    return Duration.between(now, issued.expiresAt);
  }

  /** On success WeChat sends no errcode here. */
  private static ObjectNode told(TokenLine.Issued issued, Instant now) {
    return Json.object()
        .put("access_token", issued.value)
        .put("expires_in", left(issued, now).toSeconds());
  }
}
