package io.lingpai.server.config;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads settings out of what was given, collecting everything that is wrong on the way: an operator
 * should have to start the server once, not once per mistake.
 */
final class Settings {

  private static final Pattern REFERENCE =
      Pattern.compile("\\$(\\$)?\\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?}");

  private final Given.Mapping root;
  private final String prefix;
  private final Map<String, String> environment;
  private final List<String> findings;

  Settings(
      Given.Mapping root, String prefix, Map<String, String> environment, List<String> findings) {
    this.root = root;
    this.prefix = prefix;
    this.environment = environment;
    this.findings = findings;
  }

  /** The same environment and findings, another part of the tree. */
  Settings within(Given.Mapping part, String partPrefix) {
    return new Settings(part, partPrefix, environment, findings);
  }

  /** What findings name this part of the tree. */
  String prefix() {
    return prefix;
  }

  /** Notes keys of {@code given} that mean nothing here. */
  void unknown(UnknownKeys known, Given.Mapping given) {
    findings.addAll(known.in(given, prefix));
  }

  <T> Optional<T> read(Key<T> key) {
    Optional<String> text = text(key);
    if (text.isPresent()) {
      return parsed(key, text.get());
    }
    return Optional.ofNullable(key.fallback()).map(key.form().read());
  }

  /** A setting that has a default; should its text be wrong, the default stands in meanwhile. */
  <T> T require(Key<T> key) {
    String fallback = key.fallback();
    if (fallback == null) {
      throw new IllegalStateException(key.path() + " has no default");
    }
    return read(key).orElseGet(() -> key.form().read().apply(fallback));
  }

  private <T> Optional<T> parsed(Key<T> key, String text) {
    try {
      return Optional.of(key.form().read().apply(text));
    } catch (IllegalArgumentException e) {
      Given given = find(key.path());
      String arrived = key.secret() ? "something else" : "`" + text + "`";
      wrong(key.path(), given, "expected " + key.form().expected() + ", arrived " + arrived);
      return Optional.empty();
    }
  }

  /**
   * The text behind a key, references filled in. A secret may also be in a file: {@code @file}, or
   * a neighbouring key that ends in {@code -file}.
   */
  private Optional<String> text(Key<?> key) {
    if (!key.secret()) {
      return scalar(key.path(), key);
    }
    Optional<String> file = scalar(key.path() + "-file", key);
    if (file.isPresent()) {
      return contents(key.path() + "-file", file.get());
    }
    Optional<String> own = scalar(key.path(), key);
    if (own.isPresent() && own.get().startsWith("@")) {
      return contents(key.path(), own.get().substring(1));
    }
    return own;
  }

  private Optional<String> scalar(String path, Key<?> key) {
    Given given = find(path);
    return switch (given) {
      case null -> Optional.empty();
      case Given.Nothing nothing -> Optional.empty();
      case Given.Scalar scalar -> filledIn(path, scalar).filter(text -> !text.isEmpty());
      case Given.Mapping mapping -> notScalar(path, key, mapping);
      case Given.Sequence sequence -> notScalar(path, key, sequence);
    };
  }

  private Optional<String> notScalar(String path, Key<?> key, Given given) {
    wrong(path, given, "expected " + key.form().expected() + ", arrived " + given.arrived());
    return Optional.empty();
  }

  private Optional<String> contents(String path, String file) {
    try {
      String text = Files.readString(Path.of(file)).strip();
      if (text.isEmpty()) {
        wrong(path, find(path), "the file " + file + " is empty");
        return Optional.empty();
      }
      return Optional.of(text);
    } catch (IOException | RuntimeException e) {
      wrong(path, find(path), "the file " + file + " cannot be read: " + reason(e));
      return Optional.empty();
    }
  }

  private static String reason(Exception e) {
    return switch (e) {
      case NoSuchFileException missing -> "there is no such file";
      case AccessDeniedException denied -> "permission denied";
      default -> String.valueOf(e.getMessage());
    };
  }

  /** Fills in {@code ${VAR}} and {@code ${VAR:-otherwise}}; {@code $${VAR}} stays as it is. */
  private Optional<String> filledIn(String path, Given.Scalar scalar) {
    Matcher reference = REFERENCE.matcher(scalar.text());
    StringBuilder whole = new StringBuilder();
    while (reference.find()) {
      if (reference.group(1) != null) {
        reference.appendReplacement(
            whole, Matcher.quoteReplacement(reference.group().substring(1)));
        continue;
      }
      String value = environment.get(reference.group(2));
      String otherwise = reference.group(3);
      if (value == null && otherwise == null) {
        wrong(path, scalar, "the environment variable " + reference.group(2) + " is not set");
        return Optional.empty();
      }
      reference.appendReplacement(
          whole, Matcher.quoteReplacement(value == null ? String.valueOf(otherwise) : value));
    }
    reference.appendTail(whole);
    return Optional.of(whole.toString());
  }

  /** A list of texts; a single text with commas, as the environment gives it, is one too. */
  Optional<List<String>> texts(String path) {
    Given given = find(path);
    return switch (given) {
      case null -> Optional.empty();
      case Given.Nothing nothing -> Optional.empty();
      case Given.Scalar scalar ->
          filledIn(path, scalar)
              .map(text -> List.of(text.split("\\s*,\\s*")))
              .map(list -> list.stream().filter(item -> !item.isEmpty()).toList());
      case Given.Sequence sequence -> Optional.of(texts(path, sequence));
      case Given.Mapping mapping -> {
        wrong(path, mapping, "expected a list, arrived " + mapping.arrived());
        yield Optional.empty();
      }
    };
  }

  private List<String> texts(String path, Given.Sequence sequence) {
    List<String> texts = new ArrayList<>();
    for (Given item : sequence.items()) {
      if (item instanceof Given.Scalar scalar) {
        filledIn(path, scalar).ifPresent(texts::add);
      } else {
        wrong(path, item, "expected a list of texts, one of them is " + item.arrived());
      }
    }
    return texts;
  }

  /** The mappings of a list such as {@code apps}. */
  List<Given.Mapping> mappings(String path) {
    Given given = find(path);
    List<Given.Mapping> mappings = new ArrayList<>();
    if (given instanceof Given.Sequence sequence) {
      for (Given item : sequence.items()) {
        if (item instanceof Given.Mapping mapping) {
          mappings.add(mapping);
        } else {
          wrong(path, item, "expected a list of mappings, one of them is " + item.arrived());
        }
      }
    } else if (given != null && !(given instanceof Given.Nothing)) {
      wrong(path, given, "expected a list of mappings, arrived " + given.arrived());
    }
    return mappings;
  }

  @Nullable Given find(String path) {
    Given here = root;
    for (String step : path.split("\\.")) {
      if (!(here instanceof Given.Mapping mapping)) {
        return null;
      }
      here = mapping.entries().get(step);
      if (here == null) {
        return null;
      }
    }
    return here;
  }

  /** Notes a finding about the setting at {@code path}. */
  void wrong(String path, @Nullable Given given, String what) {
    String where = given == null ? "" : " (" + given.where() + ")";
    findings.add("`" + prefix + path + "`" + where + ": " + what);
  }
}
