package io.lingpai.server.config;

import io.lingpai.secret.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Every setting there is, in the order of the documentation. {@code docs/configuration.md} carries
 * the same rows, which a test compares.
 */
final class Keys {

  static final Key<Address> LISTEN =
      new Key<>("listen", Form.ADDRESS, "127.0.0.1:8800", "where everything is served");
  static final Key<Address> PUBLIC_LISTEN =
      new Key<>(
          "public-listen",
          Form.ADDRESS,
          null,
          "if set, /callbacks, /authorizations and /health live only here, and nothing else does");
  static final Key<URI> PUBLIC_URL =
      new Key<>("public-url", Form.ORIGIN, null, "the address that vendors and browsers are told");
  static final Key<Path> DATA =
      new Key<>("data", Form.PATH, "./lingpai-data", "the folder everything is kept in");
  static final Key<Secret> MASTER_KEY =
      new Key<>(
          "master-key",
          Form.SECRET,
          null,
          "base64 of 32 bytes, or @file; made on first start under data/ when absent");
  static final Key<Secret> ADMIN_KEY =
      new Key<>(
          "admin-key",
          Form.SECRET,
          null,
          "the first administrator's key, or @file; made on first start under data/ when absent");

  static final Key<String> STORE_URL =
      new Key<>(
          "store.url",
          Form.STORE_URL,
          "embedded",
          "embedded, or jdbc:postgresql://host:port/database");
  static final Key<String> STORE_USER =
      new Key<>("store.user", Form.TEXT, null, "the database's user");
  static final Key<Secret> STORE_PASSWORD =
      new Key<>("store.password", Form.SECRET, null, "the database's password, or @file");

  static final Key<Secret> REDIS_URL =
      new Key<>("redis.url", Form.REDIS_URL, null, "redis://… or rediss://… to publish values to");

  static final List<Key<URI>> HOSTS =
      List.of(
          host("wechat-api", "https://api.weixin.qq.com"),
          host("wechat-mp", "https://mp.weixin.qq.com"),
          host("wechat-open", "https://open.weixin.qq.com"),
          host("dingtalk-api", "https://api.dingtalk.com"),
          host("dingtalk-oapi", "https://oapi.dingtalk.com"),
          host("wecom-api", "https://qyapi.weixin.qq.com"),
          host("feishu-api", "https://open.feishu.cn"));

  static final Key<Duration> RENEWAL_MARGIN =
      new Key<>(
          "renewal.margin",
          Form.DURATION,
          "10m",
          "how long before its end a value is renewed; a third of its life at most");
  static final Key<Duration> RENEWAL_JITTER =
      new Key<>(
          "renewal.jitter",
          Form.DURATION,
          "2m",
          "how far renewals are spread, so that they do not fall together; a tenth of the life at"
              + " most");

  static final Key<Boolean> OUTBOUND_ALLOW_PRIVATE =
      new Key<>(
          "outbound.allow-private",
          Form.SWITCH,
          "false",
          "may messages be forwarded to private and loopback addresses");
  static final Key<URI> OUTBOUND_PROXY =
      new Key<>("outbound.proxy", Form.ORIGIN, null, "an HTTP proxy for calls to vendors");

  static final Key<Duration> OFFLINE_GRACE =
      new Key<>(
          "offline-grace",
          Form.DURATION,
          "2h",
          "how long a node cut off from the store serves keys it has seen");

  static final Key<Duration> RETENTION_CALLBACKS =
      new Key<>("retention.callbacks", Form.DURATION, "7d", "how long callbacks are kept");
  static final Key<Duration> RETENTION_SESSIONS =
      new Key<>("retention.sessions", Form.DURATION, "30d", "how long ended sessions are kept");
  static final Key<Duration> RETENTION_AUDIT =
      new Key<>("retention.audit", Form.DURATION, "400d", "how long the audit log is kept");

  static final Key<Duration> LOGIN_SESSION =
      new Key<>("login.session", Form.DURATION, "7d", "how long a login lasts");
  static final Key<Boolean> LOGIN_SLIDING =
      new Key<>("login.sliding", Form.SWITCH, "true", "does use lengthen a login");
  static final Key<String> LOGIN_NICKNAME =
      new Key<>(
          "login.default-nickname", Form.TEXT, "用户昵称", "the nickname of a member who gave none");
  static final Key<String> LOGIN_AVATAR =
      new Key<>("login.default-avatar", Form.TEXT, null, "the avatar of a member who gave none");
  static final Key<Duration> LOGIN_DATA_AGE =
      new Key<>("login.data-age", Form.DURATION, "60s", "the greatest age of a member's open data");

  static final Key<Duration> FOLLOWERS_CALL_EVERY =
      new Key<>(
          "followers.call-every",
          Form.DURATION,
          "100ms",
          "the time between two calls of an import of followers");
  static final Key<Duration> FOLLOWERS_RECONCILE_EVERY =
      new Key<>(
          "followers.reconcile-every",
          Form.DURATION,
          null,
          "how often each account's followers are compared with the vendor's list; if not set, only"
              + " on request");

  static final Key<String> WIRE_TOKENS =
      new Key<>(
          "wire-tokens",
          Form.oneOf("virtual", "real"),
          "virtual",
          "what SDKs are given for a token; may also be set per key");
  static final List<Key<Address>> WIRE_LISTEN = HOSTS.stream().map(Keys::ownPort).toList();

  /** All of them, without the lists ({@code apps}, {@code alerts}, {@code redis.publish}). */
  static List<Key<?>> all() {
    return Stream.<Stream<? extends Key<?>>>of(
            Stream.of(LISTEN, PUBLIC_LISTEN, PUBLIC_URL, DATA, MASTER_KEY, ADMIN_KEY),
            Stream.of(STORE_URL, STORE_USER, STORE_PASSWORD, REDIS_URL),
            HOSTS.stream(),
            Stream.of(RENEWAL_MARGIN, RENEWAL_JITTER, OUTBOUND_ALLOW_PRIVATE, OUTBOUND_PROXY),
            Stream.of(OFFLINE_GRACE, RETENTION_CALLBACKS, RETENTION_SESSIONS, RETENTION_AUDIT),
            Stream.of(LOGIN_SESSION, LOGIN_SLIDING, LOGIN_NICKNAME, LOGIN_AVATAR, LOGIN_DATA_AGE),
            Stream.of(FOLLOWERS_CALL_EVERY, FOLLOWERS_RECONCILE_EVERY, WIRE_TOKENS),
            WIRE_LISTEN.stream())
        .<Key<?>>flatMap(keys -> keys)
        .toList();
  }

  /** Settings that are lists, with what they are for. */
  static final List<ListKey> LISTS =
      List.of(
          new ListKey(
              RedisSettings.PATH,
              "key layouts to write: wxjava, easywechat, senparc, plain; or mappings, see below"),
          new ListKey("alerts", "who is told about what needs a person"),
          new ListKey("apps", "apps declared here instead of added while running"));

  /** A setting whose value is a list; the environment takes it as YAML on one line. */
  record ListKey(String path, String about) {
    String variable() {
      return new Key<>(path, Form.TEXT, null, about).variable();
    }
  }

  private Keys() {}

  private static Key<URI> host(String vendor, String fallback) {
    return new Key<>(
        "hosts." + vendor, Form.ORIGIN, fallback, "where this vendor is; a sandbox in tests");
  }

  private static Key<Address> ownPort(Key<URI> host) {
    String vendor = host.path().substring("hosts.".length());
    return new Key<>(
        "wire-listen." + vendor,
        Form.ADDRESS,
        null,
        "serves this vendor's wire surface at the root of a port of its own");
  }
}
