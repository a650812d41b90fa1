package io.lingpai.sandbox.callback;

import java.net.URI;
import java.util.Locale;

/**
 * Where and how an account wants its pushes.
 *
 * @param aesKey 43 letters and digits; empty where nothing is ever encrypted
 */
public record Callback(String url, String token, String aesKey, Mode mode, Format format) {
  public enum Mode {
    PLAIN,
    /** In clear and encrypted at once. */
    COMPATIBLE,
    SECURE
  }

  public enum Format {
    XML,
    JSON
  }

  public Callback {
    URI.create(url.replace("$APPID$", "appid"));
    if (mode != Mode.PLAIN && !aesKey.matches("[A-Za-z0-9]{43}")) {
      throw new IllegalArgumentException("aes key: expected 43 letters and digits");
    }
  }

  public static Callback plain(String url, String token) {
    return new Callback(url, token, "", Mode.PLAIN, Format.XML);
  }

  public static Callback secure(String url, String token, String aesKey) {
    return new Callback(url, token, aesKey, Mode.SECURE, Format.XML);
  }

  public static Mode mode(String name) {
    return switch (name) {
      case "plain" -> Mode.PLAIN;
      case "compatible" -> Mode.COMPATIBLE;
      case "secure" -> Mode.SECURE;
      default ->
          throw new IllegalArgumentException(
              "mode: " + name + " (expected: plain, compatible or secure)");
    };
  }

  public static Format format(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "xml" -> Format.XML;
      case "json" -> Format.JSON;
      default -> throw new IllegalArgumentException("format: " + name + " (expected: xml or json)");
    };
  }

  public Callback in(Mode other) {
    return new Callback(url, token, aesKey, other, format);
  }

  public Callback as(Format other) {
    return new Callback(url, token, aesKey, mode, other);
  }

  /** The same for one authorizer of a platform: {@code $APPID$} in the URL is the account's id. */
  public Callback of(String appid) {
    return new Callback(url.replace("$APPID$", appid), token, aesKey, mode, format);
  }

  /** Names no secret. */
  @Override
  public String toString() {
    return "Callback[" + url + " " + mode + " " + format + "]";
  }
}
