package io.lingpai.sandbox.wechat;

import io.lingpai.sandbox.callback.Callback;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An app as it stands at the start: {@code WeChatApp.official("wx…", "…").living(ofMinutes(10))}.
 *
 * @param name for people; the app id where none is given
 * @param life how long its tokens live; every other interval shrinks with it. Null: two hours,
 *     divided by the sandbox's speed
 * @param whitelist addresses that may fetch tokens; empty: the list is off
 * @param risky whether an address must be confirmed by the administrator before it may fetch
 * @param openPlatform the Open Platform account it is bound to, so that users have a unionid which
 *     is the same in all apps bound to that account; null: none
 * @param dailyLimits calls a day by path, where they differ from WeChat's usual
 * @param callback where pushes go; null: none is set
 * @param webDomain the one host that web logins may return to; null: any
 * @param pageDomains hosts whose pages may use the JS-SDK; empty: any
 * @param followers how many users follow it at the start
 */
public record WeChatApp(
    String appid,
    String secret,
    Kind kind,
    String name,
    @Nullable Duration life,
    Set<String> whitelist,
    boolean risky,
    @Nullable String openPlatform,
    Map<String, Integer> dailyLimits,
    @Nullable Callback callback,
    @Nullable String webDomain,
    Set<String> pageDomains,
    int followers) {

  public enum Kind {
    OFFICIAL,
    MINI
  }

  public WeChatApp {
    if (!appid.matches("wx[0-9a-f]{16}")) {
      throw new IllegalArgumentException(
          "appid: " + appid + " (expected: wx and 16 hexadecimal digits in lower case)");
    }
    if (secret.isBlank()) {
      throw new IllegalArgumentException("secret: blank (expected: 32 hexadecimal digits)");
    }
    if (life != null && life.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException("life: " + life + " (expected: a second or more)");
    }
    whitelist = Set.copyOf(whitelist);
    dailyLimits = Map.copyOf(dailyLimits);
    pageDomains = Set.copyOf(pageDomains);
  }

  public static WeChatApp official(String appid, String secret) {
    return plain(appid, secret, Kind.OFFICIAL);
  }

  public static WeChatApp mini(String appid, String secret) {
    return plain(appid, secret, Kind.MINI);
  }

  private static WeChatApp plain(String appid, String secret, Kind kind) {
    return new WeChatApp(
        appid, secret, kind, appid, null, Set.of(), false, null, Map.of(), null, null, Set.of(), 3);
  }

  public WeChatApp named(String called) {
    return with(draft -> draft.name = called);
  }

  public WeChatApp living(Duration tokenLife) {
    return with(draft -> draft.life = tokenLife);
  }

  public WeChatApp whitelisting(String... addresses) {
    return with(draft -> draft.whitelist = Set.of(addresses));
  }

  public WeChatApp confirmingAddresses() {
    return with(draft -> draft.risky = true);
  }

  public WeChatApp boundToOpenPlatform() {
    return boundToOpenPlatform("the usual one");
  }

  public WeChatApp boundToOpenPlatform(String account) {
    return with(draft -> draft.openPlatform = account);
  }

  public WeChatApp allowing(String path, int callsADay) {
    return with(draft -> draft.dailyLimits.put(path, callsADay));
  }

  /** In plain mode, signed with a token that is no secret. */
  public WeChatApp pushingTo(String url) {
    return pushingTo(Callback.plain(url, "sandbox"));
  }

  public WeChatApp pushingTo(Callback callback) {
    return with(draft -> draft.callback = callback);
  }

  public WeChatApp returningTo(String webHost) {
    return with(draft -> draft.webDomain = webHost);
  }

  public WeChatApp withPagesOn(String... hosts) {
    return with(draft -> draft.pageDomains = Set.of(hosts));
  }

  public WeChatApp followedBy(int users) {
    return with(draft -> draft.followers = users);
  }

  private WeChatApp with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return new WeChatApp(
        appid,
        secret,
        kind,
        draft.name,
        draft.life,
        draft.whitelist,
        draft.risky,
        draft.openPlatform,
        draft.dailyLimits,
        draft.callback,
        draft.webDomain,
        draft.pageDomains,
        draft.followers);
  }

  /** A copy that may be changed in one place, so that each word above need not name all fields. */
  private static final class Draft {
    String name;
    @Nullable Duration life;
    Set<String> whitelist;
    boolean risky;
    @Nullable String openPlatform;
    final Map<String, Integer> dailyLimits;
    @Nullable Callback callback;
    @Nullable String webDomain;
    Set<String> pageDomains;
    int followers;

    Draft(WeChatApp app) {
      name = app.name;
      life = app.life;
      whitelist = app.whitelist;
      risky = app.risky;
      openPlatform = app.openPlatform;
      dailyLimits = new HashMap<>(app.dailyLimits);
      callback = app.callback;
      webDomain = app.webDomain;
      pageDomains = app.pageDomains;
      followers = app.followers;
    }
  }

  /** Names no secret. */
  @Override
  public String toString() {
    return "WeChatApp[" + appid + " " + name + " " + kind + "]";
  }
}
