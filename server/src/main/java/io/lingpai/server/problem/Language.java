package io.lingpai.server.problem;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The languages we speak. */
public enum Language {
  ENGLISH("en"),
  CHINESE("zh-CN");

  private final String tag;

  Language(String tag) {
    this.tag = tag;
  }

  public String tag() {
    return tag;
  }

  /** The better of the two for an {@code Accept-Language} header; English without one. */
  public static Language preferred(@Nullable String acceptLanguage) {
    if (acceptLanguage == null || acceptLanguage.length() > 500) {
      return ENGLISH;
    }
    double english = 0;
    double chinese = 0;
    for (String part : acceptLanguage.toLowerCase(Locale.ROOT).split(",")) {
      String[] pieces = part.strip().split(";");
      double quality = pieces.length > 1 ? quality(pieces[1].strip()) : 1;
      if (pieces[0].startsWith("zh")) {
        chinese = Math.max(chinese, quality);
      } else if (pieces[0].startsWith("en")) {
        english = Math.max(english, quality);
      }
    }
    return chinese > english ? CHINESE : ENGLISH;
  }

  private static double quality(String parameter) {
    try {
      return parameter.startsWith("q=") ? Double.parseDouble(parameter.substring(2)) : 1;
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
