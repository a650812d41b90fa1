package io.lingpai.server.command;

import io.lingpai.secret.Secret;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which Redis. An address with a password in it is not an argument. */
final class RedisOptions {

  @Option(
      names = "--redis",
      paramLabel = "HOST:PORT",
      description = "a Redis without a password, such as 127.0.0.1:6379 or 127.0.0.1:6379/2")
  private @Nullable String address;

  @Option(
      names = "--redis-url-file",
      paramLabel = "FILE",
      description =
          "the file that holds its address, redis://user:password@host:port/2 or rediss://…; -"
              + " for the standard input")
  private @Nullable String file;

  @Option(
      names = "--redis-url-env",
      paramLabel = "NAME",
      description = "the environment variable that holds its address")
  private @Nullable String variable;

  Secret url(Terminal terminal) {
    String text =
        new SecretSource("redis-url", file, variable)
            .given(terminal)
            .orElseGet(() -> address(terminal));
    try {
      URI uri = URI.create(text);
      String scheme = String.valueOf(uri.getScheme());
      if (uri.getHost() != null
          && uri.getPort() > 0
          && uri.getPath().matches("(/[0-9]{0,5})?")
          && (scheme.equals("redis") || scheme.equals("rediss"))) {
        return Secret.of(text);
      }
    } catch (IllegalArgumentException e) {
      throw notAnAddress(terminal);
    }
    throw notAnAddress(terminal);
  }

  private String address(Terminal terminal) {
    String given = address;
    if (given == null) {
      throw new WronglyUsed(
          terminal.say(
              "which Redis? Give --redis, --redis-url-file or --redis-url-env",
              "哪个 Redis？请使用 --redis、--redis-url-file 或 --redis-url-env"));
    }
    if (given.contains("@")) {
      throw new WronglyUsed(
          terminal.say(
              "--redis: a password is not an argument: use --redis-url-file or --redis-url-env",
              "--redis：密码不能作为参数：请使用 --redis-url-file 或 --redis-url-env"));
    }
    return given.contains("://") ? given : "redis://" + given;
  }

  // The text is not repeated: it may hold a password.
  private static WronglyUsed notAnAddress(Terminal terminal) {
    return new WronglyUsed(
        terminal.say(
            "the address of Redis: expected redis://host:port, with user:password@ and /database"
                + " where needed",
            "Redis 的地址：应为 redis://主机:端口，必要时带 用户:密码@ 与 /库号"));
  }
}
