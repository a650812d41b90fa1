package io.lingpai.sandbox.wechat;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What one account lets one platform do. Guarded by the lock of {@link WeChat}. */
final class Authorization implements Owner {
  final Component component;
  final App app;
  final TokenLine tokens = new TokenLine();
  final Map<String, String> options = new HashMap<>();
  Set<Integer> granted = Set.of();
  Instant since = Instant.MIN;
  String refreshToken = "";
  boolean standing;

  /** Whether the platform ever asked for it: its refresh token is shown elsewhere only then. */
  boolean queried;

  /** On request the refresh token is left out of lists, asked for or not. */
  boolean hidden;

  Authorization(Component component, App app) {
    this.component = component;
    this.app = app;
  }

  @Override
  public String appid() {
    return app.appid();
  }

  @Override
  public Quota quota() {
    return app.quota;
  }

  @Override
  public Quota.Limits limits(Route route) {
    return app.limits(route);
  }

  boolean showsRefreshToken() {
    return queried && !hidden;
  }

  boolean allowsAny(Set<Integer> sets) {
    return sets.isEmpty() || sets.stream().anyMatch(granted::contains);
  }

  void grant(Set<Integer> sets) {
    granted = new TreeSet<>(sets);
  }
}
