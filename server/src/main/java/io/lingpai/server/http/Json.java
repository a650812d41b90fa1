package io.lingpai.server.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lingpai.secret.Secret;
import io.lingpai.server.problem.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** JSON in and out. */
public final class Json {

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(32).build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Json() {}

  public static byte[] bytes(Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("our own answers can be written", e);
    }
  }

  public static String text(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("our own answers can be written", e);
    }
  }

  /** A time as answers tell it: UTC, in whole seconds. */
  public static String time(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  public static @Nullable String timeIfAny(@Nullable Instant time) {
    return time == null ? null : time(time);
  }

  /** A secret in clear, quoted: for answers to callers that may have it, and for nothing else. */
  public static String revealed(Secret secret) {
    return text(secret.reveal());
  }

  /** An answer that was kept as a secret, to the caller it was made for. */
  public static Answer.Whole answer(int status, Secret json) {
    return Answer.json(status, json.reveal().getBytes(StandardCharsets.UTF_8));
  }

  /** JSON that was kept as a secret, read here. */
  public static ObjectNode object(Secret json) {
    return object(json.reveal().getBytes(StandardCharsets.UTF_8));
  }

  /** JSON that was kept as text, ready to be part of an answer. */
  public static JsonNode value(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what we kept as JSON can be read", e);
    }
  }

  /** An answer of JSON. */
  public static Answer.Whole answer(int status, Object value) {
    return Answer.json(status, bytes(value));
  }

  /**
   * The body as a JSON object. An empty body is an empty object; an error says the line but quotes
   * nothing, since what was sent may be a secret.
   */
  public static ObjectNode object(Request request) {
    byte[] body = request.body();
    if (body.length == 0) {
      return MAPPER.createObjectNode();
    }
    String type = request.header("content-type");
    if (type != null && !type.isEmpty() && !isJson(type)) {
      throw Problem.malformed("Content-Type", "expected application/json").refusal();
    }
    return object(body);
  }

  /** The bytes as a JSON object. */
  public static ObjectNode object(byte[] body) {
    try {
      JsonNode node = MAPPER.readTree(body);
      if (node instanceof ObjectNode object) {
        return object;
      }
      throw Problem.malformed("body", "expected a JSON object").refusal();
    } catch (JsonProcessingException e) {
      String where =
          e.getLocation() == null
              ? ""
              : " (line %d, column %d)"
                  .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
      throw Problem.malformed("body", "the body is not JSON" + where).refusal();
    } catch (IOException e) {
      throw Problem.malformed("body", "the body is not JSON").refusal();
    }
  }

  private static boolean isJson(String type) {
    String plain = type.toLowerCase(Locale.ROOT);
    return plain.startsWith("application/json") || plain.contains("+json");
  }
}
