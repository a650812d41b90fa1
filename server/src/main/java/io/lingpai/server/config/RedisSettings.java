package io.lingpai.server.config;

import io.lingpai.secret.Secret;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code redis.publish:}, whose items are names of layouts, or mappings that say more. */
final class RedisSettings {

  static final String PATH = "redis.publish";

  static final Key<String> LAYOUT =
      new Key<>(
          "layout",
          Form.oneOf("wxjava", "easywechat", "senparc", "plain"),
          null,
          "the library that reads: wxjava, easywechat, senparc or plain");
  static final Key<String> PREFIX =
      new Key<>("prefix", Form.TEXT, null, "what keys begin with; the library's own when absent");
  static final Key<String> CODEC =
      new Key<>(
          "codec",
          Form.TEXT,
          null,
          "wxjava: string, kryo5 or hash; easywechat: php or string; plain: string or json");
  static final Key<Secret> KEY =
      new Key<>("key", Form.SECRET, null, "easywechat: the Lingpai key that the client holds");

  /** The first of each is what holds when none is given. */
  private static final Map<String, List<String>> CODECS =
      Map.of(
          "wxjava", List.of("string", "kryo5", "hash"),
          "easywechat", List.of("php", "string"),
          "senparc", List.of("string"),
          "plain", List.of("string", "json"));

  private static final UnknownKeys UNKNOWN =
      new UnknownKeys(List.of("layout", "prefix", "codec", "apps", "key", "key-file"));

  private static final Pattern OUR_KEYS = Pattern.compile("lpk_.+");

  private RedisSettings() {}

  static List<Configuration.Publication> read(Settings settings) {
    List<Configuration.Publication> publications = new ArrayList<>();
    int index = 0;
    for (Given.Mapping given : items(settings)) {
      Settings one = settings.within(given, PATH + "[" + index++ + "].");
      one.unknown(UNKNOWN, given);
      one(one, given).ifPresent(publications::add);
    }
    return publications;
  }

  private static List<Given.Mapping> items(Settings settings) {
    List<Given.Mapping> items = new ArrayList<>();
    Given given = settings.find(PATH);
    if (given instanceof Given.Scalar names) {
      for (String name : names.text().split("\\s*,\\s*")) {
        if (!name.isEmpty()) {
          items.add(named(new Given.Scalar(name, names.where())));
        }
      }
    } else if (given instanceof Given.Sequence sequence) {
      for (Given item : sequence.items()) {
        switch (item) {
          case Given.Scalar name -> items.add(named(name));
          case Given.Mapping mapping -> items.add(mapping);
          default ->
              settings.wrong(PATH, item, "expected layouts, one of them is " + item.arrived());
        }
      }
    } else if (given != null && !(given instanceof Given.Nothing)) {
      settings.wrong(PATH, given, "expected a list of layouts, arrived " + given.arrived());
    }
    return items;
  }

  private static Given.Mapping named(Given.Scalar name) {
    LinkedHashMap<String, Given> entries = new LinkedHashMap<>();
    entries.put(LAYOUT.path(), name);
    return new Given.Mapping(entries, name.where());
  }

  private static Optional<Configuration.Publication> one(Settings one, Given.Mapping given) {
    Optional<String> layout = one.read(LAYOUT);
    if (layout.isEmpty()) {
      if (!given.entries().containsKey(LAYOUT.path())) {
        one.wrong(LAYOUT.path(), given, "missing; expected " + LAYOUT.form().expected());
      }
      return Optional.empty();
    }
    List<String> apps = one.texts("apps").orElse(List.of());
    Optional<Secret> key = one.read(KEY);
    Optional<String> prefix = one.read(PREFIX);
    if (prefix.isEmpty() && isEmptyText(one.find(PREFIX.path()))) {
      prefix = Optional.of("");
    }
    List<String> known = CODECS.getOrDefault(layout.get(), List.of());
    String codec = one.read(CODEC).orElse(known.getFirst());
    if (!known.contains(codec)) {
      one.wrong(
          CODEC.path(),
          one.find(CODEC.path()),
          "expected " + String.join(" or ", known) + ", arrived `" + codec + "`");
    }
    if (codec.equals("hash") && apps.size() != 1) {
      one.wrong("apps", given, "expected one app: the hashes' keys do not name theirs");
    }
    if (key.isPresent() && !key.get().fits(OUR_KEYS)) {
      one.wrong(KEY.path(), given, "expected a Lingpai key (lpk_…), never a secret");
    }
    return Optional.of(new Configuration.Publication(layout.get(), prefix, codec, apps, key));
  }

  private static boolean isEmptyText(@Nullable Given given) {
    return given instanceof Given.Scalar scalar && scalar.text().isEmpty();
  }
}
