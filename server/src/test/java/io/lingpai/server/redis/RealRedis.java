package io.lingpai.server.redis;

import io.lingpai.secret.Secret;
import io.lingpai.testkit.FreePort;
import java.io.IOException;
import redis.clients.jedis.Jedis;
import redis.embedded.RedisServer;

/** A real Redis on a port of its own, which can be stopped and begun again. */
public final class RealRedis implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 60_000;

  private final int port;
  private RedisServer server;

  public RealRedis() throws IOException {
    port = FreePort.next();
    start();
  }

  public void start() throws IOException {
    server =
        RedisServer.newRedisServer()
            .port(port)
            .bind("127.0.0.1")
            .setting("save \"\"")
            .setting("appendonly no")
            .build();
    server.start();
  }

  public void stop() throws IOException {
    server.stop();
  }

  public int port() {
    return port;
  }

  public Secret url() {
    return Secret.of("redis://127.0.0.1:" + port);
  }

  public Jedis client() {
    return new Jedis("127.0.0.1", port, PATIENCE_MILLIS);
  }

  @Override
  public void close() throws IOException {
    stop();
  }
}
