package io.lingpai.acceptance.redis;

import io.lingpai.testkit.FreePort;
import java.io.IOException;
import redis.clients.jedis.Jedis;
import redis.embedded.RedisServer;

/** A real Redis on this machine, which keeps nothing. */
final class RunningRedis implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 60_000;

  final int port;
  private final RedisServer server;
  private Jedis client;

  RunningRedis() throws IOException {
    port = FreePort.next();
    server = RedisServer.newRedisServer().port(port).bind("127.0.0.1").setting("save \"\"").build();
    server.start();
    client = new Jedis("127.0.0.1", port, PATIENCE_MILLIS);
  }

  /** Somebody who reads. */
  Jedis client() {
    return client;
  }

  void stop() throws IOException {
    client.close();
    server.stop();
  }

  /** As new: what was in it is gone. */
  void startAgain() throws IOException {
    server.start();
    client = new Jedis("127.0.0.1", port, PATIENCE_MILLIS);
  }

  @Override
  public void close() throws IOException {
    stop();
  }
}
