package io.lingpai.server.config;

import io.lingpai.secret.Secret;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code apps:}, each of which is a small configuration of its own. */
final class AppSettings {

  static final Key<String> NAME =
      new Key<>("name", Form.TEXT, null, "ours: a-z, 0-9 and -; the vendor's id when absent");
  static final Key<String> PLATFORM =
      new Key<>(
          "platform",
          Form.TEXT,
          null,
          "wechat-official, wechat-mini, wechat-component or dingtalk");

  static final List<Key<String>> PLAIN =
      List.of(
          new Key<>("appid", Form.TEXT, null, "WeChat: the app's id"),
          new Key<>("app-key", Form.TEXT, null, "DingTalk: the app's key"),
          new Key<>("app-id", Form.TEXT, null, "Feishu: the app's id"),
          new Key<>("corp-id", Form.TEXT, null, "DingTalk: the company's id"),
          new Key<>("agent-id", Form.TEXT, null, "DingTalk: the agent's id"),
          new Key<>(
              "token-mode",
              Form.oneOf("stable", "classic"),
              null,
              "WeChat: stable unless set to classic"),
          new Key<>(
              "signature-digest",
              Form.oneOf("sha-256", "sha-1"),
              null,
              "DingTalk: sha-256 unless set to sha-1"),
          new Key<>(
              "callback.mode",
              Form.oneOf("plain", "compatible", "secure"),
              null,
              "how the vendor's messages come: plain, compatible or secure"));

  static final List<Key<Secret>> SECRET =
      List.of(
          new Key<>("secret", Form.SECRET, null, "the app's secret; or secret-file"),
          new Key<>("app-secret", Form.SECRET, null, "DingTalk: the app's secret"),
          new Key<>(
              "corp-secret",
              Form.SECRET,
              null,
              "DingTalk: the company's secret, for credentials of before 2018 without app-key"),
          new Key<>("callback.token", Form.SECRET, null, "the token of the vendor's messages"),
          new Key<>("callback.aes-key", Form.SECRET, null, "the key of the vendor's messages"));

  static final List<String> LISTS = List.of("keep", "sign-domains", "redirect-hosts", "forward");

  private static final List<Key<String>> FORWARD_PLAIN =
      List.of(
          new Key<>("url", Form.TEXT, null, "where messages are passed on to"),
          new Key<>("as", Form.oneOf("json", "original"), null, "json unless set to original"));

  private static final List<Key<Secret>> FORWARD_SECRET =
      List.of(
          new Key<>("secret", Form.SECRET, null, "whsec_…, signs the JSON form"),
          new Key<>("token", Form.SECRET, null, "the token of the original form"),
          new Key<>("aes-key", Form.SECRET, null, "the key of the original form"));

  private static final UnknownKeys UNKNOWN = new UnknownKeys(paths());
  private static final UnknownKeys UNKNOWN_IN_FORWARD = new UnknownKeys(forwardPaths());

  private AppSettings() {}

  static List<Configuration.DeclaredApp> read(Settings settings, List<String> findings) {
    List<Configuration.DeclaredApp> apps = new ArrayList<>();
    int index = 0;
    for (Given.Mapping given : settings.mappings("apps")) {
      String prefix = "apps[" + index++ + "].";
      findings.addAll(UNKNOWN.in(given, prefix));
      one(settings.within(given, prefix), given).ifPresent(apps::add);
    }
    return apps;
  }

  private static Optional<Configuration.DeclaredApp> one(Settings app, Given.Mapping given) {
    Map<String, String> plain = new LinkedHashMap<>();
    PLAIN.forEach(key -> app.read(key).ifPresent(value -> plain.put(snake(key), value)));
    Map<String, Secret> secrets = new LinkedHashMap<>();
    SECRET.forEach(key -> app.read(key).ifPresent(value -> secrets.put(snake(key), value)));
    forward(app, plain, secrets);
    app.texts("redirect-hosts")
        .filter(hosts -> !hosts.isEmpty())
        .ifPresent(hosts -> plain.put("redirect_hosts", String.join(",", hosts)));
    Optional<String> name = app.read(NAME);
    Optional<List<String>> keep = app.texts("keep");
    List<String> signDomains = app.texts("sign-domains").orElse(List.of());
    Optional<String> platform = app.read(PLATFORM);
    if (platform.isEmpty()) {
      app.wrong("platform", given, "missing; expected " + PLATFORM.about());
      return Optional.empty();
    }
    return Optional.of(
        new Configuration.DeclaredApp(
            name, platform.get(), plain, secrets, keep, signDomains, given.where().toString()));
  }

  private static void forward(
      Settings app, Map<String, String> plain, Map<String, Secret> secrets) {
    int index = 0;
    for (Given.Mapping given : app.mappings("forward")) {
      String at = "forward." + index + ".";
      Settings target = app.within(given, app.prefix() + "forward[" + index + "].");
      target.unknown(UNKNOWN_IN_FORWARD, given);
      FORWARD_PLAIN.forEach(
          key -> target.read(key).ifPresent(value -> plain.put(at + snake(key), value)));
      FORWARD_SECRET.forEach(
          key -> target.read(key).ifPresent(value -> secrets.put(at + snake(key), value)));
      target
          .texts("only")
          .filter(only -> !only.isEmpty())
          .ifPresent(only -> plain.put(at + "only", String.join(",", only)));
      if (!plain.containsKey(at + "url")) {
        target.wrong("url", given, "missing");
        plain.put(at + "url", "");
      }
      index++;
    }
  }

  private static List<String> forwardPaths() {
    List<String> paths = new ArrayList<>(List.of("only"));
    FORWARD_PLAIN.forEach(key -> paths.add(key.path()));
    for (Key<Secret> key : FORWARD_SECRET) {
      paths.add(key.path());
      paths.add(key.path() + "-file");
    }
    return paths;
  }

  private static String snake(Key<?> key) {
    return key.path().replace('-', '_');
  }

  static List<String> paths() {
    List<String> paths = new ArrayList<>(List.of(NAME.path(), PLATFORM.path()));
    PLAIN.forEach(key -> paths.add(key.path()));
    for (Key<Secret> key : SECRET) {
      paths.add(key.path());
      paths.add(key.path() + "-file");
    }
    paths.addAll(LISTS);
    return paths;
  }
}
