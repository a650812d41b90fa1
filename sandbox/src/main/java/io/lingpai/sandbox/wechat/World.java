package io.lingpai.sandbox.wechat;

import io.lingpai.sandbox.http.Request;
import io.lingpai.sandbox.vendor.Values;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Everything WeChat knows. Guarded by the lock of {@link WeChat}. */
final class World {
  private static final int TOKENS_KEPT = 100_000;
  private static final Pattern TOKEN_SHAPE = Pattern.compile("[0-9]+_[A-Za-z0-9_-]+");

  /** A token and whose it is. */
  record Owned(Owner owner, TokenLine.Issued token) {}

  final Values values;
  final Duration usualLife;
  final int tokenLength;
  final Map<String, App> apps = new LinkedHashMap<>();
  final Map<String, Component> components = new LinkedHashMap<>();
  final Rids rids;
  final UserTokens userTokens;
  final UserCodes codes = new UserCodes();
  WeChatRules rules = WeChatRules.usual();
  @Nullable String seenAddress;

  private final Map<String, Owned> tokens =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Owned> eldest) {
          return size() > TOKENS_KEPT;
        }
      };

  World(Values values, Duration usualLife, int tokenLength) {
    this.values = values;
    this.usualLife = usualLife;
    this.tokenLength = tokenLength;
    this.rids = new Rids(values);
    this.userTokens = new UserTokens(values);
  }

  /** Whose living token this is; refuses as the token's end demands. */
  Owner ownerOf(String value, Instant now) {
    Owned owned = tokens.get(value);
    if (owned == null) {
      throw new Refusal(TOKEN_SHAPE.matcher(value).matches() ? rules.unknownToken() : 40014);
    }
    return switch (owned.token().standing(now)) {
      case USABLE -> owned.owner();
      case EXPIRED -> throw new Refusal(42001);
      case SUPERSEDED -> throw new Refusal(40001);
    };
  }

  Optional<String> appidOfToken(String value) {
    return Optional.ofNullable(tokens.get(value))
        .map(owned -> owned.owner().appid())
        .or(() -> userTokens.appidOf(value));
  }

  TokenLine.Issued issue(App app, TokenLine line, Instant now, boolean olderDieAtOnce) {
    return issue(app, line, app.life, now, olderDieAtOnce);
  }

  /** A platform's token, its own or on behalf of an account. */
  TokenLine.Issued issue(Owner owner, TokenLine line, Duration life, Instant now) {
    return issue(owner, line, life, now, rules.olderTokensDieAtOnce());
  }

  private TokenLine.Issued issue(
      Owner owner, TokenLine line, Duration life, Instant now, boolean olderDieAtOnce) {
    String value = values.marked("39_", Values.TOKEN_MARKER, tokenLength);
    Duration overlap =
        Duration.ofMillis(
            Math.round(
                (double) App.OVERLAP.toMillis() * life.toMillis() / App.USUAL_LIFE.toMillis()));
    TokenLine.Issued issued = line.issue(value, now, life, overlap, olderDieAtOnce);
    tokens.put(value, new Owned(owner, issued));
    return issued;
  }

  /** Knows the app and its secret, or refuses; looks at nothing else. */
  App authenticate(String appid, String secret, int wrongSecret) {
    App app = apps.get(appid);
    if (app == null) {
      throw new Refusal(components.containsKey(appid) ? 61024 : 40013);
    }
    if (!app.knows(secret)) {
      String text = wrongSecret == 40001 ? "invalid credential" : "invalid appsecret";
      throw new Refusal(wrongSecret, text);
    }
    if (app.frozen) {
      throw new Refusal(40243);
    }
    return app;
  }

  /** Only issuing a token is guarded by the whitelist and the administrator. */
  void passTheGate(App app, Request request, Instant now) {
    String ip = addressOf(request);
    if (!app.whitelist.isEmpty()) {
      if (!app.whitelist.contains(ip)) {
        throw Refusal.seeing(40164, ip);
      }
      return;
    }
    if (app.risky) {
      app.risk.pass(ip, now);
    }
  }

  String addressOf(Request request) {
    return seenAddress == null ? request.client() : seenAddress;
  }

  App known(String appid) {
    return Optional.ofNullable(apps.get(appid))
        .orElseThrow(() -> new IllegalArgumentException("no app " + appid + " in the sandbox"));
  }

  Component knownComponent(String appid) {
    return Optional.ofNullable(components.get(appid))
        .orElseThrow(() -> new IllegalArgumentException("no platform " + appid));
  }

  void clear() {
    apps.clear();
    components.clear();
    tokens.clear();
    rids.clear();
    codes.clear();
    userTokens.clear();
    rules = WeChatRules.usual();
    seenAddress = null;
  }
}
