package io.lingpai.server.api;

import io.lingpai.app.App;
import io.lingpai.secret.Secret;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code forward: [{url, as, only, secret, token, aes_key}]} as flat settings and secrets of an
 * app: {@code forward.0.url} and so on.
 */
final class ForwardFields {

  static final String PREFIX = "forward.";

  private static final List<String> SECRET = List.of("secret", "token", "aes_key");

  private final Map<String, String> settings = new HashMap<>();
  private final Map<String, Secret> secrets = new HashMap<>();

  private ForwardFields() {}

  static ForwardFields of(List<Fields> targets) {
    ForwardFields all = new ForwardFields();
    for (int i = 0; i < targets.size(); i++) {
      all.add(PREFIX + i + ".", targets.get(i));
    }
    return all;
  }

  private void add(String at, Fields target) {
    settings.put(at + "url", target.required("url"));
    target.text("as").ifPresent(as -> settings.put(at + "as", as));
    target
        .texts("only")
        .filter(only -> !only.isEmpty())
        .ifPresent(only -> settings.put(at + "only", String.join(",", only)));
    for (String name : SECRET) {
      target.textOrTexts(name).ifPresent(value -> secrets.put(at + name, Secret.of(value)));
    }
    target.nothingElse();
  }

  Map<String, String> settings() {
    return settings;
  }

  Map<String, Secret> secrets() {
    return secrets;
  }

  /**
   * These targets in place of an app's. A secret that is not given is kept: it is never read back,
   * so that whoever changes one thing of a target could not repeat it.
   */
  App replacing(App before) {
    Map<String, String> changedSettings = new HashMap<>(before.settings());
    Map<String, Secret> changedSecrets = new HashMap<>(before.secrets());
    changedSettings.keySet().removeIf(name -> name.startsWith(PREFIX));
    changedSecrets.keySet().removeIf(name -> name.startsWith(PREFIX));
    changedSettings.putAll(settings);
    changedSecrets.putAll(secrets);
    settings.forEach(
        (name, url) -> {
          if (name.endsWith(".url")) {
            String at = name.substring(0, name.length() - "url".length());
            known(before, url)
                .forEach((which, secret) -> changedSecrets.putIfAbsent(at + which, secret));
          }
        });
    return before.withSettings(changedSettings).withSecrets(changedSecrets);
  }

  private static Map<String, Secret> known(App before, String url) {
    Map<String, Secret> known = new HashMap<>();
    for (int i = 0; before.settings().containsKey(PREFIX + i + ".url"); i++) {
      String at = PREFIX + i + ".";
      if (url.equals(before.settings().get(at + "url"))) {
        SECRET.forEach(
            name -> before.secret(at + name).ifPresent(secret -> known.put(name, secret)));
      }
    }
    return known;
  }
}
