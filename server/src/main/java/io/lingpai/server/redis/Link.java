package io.lingpai.server.redis;

import io.lingpai.secret.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisException;

/** One connection, made when needed. Used by one thread; any failure ends it. */
final class Link implements AutoCloseable {

  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(2);

  private final Secret url;
  private @Nullable Jedis jedis;

  Link(Secret url) {
    this.url = url;
  }

  /**
   * Runs a script many times in one exchange.
   *
   * @throws JedisException if Redis is not there or refuses
   */
  List<Object> run(byte[] script, List<Call> calls) {
    boolean whole = false;
    try {
      Jedis connection = connected();
      if (calls.isEmpty()) {
        connection.ping(); // shows all the same whether Redis is there
      }
      Pipeline pipeline = connection.pipelined();
      List<Response<Object>> answers = new ArrayList<>();
      for (Call call : calls) {
        answers.add(pipeline.eval(script, call.keys(), call.arguments()));
      }
      pipeline.sync();
      List<Object> results = answers.stream().map(Response::get).toList();
      whole = true;
      return results;
    } finally {
      if (!whole) {
        close();
      }
    }
  }

  private Jedis connected() {
    Jedis known = jedis;
    if (known != null) {
      return known;
    }
    int millis = (int) ANSWER_WITHIN.toMillis();
    Jedis made =
        new Jedis(
            URI.create(url.reveal()),
            DefaultJedisClientConfig.builder()
                .connectionTimeoutMillis(millis)
                .socketTimeoutMillis(millis)
                .build());
    jedis = made;
    return made;
  }

  @Override
  public void close() {
    Jedis known = jedis;
    jedis = null;
    if (known != null) {
      try {
        known.close();
      } catch (JedisException e) {
        // It was broken already: whoever made us close it has the reason.
        return;
      }
    }
  }

  /** One run of a script. */
  record Call(List<byte[]> keys, List<byte[]> arguments) {}
}
