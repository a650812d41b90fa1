package io.lingpai.server.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds keys that mean nothing, and says what was probably meant. */
final class UnknownKeys {

  private final Set<String> known;
  private final Set<String> sections = new LinkedHashSet<>();

  /**
   * @param known every path that may be set, dotted
   */
  UnknownKeys(Collection<String> known) {
    this.known = new LinkedHashSet<>(known);
    for (String path : known) {
      for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
        sections.add(path.substring(0, dot));
      }
    }
  }

  /**
   * One sentence for each key of {@code given} that is not known; {@code prefix} names it fully.
   */
  List<String> in(Given.Mapping given, String prefix) {
    List<String> findings = new ArrayList<>();
    walk(given, "", prefix, findings);
    return findings;
  }

  private void walk(Given.Mapping given, String section, String prefix, List<String> findings) {
    given
        .entries()
        .forEach(
            (name, value) -> {
              String path = section.isEmpty() ? name : section + "." + name;
              if (sections.contains(path)) {
                inSection(path, value, prefix, findings);
              } else if (!known.contains(path)) {
                findings.add(
                    "unknown key `"
                        + prefix
                        + path
                        + "` ("
                        + value.where()
                        + ")"
                        + suggestion(section, name));
              }
            });
  }

  private void inSection(String path, Given value, String prefix, List<String> findings) {
    switch (value) {
      case Given.Mapping mapping -> walk(mapping, path, prefix, findings);
      case Given.Nothing nothing -> {}
      case Given.Scalar scalar -> findings.add(notASection(path, scalar, prefix));
      case Given.Sequence sequence -> findings.add(notASection(path, sequence, prefix));
    }
  }

  // What arrived is not repeated: a secret may stand where a section was meant.
  private String notASection(String path, Given value, String prefix) {
    String arrived = value instanceof Given.Sequence ? "a list" : "a single value";
    return "`"
        + prefix
        + path
        + "` ("
        + value.where()
        + "): expected a mapping with the keys "
        + String.join(", ", children(path))
        + "; arrived "
        + arrived;
  }

  private String suggestion(String section, String name) {
    List<String> siblings = children(section);
    Optional<String> sibling = NearMiss.of(name, siblings);
    if (sibling.isPresent()) {
      return ": did you mean `" + sibling.get() + "`?";
    }
    Optional<String> elsewhere =
        known.stream()
            .filter(path -> path.endsWith("." + name) || path.replace('.', '-').equals(name))
            .findFirst();
    if (elsewhere.isPresent()) {
      return ": did you mean `" + elsewhere.get() + "`?";
    }
    return ": known here are " + String.join(", ", siblings);
  }

  private List<String> children(String section) {
    String start = section.isEmpty() ? "" : section + ".";
    return known.stream()
        .filter(path -> path.startsWith(start))
        .map(path -> path.substring(start.length()))
        .map(rest -> rest.indexOf('.') < 0 ? rest : rest.substring(0, rest.indexOf('.')))
        .distinct()
        .toList();
  }
}
