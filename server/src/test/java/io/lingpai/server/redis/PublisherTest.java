package io.lingpai.server.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.lingpai.app.App;
import io.lingpai.credential.CredentialKey;
import io.lingpai.credential.Value;
import io.lingpai.secret.Secret;
import io.lingpai.server.config.Configuration.Publication;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.params.SetParams;

/** Values in a real Redis, mended whatever happens to them there. */
class PublisherTest {

  private static final CredentialKey SHOP = new CredentialKey("shop", "access_token");
  private static final String KEY = "wx:access_token:wx1";
  private static final Publication WXJAVA = publication("wxjava", "string");

  private static RealRedis redis;

  private final Map<CredentialKey, Published> values = new LinkedHashMap<>();
  private final List<CredentialKey> suspected = new ArrayList<>();
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private Instant now = Instant.now();
  private Jedis reader;

  @BeforeAll
  static void start() throws IOException {
    redis = new RealRedis();
  }

  @AfterAll
  static void stop() throws IOException {
    redis.close();
  }

  @BeforeEach
  void empty() {
    reader = redis.client();
    reader.flushAll();
  }

  @AfterEach
  void close() {
    reader.close();
  }

  @Test
  void a_value_stands_where_it_is_looked_for_for_as_long_as_it_lives() {
    has("shop", "wechat-official", "wx1", "access_token", "token-1", Duration.ofMinutes(90));
    has("shop", "wechat-official", "wx1", "jsapi_ticket", "ticket-1", Duration.ofMinutes(80));
    has("mini", "wechat-mini", "wx2", "access_token", "token-2", Duration.ofMinutes(70));
    rounds(publisher(WXJAVA, publication("plain", "json")), 1);

    assertThat(reader.get(KEY)).isEqualTo("token-1");
    assertThat(reader.ttl(KEY)).isBetween(5340L, 5400L);
    assertThat(reader.get("wx:ticket:key:wx1:jsapi")).isEqualTo("ticket-1");
    assertThat(reader.get("wa:access_token:wx2")).isEqualTo("token-2");
    assertThat(reader.get("lingpai:shop:access_token")).contains("\"value\":\"token-1\"");
    assertThat(reader.keys("*")).allMatch(key -> reader.ttl(key) > 0);
  }

  @Test
  void a_new_value_takes_the_place_of_the_old_at_once() {
    has("shop", "wechat-official", "wx1", "access_token", "token-1", Duration.ofMinutes(90));
    Publisher publisher = publisher(WXJAVA);
    rounds(publisher, 1);
    now = now.plusMillis(100);
    has("shop", "wechat-official", "wx1", "access_token", "token-2", Duration.ofMinutes(90));
    publisher.arrived(SHOP);
    publisher.step();

    assertThat(reader.get(KEY)).isEqualTo("token-2");
    assertThat(suspected).isEmpty();
  }

  @Test
  void what_a_client_deletes_or_replaces_is_back_and_suspected_once_a_minute() {
    has("shop", "wechat-official", "wx1", "access_token", "token-1", Duration.ofMinutes(90));
    Publisher publisher = publisher(WXJAVA);
    rounds(publisher, 1);

    reader.pexpire(KEY, 0);
    rounds(publisher, 1);
    assertThat(reader.get(KEY)).isEqualTo("token-1");
    assertThat(suspected).containsExactly(SHOP);

    reader.set(KEY, "its own", SetParams.setParams().px(7_200_000));
    rounds(publisher, 1);
    assertThat(reader.get(KEY)).isEqualTo("token-1");
    assertThat(suspected).hasSize(1);

    now = now.plus(Duration.ofMinutes(1));
    reader.del(KEY);
    rounds(publisher, 1);
    assertThat(suspected).hasSize(2);
  }

  @Test
  void a_lost_life_is_given_back_and_a_wrong_one_put_right() {
    has("shop", "wechat-official", "wx1", "access_token", "token-1", Duration.ofMinutes(90));
    Publisher publisher = publisher(WXJAVA);
    rounds(publisher, 1);

    reader.persist(KEY);
    rounds(publisher, 1);
    assertThat(reader.ttl(KEY)).isBetween(5340L, 5400L);
    reader.expire(KEY, 60);
    rounds(publisher, 1);
    assertThat(reader.ttl(KEY)).isBetween(5340L, 5400L);
    assertThat(suspected).isEmpty();
  }

