package io.lingpai.wechat.signing;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Addresses of pages as they come: with ports, queries, Chinese, escapes and fragments. */
final class PageUrls {

  private PageUrls() {}

  /** Without a fragment. */
  static Arbitrary<String> any() {
    Arbitrary<String> text =
        Arbitraries.of(
            "a",
            "Item",
            "商品",
            "令牌",
            "%E4%BB%A4",
            "%e4%bb%a4",
            "x%20y",
            "x+y",
            "~_-.",
            "%25",
            "1",
            "q");
    Arbitrary<String> path =
        Combinators.combine(
                text.list().ofMaxSize(3).map(parts -> "/" + String.join("/", parts)),
                Arbitraries.of("", "/"))
            .as(String::concat);
    Arbitrary<String> query =
        Combinators.combine(text, text)
            .as((name, value) -> name + "=" + value)
            .list()
            .ofMaxSize(4)
            .map(fields -> fields.isEmpty() ? "" : "?" + String.join("&", fields));
    return Combinators.combine(
            Arbitraries.of("http", "https"),
            Arbitraries.of("shop.example.com", "example.com:8443", "中文.example.com"),
            path,
            query)
        .as((scheme, host, rest, fields) -> scheme + "://" + host + rest + fields);
  }

  static Arbitrary<String> fragments() {
    return Arbitraries.of("", "#", "#/cart", "#/a?b=1#c", "#令牌");
  }
}
