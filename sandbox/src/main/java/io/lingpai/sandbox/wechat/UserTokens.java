package io.lingpai.sandbox.wechat;

import io.lingpai.sandbox.vendor.Values;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Tokens of users who logged in on a web page. The refresh token lives thirty days from the login,
 * whatever happens; refreshing prolongs a living access token and replaces a dead one.
 */
final class UserTokens {
  private static final Duration REFRESHABLE = Duration.ofDays(30);
  private static final int LENGTH = 110;

  static final class Grant {
    final App app;
    final String openid;
    final String scope;
    final String refreshToken;
    final Instant refreshableUntil;
    private String accessToken = "";
    private Instant expiresAt = Instant.MIN;
    private boolean withdrawn;

    Grant(App app, String openid, String scope, String refreshToken, Instant refreshableUntil) {
      this.app = app;
      this.openid = openid;
      this.scope = scope;
      this.refreshToken = refreshToken;
      this.refreshableUntil = refreshableUntil;
    }

    String accessToken() {
      return accessToken;
    }

    boolean usable(Instant now) {
      return now.isBefore(expiresAt);
    }
  }

  private final Values values;
  private final Map<String, Grant> byAccessToken = new HashMap<>();
  private final Map<String, Grant> byRefreshToken = new HashMap<>();

  UserTokens(Values values) {
    this.values = values;
  }

  Grant grant(App app, String openid, String scope, Instant now) {
    String refresh = values.marked("39_", Values.REFRESH_TOKEN_MARKER, LENGTH);
    Instant refreshable = now.plus(app.scaled(REFRESHABLE));
    Grant grant = new Grant(app, openid, scope, refresh, refreshable);
    byRefreshToken.put(refresh, grant);
    giveToken(grant, now);
    return grant;
  }

  private void giveToken(Grant grant, Instant now) {
    grant.accessToken = values.marked("39_", Values.USER_TOKEN_MARKER, LENGTH);
    grant.expiresAt = now.plus(grant.app.life);
    byAccessToken.put(grant.accessToken, grant);
  }

  Grant refresh(App app, String refreshToken, Instant now) {
    Grant grant = byRefreshToken.get(refreshToken);
    if (grant == null || grant.app != app) {
      throw new Refusal(40030);
    }
    if (grant.withdrawn) {
      throw new Refusal(42007);
    }
    if (!now.isBefore(grant.refreshableUntil)) {
      throw new Refusal(42002);
    }
    if (grant.usable(now)) {
      grant.expiresAt = now.plus(app.life);
    } else {
      giveToken(grant, now);
    }
    return grant;
  }

  Grant use(String accessToken, String openid, Instant now) {
    Grant grant = byAccessToken.get(accessToken);
    if (grant == null) {
      throw new Refusal(40001);
    }
    if (grant.withdrawn) {
      throw new Refusal(42007);
    }
    if (!grant.usable(now) || !grant.accessToken.equals(accessToken)) {
      throw new Refusal(42001);
    }
    if (!grant.openid.equals(openid)) {
      throw new Refusal(40003);
    }
    return grant;
  }

  Optional<String> appidOf(String accessToken) {
    return Optional.ofNullable(byAccessToken.get(accessToken)).map(grant -> grant.app.appid());
  }

  /** The user changed the password: all grants of that user die. */
  void withdraw(App app, String openid) {
    byRefreshToken.values().stream()
        .filter(grant -> grant.app == app && grant.openid.equals(openid))
        .forEach(grant -> grant.withdrawn = true);
  }

  void clear() {
    byAccessToken.clear();
    byRefreshToken.clear();
  }
}
