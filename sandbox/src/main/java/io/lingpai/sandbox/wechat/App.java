package io.lingpai.sandbox.wechat;

import io.lingpai.sandbox.callback.Callback;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One app as it is now. Guarded by the lock of {@link WeChat}. */
final class App implements Owner {
  static final Duration USUAL_LIFE = Duration.ofHours(2);
  static final Duration OVERLAP = Duration.ofMinutes(5);
  static final int FORCES_A_DAY = 20;
  static final Duration BETWEEN_FORCES = Duration.ofSeconds(30);

  final WeChatApp setup;
  final Duration life;
  final TokenLine classic = new TokenLine();
  final TokenLine stable = new TokenLine();
  final Tickets tickets = new Tickets();
  final Quota quota = new Quota();
  final Set<String> whitelist;
  final RiskDesk risk;
  final Followers followers;

  @Nullable Callback callback;
  @Nullable String openPlatform;
  final Inbox inbox = new Inbox();
  final QrCodes codes = new QrCodes();

  private String secret;
  boolean frozen;
  boolean risky;
  private Instant lastForce = Instant.MIN;
  private LocalDate forceDay = LocalDate.MIN;
  private int forcesToday;

  App(WeChatApp setup, Duration life, Instant now) {
    this.setup = setup;
    this.life = life;
    this.secret = setup.secret();
    this.risky = setup.risky();
    this.callback = setup.callback();
    this.openPlatform = setup.openPlatform();
    this.whitelist = new TreeSet<>(setup.whitelist());
    this.risk = new RiskDesk(scaled(Duration.ofHours(1)), scaled(Duration.ofHours(24)));
    this.followers = new Followers(setup, now);
  }

  @Override
  public String appid() {
    return setup.appid();
  }

  @Override
  public Quota quota() {
    return quota;
  }

  /** The original id, which messages name it by. */
  String userName() {
    return ReleaseAccounts.userName(appid())
        .orElseGet(() -> "gh_" + Followers.hex(appid()).substring(0, 12));
  }

  boolean official() {
    return setup.kind() == WeChatApp.Kind.OFFICIAL;
  }

  /** An interval that WeChat states for lives of two hours, as long as this app's lives make it. */
  Duration scaled(Duration interval) {
    return Duration.ofMillis(
        Math.round((double) interval.toMillis() * life.toMillis() / USUAL_LIFE.toMillis()));
  }

  boolean knows(String presented) {
    return secret.equals(presented);
  }

  String secret() {
    return secret;
  }

  void changeSecret(String next) {
    secret = next;
  }

  boolean forcedWithin(Duration interval, Instant now) {
    return !lastForce.equals(Instant.MIN) && now.isBefore(lastForce.plus(interval));
  }

  int forcesToday(Instant now) {
    return LocalDate.ofInstant(now, Quota.SHANGHAI).equals(forceDay) ? forcesToday : 0;
  }

  void forced(Instant now) {
    forcesToday = forcesToday(now) + 1;
    forceDay = LocalDate.ofInstant(now, Quota.SHANGHAI);
    lastForce = now;
  }

  @Override
  public Quota.Limits limits(Route route) {
    Integer own = setup.dailyLimits().get(route.path());
    return own == null ? route.limits() : new Quota.Limits(own, route.limits().perMinute());
  }

  void kill(Instant now) {
    classic.killAll(now);
    stable.killAll(now);
  }
}
