package io.lingpai.server.proxy;

import io.lingpai.secret.Secret;
import io.lingpai.server.http.Query;
import io.lingpai.server.http.Spliced;
import io.lingpai.server.wire.WireRefusal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A query as it was sent, with the places of its parameters, so that one value can be replaced and
 * every other byte stays.
 *
 * <p>Two readers may disagree on a query; the names that decide who calls what must not be open to
 * that. A name may come encoded and stand anywhere, but once, and nothing may look like it: no
 * other case, no stray characters, none behind a semicolon, which some take for an ampersand.
 */
final class Parameters {

  private static final Pattern ESCAPE = Pattern.compile("%([0-9A-Fa-f]{2})");

  private static final Set<String> CREDENTIALS =
      Set.of("access_token", "component_access_token", "secret", "refresh_token");
  private static final Set<String> DECIDING =
      Stream.concat(CREDENTIALS.stream(), Stream.of("appid")).collect(Collectors.toSet());

  private final String query;
  private final List<Parameter> all;

  private Parameters(String query, List<Parameter> all) {
    this.query = query;
    this.all = all;
  }

  /** One parameter: its name and value decoded, and where its value stands. */
  record Parameter(String name, String value, int from, int to) {
    @Override
    public String toString() {
      return "Parameter[" + name + "]";
    }
  }

  /**
   * Takes a query apart.
   *
   * @throws WireRefusal if it could be understood in two ways
   */
  static Parameters of(String query) {
    List<Parameter> all = new ArrayList<>();
    int from = 0;
    while (from <= query.length()) {
      int ampersand = query.indexOf('&', from);
      int end = ampersand < 0 ? query.length() : ampersand;
      add(query, from, end, all);
      from = end + 1;
    }
    Parameters parameters = new Parameters(query, all);
    parameters.judge();
    return parameters;
  }

  private static void add(String query, int from, int end, List<Parameter> all) {
    int start = from;
    while (start < end && query.charAt(start) == '?') {
      start++;
    }
    if (start == end) {
      return;
    }
    int equals = query.indexOf('=', start);
    int nameEnd = equals < 0 || equals > end ? end : equals;
    int value = Math.min(nameEnd + 1, end);
    String name = Query.decode(query.substring(start, nameEnd));
    String sent = query.substring(value, end);
    // What decides nothing is the vendor's to understand, in whatever encoding it is.
    String read = DECIDING.contains(plain(name)) ? Query.decode(sent) : unescaped(sent);
    all.add(new Parameter(name, read, value, end));
    int semicolon = query.indexOf(';', start);
    if (semicolon >= 0 && semicolon < end) {
      for (String piece : query.substring(semicolon + 1, end).split(";", -1)) {
        int its = piece.indexOf('=');
        if (DECIDING.contains(plain(Query.decode(its < 0 ? piece : piece.substring(0, its))))) {
          throw WireRefusal.ambiguous();
        }
      }
    }
  }

  private static String unescaped(String value) {
    return ESCAPE
        .matcher(value)
        .replaceAll(
            escape ->
                Matcher.quoteReplacement(
                    Character.toString(Integer.parseInt(escape.group(1), 16))));
  }

  private void judge() {
    Set<String> seen = new HashSet<>();
    for (Parameter parameter : all) {
      String plain = plain(parameter.name);
      if (DECIDING.contains(plain) && (!plain.equals(parameter.name) || !seen.add(plain))) {
        throw WireRefusal.ambiguous();
      }
    }
  }

  /** A name as a careless reader may see it. */
  private static String plain(String name) {
    StringBuilder plain = new StringBuilder();
    for (char c : name.toLowerCase(Locale.ROOT).toCharArray()) {
      if ((c >= 'a' && c <= 'z') || c == '_') {
        plain.append(c);
      }
    }
    return plain.toString();
  }

  /** The one parameter of this name, if it is there and not empty. */
  @Nullable Parameter find(String name) {
    for (Parameter parameter : all) {
      if (parameter.name.equals(name)) {
        return parameter.value.isEmpty() ? null : parameter;
      }
    }
    return null;
  }

  /** The value of a parameter that must be there. */
  Parameter required(String name, int missing, String called) {
    Parameter found = find(name);
    if (found == null) {
      throw WireRefusal.missing(missing, called);
    }
    return found;
  }

  /** Whether a key of ours would go out in any other place than these. */
  boolean carriesKeyBeside(Set<Parameter> replaced) {
    return all.stream()
        .anyMatch(parameter -> parameter.value.startsWith("lpk_") && !replaced.contains(parameter));
  }

  /** Whether there is anything in it that nobody else may see. */
  boolean carriesCredentials() {
    return CREDENTIALS.stream().anyMatch(name -> find(name) != null) || carriesKeyBeside(Set.of());
  }

  /** Path and query with these values in place of those sent. */
  Spliced target(String path, Map<Parameter, Secret> values) {
    Spliced target = Spliced.of(path);
    if (query.isEmpty()) {
      return target;
    }
    target.then("?");
    int done = 0;
    for (Parameter parameter :
        values.keySet().stream().sorted(Comparator.comparingInt(Parameter::from)).toList()) {
      target.then(query.substring(done, parameter.from));
      Secret value = values.get(parameter);
      if (value != null) {
        target.then(value);
      }
      done = parameter.to;
    }
    return target.then(query.substring(done));
  }
}
