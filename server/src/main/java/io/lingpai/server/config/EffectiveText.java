package io.lingpai.server.config;

import java.util.List;
import java.util.Optional;

/** Prints the configuration in force, the way the file would say it, with secrets masked. */
final class EffectiveText {

  private EffectiveText() {}

  static String of(Settings settings, Configuration configuration) {
    StringBuilder text = new StringBuilder();
    String section = "";
    for (Key<?> key : Keys.all()) {
      int dot = key.path().indexOf('.');
      String in = dot < 0 ? "" : key.path().substring(0, dot);
      if (!in.isEmpty() && !in.equals(section)) {
        text.append(in).append(":\n");
      }
      section = in;
      text.append(in.isEmpty() ? "" : "  ")
          .append(key.path().substring(dot + 1))
          .append(':')
          .append(shown(settings, key).map(value -> " " + value).orElse(""))
          .append('\n');
      if (key.equals(Keys.REDIS_URL)) {
        text.append("  publish: ")
            .append(configuration.redis().publish().stream().map(EffectiveText::layout).toList())
            .append('\n');
      }
    }
    text.append("alerts: ")
        .append(configuration.alerts().stream().map(Configuration.Alert::type).toList())
        .append("\napps: ")
        .append(configuration.apps().stream().map(EffectiveText::app).toList())
        .append('\n');
    return text.toString();
  }

  private static <T> Optional<String> shown(Settings settings, Key<T> key) {
    return settings.read(key).map(key.form().shown());
  }

  private static String layout(Configuration.Publication one) {
    String prefix = one.prefix().map(it -> ", prefix: " + it).orElse("");
    String apps = one.apps().isEmpty() ? "" : ", apps: " + one.apps();
    String key = one.key().isPresent() ? ", key: (set)" : "";
    return "{layout: " + one.layout() + prefix + ", codec: " + one.codec() + apps + key + "}";
  }

  private static String app(Configuration.DeclaredApp app) {
    return app.name().orElse("(by its id)")
        + " ("
        + app.platform()
        + ", secrets: "
        + List.copyOf(app.secrets().keySet())
        + ")";
  }
}
