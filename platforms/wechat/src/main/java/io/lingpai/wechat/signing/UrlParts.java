package io.lingpai.wechat.signing;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An address taken apart without judging it.
 *
 * @param port with its colon; empty where there is none
 * @param query with its question mark; empty where there is none
 */
record UrlParts(String scheme, String host, String port, String path, String query) {

  private static final Pattern SHAPE =
      Pattern.compile("(?s)([A-Za-z][A-Za-z0-9+.-]*)://([^/?#]*?)(:[0-9]*)?(/[^?#]*)?(\\?[^#]*)?");

  static Optional<UrlParts> of(String url) {
    Matcher shape = SHAPE.matcher(url);
    return shape.matches()
        ? Optional.of(
            new UrlParts(
                shape.group(1),
                shape.group(2),
                orEmpty(shape, 3),
                orEmpty(shape, 4),
                orEmpty(shape, 5)))
        : Optional.empty();
  }

  private static String orEmpty(Matcher shape, int group) {
    String found = shape.group(group);
    return found == null ? "" : found;
  }

  static String withoutFragment(String url) {
    int fragment = url.indexOf('#');
    return fragment < 0 ? url : url.substring(0, fragment);
  }

  List<String> parameters() {
    return query.length() < 2 ? List.of() : List.of(query.substring(1).split("&", -1));
  }

  UrlParts withScheme(String changed) {
    return new UrlParts(changed, host, port, path, query);
  }

  UrlParts withHost(String changed) {
    return new UrlParts(scheme, changed, port, path, query);
  }

  UrlParts withPort(String changed) {
    return new UrlParts(scheme, host, changed, path, query);
  }

  UrlParts withPath(String changed) {
    return new UrlParts(scheme, host, port, changed, query);
  }

  UrlParts withQuery(String changed) {
    return new UrlParts(scheme, host, port, path, changed);
  }

  UrlParts withParameters(List<String> changed) {
    return withQuery(changed.isEmpty() ? "" : "?" + String.join("&", changed));
  }

  @Override
  public String toString() {
    return scheme + "://" + host + port + path + query;
  }
}
