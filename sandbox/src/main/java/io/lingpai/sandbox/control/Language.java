package io.lingpai.sandbox.control;

import io.lingpai.sandbox.http.Request;
import java.util.Locale;
import java.util.Optional;

/** The two languages of the page: the one asked for, else the browser's, else English. */
enum Language {
  ENGLISH("en"),
  CHINESE("zh-CN");

  private final String tag;

  Language(String tag) {
    this.tag = tag;
  }

  String tag() {
    return tag;
  }

  static Language of(Request request) {
    Optional<String> asked = request.parameter("lang").or(() -> request.field("lang"));
    return named(asked.or(() -> request.header("accept-language")).orElse(""));
  }

  /** Of {@code zh-CN,zh;q=0.9,en;q=0.8} the first counts: browsers list by preference. */
  private static Language named(String list) {
    return list.trim().toLowerCase(Locale.ROOT).startsWith("zh") ? CHINESE : ENGLISH;
  }

  String say(String english, String chinese) {
    return this == CHINESE ? chinese : english;
  }
}
