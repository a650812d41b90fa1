package io.lingpai.client;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON (RFC 8259) to the letter: no comments, no trailing commas, no member twice, nothing after
 * the end, valid UTF-8 only, and no deeper than {@value #DEEPEST}. Whole numbers are {@code Long},
 * others {@code Double}. A refusal says where and never what: the text may hold a token.
 */
final class Json {

  private static final int DEEPEST = 32;
  private static final int LONGEST_NUMBER = 64;

  private final String text;
  private int at;

  private Json(String text) {
    this.text = text;
  }

  /** The text is no JSON, or not what was expected of it. */
  static final class Unreadable extends Exception {

    private static final long serialVersionUID = 1L;

    Unreadable(String message) {
      super(message);
    }
  }

  static @Nullable Object read(byte[] bytes) throws Unreadable {
    try {
      return read(
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(bytes))
              .toString());
    } catch (CharacterCodingException e) {
      throw new Unreadable("the text is not UTF-8");
    }
  }

  static @Nullable Object read(String text) throws Unreadable {
    Json json = new Json(text);
    json.space();
    Object value = json.value(0);
    json.space();
    if (json.at != text.length()) {
      throw json.unexpected("the end");
    }
    return value;
  }

  private @Nullable Object value(int depth) throws Unreadable {
    if (depth > DEEPEST) {
      throw unexpected("no deeper nesting");
    }
    switch (peek()) {
      case '{':
        return object(depth);
      case '[':
        return array(depth);
      case '"':
        return string();
      case 't':
        return word("true", true);
      case 'f':
        return word("false", false);
      case 'n':
        return word("null", null);
      default:
        return number();
    }
  }

  private Map<String, @Nullable Object> object(int depth) throws Unreadable {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    at++;
    space();
    if (skip('}')) {
      return members;
    }
    do {
      space();
      String name = string();
      space();
      expect(':');
      space();
      Object value = value(depth + 1);
      if (members.containsKey(name)) {
        throw unexpected("every member once");
      }
      members.put(name, value);
      space();
    } while (skip(','));
    expect('}');
    return members;
  }

  private List<@Nullable Object> array(int depth) throws Unreadable {
    List<@Nullable Object> elements = new ArrayList<>();
    at++;
    space();
    if (skip(']')) {
      return elements;
    }
    do {
      space();
      elements.add(value(depth + 1));
      space();
    } while (skip(','));
    expect(']');
    return elements;
  }

  private String string() throws Unreadable {
    expect('"');
    StringBuilder string = new StringBuilder();
    while (!skip('"')) {
      char c = next();
      if (c < ' ') {
        throw unexpected("no control character");
      }
      string.append(c == '\\' ? escaped() : c);
    }
    whole(string);
    return string.toString();
  }

  private char escaped() throws Unreadable {
    char c = next();
    switch (c) {
      case '"':
      case '\\':
      case '/':
        return c;
      case 'b':
        return '\b';
      case 'f':
        return '\f';
      case 'n':
        return '\n';
      case 'r':
        return '\r';
      case 't':
        return '\t';
      case 'u':
        return hexadecimal();
      default:
        throw unexpected("an escape");
    }
  }

  private char hexadecimal() throws Unreadable {
    int code = 0;
    for (int i = 0; i < 4; i++) {
      char c = next();
      int digit = c < 128 ? Character.digit(c, 16) : -1;
      if (digit < 0) {
        throw unexpected("a hexadecimal digit");
      }
      code = code << 4 | digit;
    }
    return (char) code;
  }

  // Half a character would turn into a question mark wherever it is sent next.
  private void whole(CharSequence string) throws Unreadable {
    for (int i = 0; i < string.length(); i++) {
      char c = string.charAt(i);
      boolean pair =
          Character.isHighSurrogate(c)
              && i + 1 < string.length()
              && Character.isLowSurrogate(string.charAt(i + 1));
      if (pair) {
        i++;
      } else if (Character.isSurrogate(c)) {
        throw unexpected("whole characters");
      }
    }
  }

  private Object number() throws Unreadable {
    int start = at;
    skip('-');
    if (!skip('0')) {
      digits();
    }
    boolean whole = true;
    if (skip('.')) {
      digits();
      whole = false;
    }
    if (skip('e') || skip('E')) {
      if (!skip('+')) {
        skip('-');
      }
      digits();
      whole = false;
    }
    return number(text.substring(start, at), whole);
  }

  private Object number(String digits, boolean whole) throws Unreadable {
    if (digits.length() > LONGEST_NUMBER) {
      throw unexpected("a shorter number");
    }
    try {
      if (whole) {
        return Long.valueOf(digits);
      }
    } catch (NumberFormatException e) {
      throw unexpected("a number of 64 bits");
    }
    double value = Double.parseDouble(digits);
    if (Double.isInfinite(value)) {
      throw unexpected("a smaller number");
    }
    return value;
  }

  private void digits() throws Unreadable {
    int start = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    if (at == start) {
      throw unexpected("a digit");
    }
  }

  private @Nullable Object word(String word, @Nullable Object meaning) throws Unreadable {
    if (!text.startsWith(word, at)) {
      throw unexpected("a value");
    }
    at += word.length();
    return meaning;
  }

  private void space() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private char peek() throws Unreadable {
    if (at >= text.length()) {
      throw unexpected("more");
    }
    return text.charAt(at);
  }

  private char next() throws Unreadable {
    char c = peek();
    at++;
    return c;
  }

  private boolean skip(char c) {
    if (at < text.length() && text.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  private void expect(char c) throws Unreadable {
    if (!skip(c)) {
      throw unexpected("'" + c + "'");
    }
  }

  private Unreadable unexpected(String expected) {
    return new Unreadable("not JSON at character " + at + " (expected: " + expected + ")");
  }

  /** An object of strings and booleans; those that are null are left out. */
  static byte[] write(Map<String, ? extends @Nullable Object> members) {
    StringBuilder json = new StringBuilder("{");
    members.forEach(
        (name, value) -> {
          if (value == null) {
            return;
          }
          json.append(json.length() > 1 ? "," : "");
          quote(json, name);
          json.append(':');
          if (value instanceof Boolean) {
            json.append(value);
          } else {
            quote(json, value.toString());
          }
        });
    return json.append('}').toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void quote(StringBuilder json, String text) {
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < ' ') {
        json.append(String.format("\\u%04x", (int) c));
      } else {
        json.append(c);
      }
    }
    json.append('"');
  }
}
