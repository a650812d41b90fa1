package io.lingpai.client;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The members of an answer. One that is missing or of another kind makes the answer unreadable. */
final class Fields {

  private final Map<String, @Nullable Object> members;

  private Fields(Map<String, @Nullable Object> members) {
    this.members = members;
  }

  static Fields of(byte[] json) throws Json.Unreadable {
    return of(Json.read(json), "the answer");
  }

  @SuppressWarnings("unchecked") // the reader makes maps of no other kind
  private static Fields of(@Nullable Object value, String name) throws Json.Unreadable {
    if (!(value instanceof Map)) {
      throw new Json.Unreadable(name + " is not an object");
    }
    return new Fields((Map<String, @Nullable Object>) value);
  }

  Map<String, @Nullable Object> all() {
    return Collections.unmodifiableMap(members);
  }

  boolean has(String name) {
    return members.get(name) != null;
  }

  String text(String name) {
    return required(name, orNull(name));
  }

  String orElse(String name, String other) {
    String text = orNull(name);
    return text == null ? other : text;
  }

  @Nullable String orNull(String name) {
    Object value = members.get(name);
    return value instanceof String ? (String) value : null;
  }

  long number(String name) {
    return required(name, numberOrNull(name));
  }

  @Nullable Long numberOrNull(String name) {
    Object value = members.get(name);
    return value instanceof Long ? (Long) value : null;
  }

  boolean yes(String name) {
    return Boolean.TRUE.equals(members.get(name));
  }

  Instant instant(String name) {
    try {
      return Instant.parse(text(name));
    } catch (DateTimeException e) {
      throw new Unexpected(name);
    }
  }

  Fields object(String name) {
    try {
      return of(members.get(name), name);
    } catch (Json.Unreadable e) {
      throw new Unexpected(name);
    }
  }

  private static <T> T required(String name, @Nullable T value) {
    if (value == null) {
      throw new Unexpected(name);
    }
    return value;
  }

  /** The answer is JSON, but not the one the server's description promises. */
  static final class Unexpected extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Unexpected(String member) {
      super("the answer has no member `" + member + "` of the kind that was expected");
    }
  }
}
