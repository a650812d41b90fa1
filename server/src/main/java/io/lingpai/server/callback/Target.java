package io.lingpai.server.callback;

import io.lingpai.app.App;
import io.lingpai.secret.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A service that messages are passed on to.
 *
 * @param original as the vendor would send it, instead of as JSON
 * @param secret signs the JSON form; several, while one is changed
 * @param token of the original form, if not the app's own
 * @param aesKey likewise
 * @param only types that it takes; empty for all
 */
record Target(
    URI url,
    boolean original,
    @Nullable Secret secret,
    @Nullable Secret token,
    @Nullable Secret aesKey,
    List<String> only) {

  private static final int KEY_BYTES = 12;

  Target {
    only = List.copyOf(only);
  }

  /** The targets of an app, in the order of its settings. */
  static List<Target> of(App app) {
    List<Target> targets = new ArrayList<>();
    for (int i = 0; app.settings().containsKey("forward." + i + ".url"); i++) {
      String field = "forward." + i + ".";
      String only = app.setting(field + "only", "");
      targets.add(
          new Target(
              URI.create(app.setting(field + "url", "")),
              app.setting(field + "as", "json").equals("original"),
              app.secret(field + "secret").orElse(null),
              app.secret(field + "token").orElse(null),
              app.secret(field + "aes_key").orElse(null),
              only.isEmpty() ? List.of() : List.of(only.split(","))));
    }
    return targets;
  }

  static Optional<Target> find(App app, String key) {
    return of(app).stream().filter(target -> target.key().equals(key)).findFirst();
  }

  /** {@code event} takes every {@code event.…}. */
  boolean takes(String type) {
    return only.isEmpty()
        || only.stream().anyMatch(wanted -> type.equals(wanted) || type.startsWith(wanted + "."));
  }

  /** Tells targets apart where their address must not be shown. */
  String key() {
    return digest(url.toString());
  }

  /** All jobs for one address share its fate. */
  String group() {
    return "target|" + key();
  }

  /** Jobs of one user for one target are done one after another. */
  @Nullable String order(String app, String user) {
    return user.isEmpty() ? null : digest(app + "|" + url + "|" + user);
  }

  /** The address without what may be secret in it. */
  String shown() {
    String path = url.getRawPath() == null ? "" : url.getRawPath();
    return url.getScheme() + "://" + url.getRawAuthority() + path;
  }

  private static String digest(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, KEY_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every JDK", e);
    }
  }

  @Override
  public String toString() {
    return "Target[" + shown() + "]";
  }
}
