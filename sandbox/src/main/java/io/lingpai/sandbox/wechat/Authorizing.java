package io.lingpai.sandbox.wechat;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/** What an account's administrator does with a platform. Under WeChat's lock. */
final class Authorizing {
  private final World world;
  private final Postman postman;

  Authorizing(World world, Postman postman) {
    this.world = world;
    this.postman = postman;
  }

  /**
   * The administrator scans and agrees: for the first time, anew after a withdrawal, or to other
   * permissions. The platform hears of it, unless nothing changed.
   *
   * @return the authorization code, which the redirect and the push carry alike
   */
  String agree(Component component, App app, Set<Integer> sets, String preAuthCode, Instant now) {
    Authorization authorization =
        component.authorizations.computeIfAbsent(
            app.appid(), unused -> new Authorization(component, app));
    boolean first = !authorization.standing;
    boolean changed = first || !authorization.granted.equals(sets);
    if (first) {
      begin(authorization, now);
    }
    authorization.grant(sets);
    component.codes.spendPreAuth(preAuthCode);
    Duration life = component.scaled(ComponentCodes.CODE_LIFE);
    Instant expires = now.plus(life);
    String code = component.codes.newCode(world.values, app.appid(), expires);
    if (changed && postman.canTell(component)) {
      String type = first ? "authorized" : "updateauthorized";
      postman.authorized(authorization, type, code, expires, preAuthCode, now);
    }
    return code;
  }

  /** A new refresh token, which appears in no list before the platform asked for it once. */
  private void begin(Authorization authorization, Instant now) {
    authorization.standing = true;
    authorization.since = now;
    authorization.queried = false;
    authorization.hidden = false;
    authorization.refreshToken = ComponentEndpoints.newRefreshToken(world.values);
  }

  /** As if it had been agreed and fetched long ago; nobody hears of it. */
  void assume(Component component, App app, boolean queried, Instant now) {
    Authorization authorization = new Authorization(component, app);
    component.authorizations.put(app.appid(), authorization);
    begin(authorization, now);
    authorization.grant(PermissionSets.usual(app.setup.kind()));
    authorization.queried = queried;
  }

  void withdraw(Authorization authorization, Instant now) {
    authorization.standing = false;
    authorization.tokens.killAll(now);
    if (postman.canTell(authorization.component)) {
      postman.unauthorized(authorization, now);
    }
  }
}
