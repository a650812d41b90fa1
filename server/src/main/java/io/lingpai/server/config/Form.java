package io.lingpai.server.config;

import io.lingpai.secret.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * How the text of a setting becomes a value.
 *
 * @param expected completes the sentence “expected …”
 * @param secret whether its text may never be shown
 * @param read throws {@link IllegalArgumentException} for text that is not of this form
 * @param shown how the value is printed with the effective configuration
 */
record Form<T>(
    String expected, boolean secret, Function<String, T> read, Function<T, String> shown) {

  static final Form<String> TEXT = new Form<>("text", false, text -> text, text -> text);

  static final Form<Secret> SECRET = new Form<>("text", true, Secret::of, secret -> "(set)");

  static final Form<Secret> REDIS_URL =
      new Form<>(
          "redis://[user:password@]host:port[/database], or rediss://… for TLS",
          true,
          Form::readRedisUrl,
          secret -> "(set)");

  static final Form<Boolean> SWITCH =
      new Form<>("true or false", false, Form::readSwitch, String::valueOf);

  static final Form<Duration> DURATION =
      new Form<>(
          "a duration such as 10m, 2h or 7d", false, DurationText::parse, DurationText::print);

  static final Form<Path> PATH = new Form<>("a path", false, Form::readPath, Path::toString);

  static final Form<Address> ADDRESS =
      new Form<>("host:port, such as 127.0.0.1:8800", false, Address::parse, Address::toString);

  static final Form<URI> ORIGIN =
      new Form<>(
          "an http or https address such as https://tokens.example.com",
          false,
          Form::readOrigin,
          URI::toString);

  static final Form<String> STORE_URL =
      new Form<>(
          "embedded, memory, jdbc:postgresql://…, jdbc:mysql://… or jdbc:mariadb://…",
          false,
          Form::readStoreUrl,
          text -> text);

  static Form<String> oneOf(String... choices) {
    List<String> allowed = Arrays.asList(choices);
    return new Form<>(
        "one of " + String.join(", ", allowed),
        false,
        text -> {
          require(allowed.contains(text));
          return text;
        },
        text -> text);
  }

  private static Boolean readSwitch(String text) {
    return switch (text) {
      case "true", "yes", "on" -> true;
      case "false", "no", "off" -> false;
      default -> throw new IllegalArgumentException("not a switch");
    };
  }

  private static Path readPath(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("not a path", e);
    }
  }

  private static URI readOrigin(String text) {
    try {
      URI uri = new URI(text);
      require("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
      require(uri.getHost() != null && uri.getQuery() == null && uri.getFragment() == null);
      return URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("not an address", e);
    }
  }

  private static Secret readRedisUrl(String text) {
    try {
      URI uri = new URI(text);
      require("redis".equals(uri.getScheme()) || "rediss".equals(uri.getScheme()));
      require(uri.getHost() != null && uri.getPort() > 0);
      require(uri.getPath().matches("(/[0-9]{0,5})?"));
      return Secret.of(text);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("not an address", e);
    }
  }

  private static String readStoreUrl(String text) {
    require(
        text.equals("embedded")
            || text.equals("memory")
            || text.startsWith("jdbc:postgresql:")
            || text.startsWith("jdbc:mysql:")
            || text.startsWith("jdbc:mariadb:"));
    return text;
  }

  private static void require(boolean holds) {
    if (!holds) {
      throw new IllegalArgumentException("not of this form");
    }
  }
}