  @Test
  void a_note_that_is_none_of_ours_keeps_nothing_from_being_published() {
    has("shop", "wechat-official", "wx1", "access_token", "token-1", Duration.ofMinutes(90));
    has("mini", "wechat-mini", "wx2", "access_token", "token-2", Duration.ofMinutes(70));
    reader.lpush("lingpai:published:shop/access_token", "a list");
    reader.set("lingpai:published:mini/access_token", "99999999999999999");
    rounds(publisher(WXJAVA), 1);

    assertThat(reader.get(KEY)).isEqualTo("token-1");
    assertThat(reader.get("wa:access_token:wx2")).isEqualTo("token-2");
  }

  @Test
  void a_flush_is_healed_and_nobody_is_suspected() {
    has("shop", "wechat-official", "wx1", "access_token", "token-1", Duration.ofMinutes(90));
    Publisher publisher = publisher(WXJAVA);
    rounds(publisher, 1);
    reader.flushAll();
    rounds(publisher, 1);

    assertThat(reader.get(KEY)).isEqualTo("token-1");
    assertThat(suspected).isEmpty();
  }

  @Test
  void a_node_that_is_behind_undoes_nothing() {
    has("shop", "wechat-official", "wx1", "access_token", "token-1", Duration.ofMinutes(90));
    Publisher behind = publisher(WXJAVA);
    Published old = values.get(SHOP);
    now = now.plusMillis(100);
    has("shop", "wechat-official", "wx1", "access_token", "token-2", Duration.ofMinutes(90));
    rounds(publisher(WXJAVA), 1);
    values.put(SHOP, old);
    rounds(behind, 2);

    assertThat(reader.get(KEY)).isEqualTo("token-2");
    assertThat(suspected).isEmpty();
  }

  @Test
  void a_dead_value_is_not_published_and_a_dying_one_never_looks_like_one_without_a_life() {
    has("shop", "wechat-official", "wx1", "access_token", "token-1", Duration.ofMinutes(90));
    now = now.plus(Duration.ofMinutes(90)).minusMillis(2500);
    Publisher publisher = publisher(WXJAVA);
    long began = System.nanoTime();
    rounds(publisher, 1);
    long left = reader.pttl(KEY);
    long gone = 1 + Duration.ofNanos(System.nanoTime() - began).toMillis();
    assertThat(left).isBetween(7000L - gone, 7000L);

    reader.flushAll();
    now = now.plusSeconds(5);
    rounds(publisher, 1);
    assertThat(reader.exists(KEY)).isFalse();
  }

  @Test
  void redis_gone_harms_nothing_and_what_it_missed_is_there_when_it_is_back() throws IOException {
    has("shop", "wechat-official", "wx1", "access_token", "token-1", Duration.ofMinutes(90));
    Publisher publisher = publisher(WXJAVA);
    rounds(publisher, 1);
    assertThat(metrics.get("lingpai.redis.up").gauge().value()).isEqualTo(1);

    reader.close();
    redis.stop();
    rounds(publisher, 3);
    assertThat(metrics.get("lingpai.redis.up").gauge().value()).isZero();
    now = now.plusMillis(100);
    has("shop", "wechat-official", "wx1", "access_token", "token-2", Duration.ofMinutes(90));
    publisher.arrived(SHOP);
    rounds(publisher, 1);

    redis.start();
    rounds(publisher, 1);
    reader = redis.client();
    assertThat(reader.get(KEY)).isEqualTo("token-2");
    assertThat(metrics.get("lingpai.redis.up").gauge().value()).isEqualTo(1);
    assertThat(suspected).isEmpty();
  }

  @Test
  void hashes_hold_the_value_and_when_it_ends() {
    has("mini", "wechat-mini", "wx2", "access_token", "token-2", Duration.ofMinutes(70));
    reader.set("maConfig:accessToken", "of another form");
    rounds(
        publisher(new Publication("wxjava", Optional.empty(), "hash", List.of("mini"), none())), 1);

    Map<String, String> hash = reader.hgetAll("maConfig:accessToken");
    assertThat(hash).containsEntry("value", "token-2");
    assertThat(Long.parseLong(hash.get("expire")))
        .isBetween(System.currentTimeMillis() + 4_140_000, System.currentTimeMillis() + 4_200_000);
    assertThat(reader.ttl("maConfig:accessToken")).isPositive();
  }

