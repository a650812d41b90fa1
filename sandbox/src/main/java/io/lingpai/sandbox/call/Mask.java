package io.lingpai.sandbox.call;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.regex.Pattern;

/** Hides what is secret and still lets two values be told apart: {@code …#1f2e3d4c}. */
public final class Mask {
  private static final Set<String> SECRET_NAMES =
      Set.of(
          "access_token",
          "secret",
          "appsecret",
          "refresh_token",
          "code",
          "js_code",
          "session_key",
          "ticket",
          "component_access_token",
          "component_appsecret",
          "component_verify_ticket",
          "authorizer_refresh_token",
          "authorization_code",
          "pre_auth_code",
          "component_secret");

  /** Our own markers, wherever they turn up, and anything as long as a token. */
  private static final Pattern SECRET_VALUE = Pattern.compile("SBX[A-Z]+|5b5ec7e7[0-9a-f]{8}");

  private Mask() {}

  public static String of(String value) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8));
      return "…#" + HexFormat.of().formatHex(hash, 0, 4);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  public static String ifSecret(String name, String value) {
    String leaf = name.substring(name.lastIndexOf('.') + 1);
    return SECRET_NAMES.contains(leaf) || SECRET_VALUE.matcher(value).find() ? of(value) : value;
  }
}
