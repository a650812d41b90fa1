package io.lingpai.server.callback;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Addresses with more parameters. */
final class Urls {

  private Urls() {}

  static URI with(URI url, Map<String, String> query) {
    String more =
        new TreeMap<>(query)
            .entrySet().stream()
                .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
                .collect(Collectors.joining("&"));
    String own = url.getRawQuery();
    String path = url.getRawPath() == null ? "" : url.getRawPath();
    String whole = own == null || own.isEmpty() ? more : own + "&" + more;
    return URI.create(url.getScheme() + "://" + url.getRawAuthority() + path + "?" + whole);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