  /** As WxJava's hash storages do where it deletes the string of others. */
  @Test
  void a_hash_that_a_client_ended_is_mended_and_the_value_suspected() {
    has("mini", "wechat-mini", "wx2", "access_token", "token-2", Duration.ofMinutes(70));
    Publisher publisher =
        publisher(new Publication("wxjava", Optional.empty(), "hash", List.of("mini"), none()));
    rounds(publisher, 1);

    reader.hset("maConfig:accessToken", "expire", "0");
    rounds(publisher, 1);
    assertThat(ends()).isGreaterThan(System.currentTimeMillis() + 4_100_000);
    assertThat(suspected).containsExactly(new CredentialKey("mini", "access_token"));

    for (String said : List.of("9".repeat(14), "soon")) {
      reader.hset("maConfig:accessToken", "expire", said);
      rounds(publisher, 1);
      assertThat(ends()).isLessThan(System.currentTimeMillis() + 4_200_000);
    }
  }

  private long ends() {
    return Long.parseLong(reader.hget("maConfig:accessToken", "expire"));
  }

  @Test
  void a_life_is_long_enough_for_the_readers_from_round_to_round() {
    has("shop", "wechat-official", "wx1", "access_token", "token-1", Duration.ofMinutes(90));
    now = now.plus(Duration.ofMinutes(90)).minusSeconds(10);
    Publisher publisher = publisher(WXJAVA);
    for (int i = 0; i < 4; i++) {
      long began = System.nanoTime();
      rounds(publisher, 1);
      long untilTheNext = reader.pttl(KEY) - 2250;
      long gone = 1 + Duration.ofNanos(System.nanoTime() - began).toMillis();
      assertThat(untilTheNext).isGreaterThan(3000L - gone);
      reader.pexpire(KEY, Math.max(1, untilTheNext));
    }
    assertThat(suspected).isEmpty();
  }

  @Test
  void easywechat_is_off_until_its_key_is_known_and_never_has_the_real_secret() {
    has("shop", "wechat-official", "wx1", "access_token", "token-1", Duration.ofMinutes(90));
    rounds(publisher(publication("easywechat", "php")), 1);
    assertThat(reader.keys("*")).isEmpty();

    rounds(publisher(easywechat("real-secret")), 1);
    assertThat(reader.keys("*")).isEmpty();

    rounds(publisher(easywechat("lpk_web_1")), 1);
    assertThat(reader.get("official_account.access_token.wx1.lpk_web_1.1"))
        .isEqualTo("s:7:\"token-1\";");
    assertThat(reader.get("official_account.access_token.wx1.lpk_web_1.0"))
        .isEqualTo("s:7:\"token-1\";");
    assertThat(reader.keys("*")).noneMatch(key -> key.contains("real-secret"));
  }

  /** The hash is what versions 5.36.4 and 4.9.0 asked Redis for with this account and this key. */
  @Test
  void easywechats_older_versions_find_arrays_under_the_hash_of_what_they_hold() {
    has("shop", "wechat-official", "wx0000000000000001", "access_token", "t", Duration.ofHours(1));
    has("shop", "wechat-official", "wx0000000000000001", "jsapi_ticket", "j", Duration.ofHours(1));
    rounds(publisher(easywechat("lpk_the_key_that_the_client_holds")), 1);

    assertThat(reader.get("easywechat.kernel.access_token.06547e880babaa9f423e3e194b3fef4d"))
        .isEqualTo("a:2:{s:12:\"access_token\";s:1:\"t\";s:10:\"expires_in\";i:3600;}");
    assertThat(reader.get("easywechat.basic_service.jssdk.ticket.jsapi.wx0000000000000001"))
        .isEqualTo("a:2:{s:6:\"ticket\";s:1:\"j\";s:10:\"expires_in\";i:3600;}");
  }

