package io.lingpai.server.config;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One thing an operator may set. The table in {@link Keys} is the single source for the file, the
 * environment, the flags, the near misses and the documentation.
 *
 * @param path dotted, as in the file
 * @param form how its text is read
 * @param fallback what holds when it is not set, as one would write it; {@code null} for nothing
 * @param about one line for people
 */
record Key<T>(String path, Form<T> form, @Nullable String fallback, String about) {

  static final String PREFIX = "LINGPAI_";

  /** {@code renewal.margin} is {@code LINGPAI_RENEWAL_MARGIN}. */
  String variable() {
    return PREFIX + path.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  /** {@code renewal.margin} is {@code --renewal-margin}. */
  String flag() {
    return "--" + path.replace('.', '-');
  }

  boolean secret() {
    return form.secret();
  }
}
