package io.lingpai.server.redis;

import io.lingpai.secret.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.ScanResult;

/** Looks into a Redis that others write, and changes nothing there. */
public final class Reader implements AutoCloseable {

  private static final int WITHIN_MILLIS = 5_000;
  private static final int A_SCAN = 1000;

  private final Jedis jedis;
  private final InstantSource clock;

  private Reader(Jedis jedis, InstantSource clock) {
    this.jedis = jedis;
    this.clock = clock;
  }

  /**
   * Connects.
   *
   * @throws CannotRead if nobody answers there, or not as Redis does
   */
  public static Reader connect(Secret url, InstantSource clock) throws CannotRead {
    try {
      Jedis jedis =
          new Jedis(
              URI.create(url.reveal()),
              DefaultJedisClientConfig.builder()
                  .connectionTimeoutMillis(WITHIN_MILLIS)
                  .socketTimeoutMillis(WITHIN_MILLIS)
                  .build());
      jedis.ping();
      return new Reader(jedis, clock);
    } catch (JedisException | IllegalArgumentException e) {
      throw new CannotRead(e);
    }
  }

  /** A string with what is left of its life; empty if nothing is there. */
  Optional<Found> string(String key) {
    byte[] name = key.getBytes(StandardCharsets.UTF_8);
    String type = jedis.type(key);
    if (type.equals("none")) {
      return Optional.empty();
    }
    long life = jedis.pttl(key);
    Duration rest = life > 0 ? Duration.ofMillis(life) : null;
    byte[] value = type.equals("string") ? jedis.get(name) : new byte[0];
    if (value == null) {
      return Optional.empty(); // it has ended since
    }
    return Optional.of(new Found(Codec.read(value).map(Secret::of).orElse(null), rest));
  }

  /** A hash of WxJava's, which says itself when it ends. */
  Optional<Found> hash(String key) {
    if (!"hash".equals(jedis.type(key))) {
      return Optional.empty();
    }
    Map<String, String> hash = jedis.hgetAll(key);
    String value = hash.getOrDefault("value", "");
    String ends = hash.getOrDefault("expire", "");
    if (value.isEmpty() || !ends.matches("[0-9]{1,15}")) {
      return Optional.empty();
    }
    Instant end = Instant.ofEpochMilli(Long.parseLong(ends));
    Duration rest = Duration.between(clock.instant(), end);
    return rest.isPositive() ? Optional.of(new Found(Secret.of(value), rest)) : Optional.empty();
  }

  /** The names of all keys like this. */
  Set<String> keys(String pattern) {
    Set<String> keys = new TreeSet<>();
    ScanParams like = new ScanParams().match(pattern).count(A_SCAN);
    String cursor = ScanParams.SCAN_POINTER_START;
    do {
      ScanResult<String> page = jedis.scan(cursor, like);
      keys.addAll(page.getResult());
      cursor = page.getCursor();
    } while (!cursor.equals(ScanParams.SCAN_POINTER_START));
    return keys;
  }

  @Override
  public void close() {
    jedis.close();
  }

  /**
   * A value and what is left of its life.
   *
   * @param value null for what stands in a form that is not known here
   * @param rest null for what has no life
   */
  record Found(@Nullable Secret value, @Nullable Duration rest) {}

  /** Redis is not there, or refuses. */
  public static final class CannotRead extends Exception {
    private static final long serialVersionUID = 1L;

    CannotRead(Exception cause) {
      super(Why.of(cause), cause);
    }
  }
}
