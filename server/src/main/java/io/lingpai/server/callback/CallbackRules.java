package io.lingpai.server.callback;

import io.lingpai.app.App;
import io.lingpai.secret.Secret;
import io.lingpai.secret.WebhookSigner;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The rules for an app's {@code callback} and {@code forward}. */
public final class CallbackRules {

  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final Pattern AES_KEY = Pattern.compile("[A-Za-z0-9+/]{43}");
  private static final Pattern TYPE = Pattern.compile("[A-Za-z0-9_.-]{1,100}");
  private static final int TARGETS_AT_MOST = 16;
  private static final int URL_AT_MOST = 2048;

  private CallbackRules() {}

  /** A rule that is broken, and where. */
  public record Finding(String field, String rule) {}

  /** The first rule an app breaks. */
  public static Optional<Finding> check(App app) {
    Finding callback = callback(app);
    return Optional.ofNullable(callback == null ? forward(app) : callback);
  }

  private static @Nullable Finding callback(App app) {
    Secret token = app.secret("callback.token").orElse(null);
    Secret aesKey = app.secret("callback.aes_key").orElse(null);
    if (token == null && aesKey == null && !app.settings().containsKey("callback.mode")) {
      return null;
    }
    if (token == null || !token.fits(TOKEN)) {
      return new Finding("callback.token", "expected 1 to 64 letters and digits");
    }
    if (aesKey != null && !aesKey.fits(AES_KEY)) {
      return new Finding("callback.aes_key", "expected 43 letters and digits");
    }
    if (app.platform().equals("dingtalk")
        && !app.setting("callback.mode", "secure").equals("secure")) {
      return new Finding("callback.mode", "expected secure: DingTalk encrypts whatever it sends");
    }
    if (aesKey == null && !app.setting("callback.mode", "secure").equals("plain")) {
      return new Finding(
          "callback.aes_key", "missing; only in mode plain the token alone is enough");
    }
    return null;
  }

  private static @Nullable Finding forward(App app) {
    Set<String> urls = new HashSet<>();
    for (int i = 0; app.settings().containsKey("forward." + i + ".url"); i++) {
      Finding finding = target(app, "forward." + i + ".");
      if (finding != null) {
        return finding;
      }
      if (!urls.add(app.setting("forward." + i + ".url", ""))) {
        return new Finding("forward." + i + ".url", "stands here twice");
      }
    }
    return urls.size() > TARGETS_AT_MOST
        ? new Finding("forward", "expected at most " + TARGETS_AT_MOST + " targets")
        : null;
  }

  private static @Nullable Finding target(App app, String at) {
    if (!isUrl(app.setting(at + "url", ""))) {
      return new Finding(at + "url", "expected an http or https address without user and fragment");
    }
    String only = app.setting(at + "only", "");
    if (!only.isEmpty()) {
      for (String type : only.split(",", -1)) {
        if (!TYPE.matcher(type).matches()) {
          return new Finding(at + "only", "expected types such as text or event.subscribe");
        }
      }
    }
    return switch (app.setting(at + "as", "json")) {
      case "json" -> signed(app, at);
      case "original" -> encrypted(app, at);
      default -> new Finding(at + "as", "expected json or original");
    };
  }

  private static @Nullable Finding signed(App app, String at) {
    String rule = "expected whsec_ and base64 of 16 bytes or more; several with spaces between";
    Optional<Secret> secret = app.secret(at + "secret");
    if (secret.isEmpty()) {
      return new Finding(at + "secret", "missing; " + rule);
    }
    try {
      WebhookSigner unused = new WebhookSigner(secret.get());
      return null;
    } catch (IllegalArgumentException e) {
      return new Finding(at + "secret", rule);
    }
  }

  /** The platform's own key could forge pushes for every account that authorized it. */
  private static @Nullable Finding encrypted(App app, String at) {
    Secret token = app.secret(at + "token").orElse(null);
    Secret aesKey = app.secret(at + "aes_key").orElse(null);
    boolean shared = app.platform().endsWith("-component") || app.component() != null;
    if (token == null && aesKey == null) {
      if (shared) {
        return new Finding(at + "token", "missing; the platform's own is never shared");
      }
      return app.secret("callback.token").isEmpty()
          ? new Finding(at + "token", "missing, and the app has none in callback either")
          : null;
    }
    if (token == null || !token.fits(TOKEN)) {
      return new Finding(at + "token", "expected 1 to 64 letters and digits, beside aes_key");
    }
    if (aesKey == null || !aesKey.fits(AES_KEY)) {
      return new Finding(at + "aes_key", "expected 43 letters and digits, beside token");
    }
    return null;
  }

  private static boolean isUrl(String text) {
    try {
      URI url = new URI(text);
      return ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
          && url.getHost() != null
          && url.getRawUserInfo() == null
          && url.getRawFragment() == null
          && text.length() <= URL_AT_MOST;
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
