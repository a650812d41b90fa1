package io.lingpai.sandbox.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One request as it arrived.
 *
 * @param path as sent, not decoded: vendors' paths have nothing to decode
 * @param rawQuery as sent, without the question mark
 * @param query decoded; of a name given twice the first counts
 * @param form the decoded fields of a form that was posted, empty otherwise
 * @param headers names in lower case, the first of each
 * @param client the address the request came from
 */
public record Request(
    String method,
    String path,
    String rawQuery,
    Map<String, String> query,
    Map<String, String> form,
    Map<String, String> headers,
    String body,
    String client) {

  public Request {
    query = Collections.unmodifiableMap(new LinkedHashMap<>(query));
    form = Collections.unmodifiableMap(new LinkedHashMap<>(form));
    headers = Map.copyOf(headers);
  }

  /** Path and query as they were sent. */
  public String target() {
    return rawQuery.isEmpty() ? path : path + "?" + rawQuery;
  }

  public Optional<String> parameter(String name) {
    return Optional.ofNullable(query.get(name)).filter(value -> !value.isEmpty());
  }

  public Optional<String> field(String name) {
    return Optional.ofNullable(form.get(name)).filter(value -> !value.isEmpty());
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }

  /**
   * Reads {@code a=1&b=2}; empty parts, as in {@code ?&a=1&&}, are passed over like WeChat does.
   */
  public static Map<String, String> pairs(String encoded) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String part : encoded.split("&", -1)) {
      int equals = part.indexOf('=');
      String name = decode(equals < 0 ? part : part.substring(0, equals));
      if (!name.isEmpty()) {
        pairs.putIfAbsent(name, equals < 0 ? "" : decode(part.substring(equals + 1)));
      }
    }
    return pairs;
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      return text;
    }
  }
}
