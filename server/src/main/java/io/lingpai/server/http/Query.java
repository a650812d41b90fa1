package io.lingpai.server.http;

import io.lingpai.server.problem.Problem;
import io.lingpai.server.problem.Refusal;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes a query apart as vendors do: any order, stray {@code ?&}, names that come encoded. */
public final class Query {

  private Query() {}

  /** The first value of a parameter, decoded. */
  public static @Nullable String first(String query, String name) {
    return query.isEmpty() ? null : all(query).get(name);
  }

  /**
   * All parameters, the first of each name.
   *
   * @throws Refusal if an escape is not one
   */
  public static Map<String, String> all(String query) {
    Map<String, String> all = new LinkedHashMap<>();
    for (String pair : query.split("&")) {
      String clean = pair.startsWith("?") ? pair.substring(1) : pair;
      if (!clean.isEmpty()) {
        int equals = clean.indexOf('=');
        String name = equals < 0 ? clean : clean.substring(0, equals);
        String value = equals < 0 ? "" : clean.substring(equals + 1);
        all.putIfAbsent(decode(name), decode(value));
      }
    }
    return all;
  }

  /** Decodes {@code %41} and {@code +}. */
  public static String decode(String text) {
    if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
      return text;
    }
    byte[] raw = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream clear = new ByteArrayOutputStream(raw.length);
    for (int i = 0; i < raw.length; i++) {
      if (raw[i] == '%') {
        clear.write(escape(raw, i));
        i += 2;
      } else {
        clear.write(raw[i] == '+' ? ' ' : raw[i]);
      }
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(clear.toByteArray()))
          .toString();
    } catch (CharacterCodingException e) {
      throw badEscape();
    }
  }

  private static int escape(byte[] raw, int at) {
    if (at + 2 >= raw.length) {
      throw badEscape();
    }
    int high = Character.digit(raw[at + 1], 16);
    int low = Character.digit(raw[at + 2], 16);
    if (high < 0 || low < 0) {
      throw badEscape();
    }
    return high * 16 + low;
  }

  private static Refusal badEscape() {
    return Problem.malformed("query", "the query has an escape that is not %XX of UTF-8").refusal();
  }
}
