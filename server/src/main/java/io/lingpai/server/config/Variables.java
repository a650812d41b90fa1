package io.lingpai.server.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Puts {@code LINGPAI_…} variables over what the file gave. An empty one counts as not set. */
final class Variables {

  /** Read by the launcher and by commands that talk to a running server, not settings of it. */
  private static final Set<String> OTHERS =
      Set.of(
          "LINGPAI_CONFIG", "LINGPAI_SERVER", "LINGPAI_KEY", "LINGPAI_HOME", "LINGPAI_JAVA_OPTS");

  /** Kubernetes gives every container these when a service is called lingpai. */
  private static final Pattern OF_KUBERNETES =
      Pattern.compile("LINGPAI(_[A-Z0-9]+)*_(SERVICE_(HOST|PORT(_.*)?)|PORT(_\\d+_.*)?)");

  private final Map<String, String> environment;
  private final List<String> warnings = new ArrayList<>();

  Variables(Map<String, String> environment) {
    this.environment = new TreeMap<>(environment);
  }

  /** Overlays in place; the findings name variables that mean nothing but nearly do. */
  List<String> overlay(Given.Mapping given) {
    Map<String, String> singles = new LinkedHashMap<>();
    for (Key<?> key : Keys.all()) {
      singles.put(key.variable(), key.path());
      if (key.secret()) {
        singles.put(key.variable() + "_FILE", key.path() + "-file");
      }
    }
    Map<String, String> lists = new LinkedHashMap<>();
    Keys.LISTS.forEach(list -> lists.put(list.variable(), list.path()));

    List<String> findings = new ArrayList<>();
    environment.forEach(
        (name, text) -> {
          if (!name.startsWith(Key.PREFIX) || text.isEmpty()) {
            return;
          }
          Given.Where where = new Given.Where("environment variable " + name, 0);
          if (singles.containsKey(name)) {
            given.put(String.valueOf(singles.get(name)), new Given.Scalar(text, where));
          } else if (lists.containsKey(name)) {
            findings.addAll(list(given, String.valueOf(lists.get(name)), text, where));
          } else if (!OTHERS.contains(name) && !OF_KUBERNETES.matcher(name).matches()) {
            unknown(name, singles).ifPresent(findings::add);
          }
        });
    return findings;
  }

  List<String> warnings() {
    return List.copyOf(warnings);
  }

  private static List<String> list(
      Given.Mapping given, String path, String text, Given.Where where) {
    try {
      given.put(path, YamlText.read(text, where.source()));
      return List.of();
    } catch (YamlText.NotYaml e) {
      return List.of(String.valueOf(e.getMessage()));
    }
  }

  // A near miss is a mistake. Anything farther off may belong to somebody else's deployment tool,
  // and a server that would not start for that would be a nuisance.
  private Optional<String> unknown(String name, Map<String, String> known) {
    Optional<String> near = NearMiss.of(name, known.keySet());
    if (near.isEmpty()) {
      warnings.add("the environment variable " + name + " is not a setting and is ignored");
    }
    return near.map(
        meant -> "unknown environment variable `" + name + "`: did you mean `" + meant + "`?");
  }
}
