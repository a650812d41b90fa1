package io.lingpai.server.api;

import io.lingpai.credential.CredentialKey;
import io.lingpai.credential.Value;
import io.lingpai.keeper.Reading;
import io.lingpai.server.http.Answer;
import io.lingpai.server.http.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a read answers. Everything that does not change between two reads of one value is
 * written once and kept; a read adds two numbers.
 */
public final class ReadAnswers {

  private static final String TYPE = "application/json; charset=utf-8";

  private final Map<CredentialKey, Written> written = new ConcurrentHashMap<>();

  Answer.Whole of(Reading reading) {
    return of(reading, "");
  }

  /**
   * An answer.
   *
   * @param more further members, beginning with a comma
   */
  Answer.Whole of(Reading reading, String more) {
    Written start = written(reading);
    long freshFor = reading.freshFor().toSeconds();
    String end =
        ",\"expires_in\":" + expiresIn(reading) + ",\"fresh_for\":" + freshFor + more + "}";
    byte[] whole = new byte[start.bytes.length + end.length()];
    System.arraycopy(start.bytes, 0, whole, 0, start.bytes.length);
    byte[] tail = end.getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(tail, 0, whole, start.bytes.length, tail.length);
    return new Answer.Whole(
        200, List.of("content-type", TYPE, "cache-control", "private, max-age=" + freshFor), whole);
  }

  /** Seconds until the value's own end, rounded down. */
  static long expiresIn(Reading reading) {
    return Math.max(0, Duration.between(reading.at(), reading.value().expiresAt()).toSeconds());
  }

  @SuppressWarnings("ReferenceEquality") // the same object is the same value; another costs a write
  private Written written(Reading reading) {
    CredentialKey key = reading.credential().key();
    @Nullable Written before = written.get(key);
    if (before != null && before.value == reading.value()) {
      return before;
    }
    Written now = new Written(reading.value(), start(key, reading.value(), true));
    written.put(key, now);
    return now;
  }

  /** The members that tell of a value, with or without the value itself. */
  static byte[] start(CredentialKey key, Value value, boolean revealed) {
    String text =
        "{\"app\":"
            + Json.text(key.app())
            + ",\"kind\":"
            + Json.text(key.kind())
            + (revealed ? ",\"value\":" + Json.revealed(value.secret()) : "")
            + ",\"version\":"
            + value.version()
            + ",\"issued_at\":\""
            + Json.time(value.askedAt())
            + "\",\"expires_at\":\""
            + Json.time(value.expiresAt())
            + "\"";
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private record Written(Value value, byte[] bytes) {
    @Override
    public String toString() {
      return "Written[version " + value.version() + "]";
    }
  }
}
