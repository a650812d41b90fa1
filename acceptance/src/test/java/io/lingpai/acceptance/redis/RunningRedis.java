package io.lingpai.acceptance.redis;

import java.io.IOException;
import java.net.ServerSocket;
import redis.clients.jedis.Jedis;
import redis.embedded.RedisServer;

/** A real Redis on this machine, which keeps nothing. */
final class RunningRedis implements AutoCloseable {

  final int port;
  private final RedisServer server;
  private Jedis client;

  RunningRedis() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    server = RedisServer.newRedisServer().port(port).bind("127.0.0.1").setting("save \"\"").build();
    server.start();
    client = new Jedis("127.0.0.1", port);
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
    client = new Jedis("127.0.0.1", port);
  }

  @Override
  public void close() throws IOException {
    stop();
  }
}