  @Test
  void easywechats_namespace_is_followed_by_a_colon_unless_it_ends_as_laravels_do() {
    has("shop", "wechat-official", "wx1", "jsapi_ticket", "ticket-1", Duration.ofMinutes(90));
    for (String prefix :
        List.of("easywechat", "app:", "laravel_database_laravel_cache_", "my-cache-")) {
      rounds(publisher(easywechat(Optional.of(prefix), "lpk_web_1")), 1);
    }

    assertThat(reader.keys("*official_account.jsapi_ticket.wx1"))
        .containsExactlyInAnyOrder(
            "easywechat:official_account.jsapi_ticket.wx1",
            "app:official_account.jsapi_ticket.wx1",
            "laravel_database_laravel_cache_official_account.jsapi_ticket.wx1",
            "my-cache-official_account.jsapi_ticket.wx1");
  }

  @Test
  void an_authorizers_values_stand_where_the_platforms_storage_looks() {
    App platform = App.of("open", "wechat-component", "wxC", Secret.of("s"));
    App account = App.of("wxa", "wechat-official", "wxA", Secret.of("s"));
    values.put(
        new CredentialKey("wxa", "access_token"),
        new Published(
            account,
            platform,
            "access_token",
            value("token-a", Duration.ofHours(1)),
            Secret.of("refreshtoken@@@r")));
    values.put(
        new CredentialKey("wxa", "jsapi_ticket"),
        new Published(
            account, platform, "jsapi_ticket", value("ticket-a", Duration.ofHours(1)), null));
    values.put(
        new CredentialKey("open", "component_access_token"),
        new Published(
            platform, null, "component_access_token", value("token-c", Duration.ofHours(1)), null));
    rounds(publisher(WXJAVA, easywechat("lpk_web_1")), 1);

    assertThat(reader.get("wechat_authorizer_access_token:wxC:wxA")).isEqualTo("token-a");
    assertThat(reader.get("wechat_component_access_token:wxC")).isEqualTo("token-c");
    // md5 of the refresh token, as PHP has it.
    String easywechats =
        "open-platform.authorizer_access_token.wxA.0c7eef34f13f9802e21f08eda55a3212";
    assertThat(reader.get(easywechats)).isEqualTo("s:7:\"token-a\";");
    assertThat(reader.get("official_account.jsapi_ticket.wxA")).isEqualTo("s:8:\"ticket-a\";");
    assertThat(reader.get("open_platform.component_access_token.wxC"))
        .isEqualTo("s:7:\"token-c\";");
    assertThat(reader.keys("*")).noneMatch(key -> key.contains("refreshtoken"));
  }

  private static Publication publication(String layout, String codec) {
    return new Publication(layout, Optional.empty(), codec, List.of(), none());
  }

  private static Publication easywechat(String key) {
    return easywechat(Optional.empty(), key);
  }

  private static Publication easywechat(Optional<String> prefix, String key) {
    return new Publication("easywechat", prefix, "php", List.of(), Optional.of(Secret.of(key)));
  }

  private static Optional<Secret> none() {
    return Optional.empty();
  }

  private void has(
      String app, String platform, String id, String kind, String value, Duration life) {
    App owner = App.of(app, platform, id, Secret.of("real-secret"));
    values.put(
        new CredentialKey(app, kind), new Published(owner, null, kind, value(value, life), null));
  }

  private Value value(String value, Duration life) {
    Instant end = now.plus(life);
    return new Value(Secret.of(value), 1, now, now, end, end, false, false);
  }

  private Publisher publisher(Publication... publications) {
    return new Publisher(redis.url(), List.of(publications), new Values(), () -> now, metrics);
  }

  /** Lets time pass for so many rounds over everything. */
  private void rounds(Publisher publisher, int rounds) {
    for (int i = 0; i < rounds; i++) {
      now = now.plusSeconds(2);
      publisher.step();
    }
  }

  private final class Values implements Publisher.Source {
    @Override
    public Collection<CredentialKey> keys() {
      return values.keySet();
    }

    @Override
    public Optional<Published> find(CredentialKey key) {
      return Optional.ofNullable(values.get(key));
    }

    @Override
    public void suspect(CredentialKey key, Secret value) {
      suspected.add(key);
    }
  }
}
