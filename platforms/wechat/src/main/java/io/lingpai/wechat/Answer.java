package io.lingpai.wechat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.lingpai.platform.http.Http;
import java.util.OptionalLong;

/**
 * A reply read as WeChat means it: many good answers carry no {@code errcode}, tickets carry {@code
 * 0}, some calls write it as text, and the content type is wrong often enough not to be looked at.
 */
public sealed interface Answer {

  /** JSON without an error. */
  record Good(JsonNode json) implements Answer {

    /** An answer holds a token. */
    @Override
    public String toString() {
      return "Good";
    }
  }

  /** WeChat says no. */
  record Refusal(int code, String message) implements Answer {}

  /** Not WeChat's own words, or none at all; the request may have been carried out. */
  record NoAnswer(String why) implements Answer {}

  /** The request never left. */
  record NotAsked(String why) implements Answer {}

  JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  static Answer read(Http.Reply reply) {
    return switch (reply) {
      case Http.Reply.NeverLeft(String why) -> new NotAsked(why);
      case Http.Reply.Lost(String why) -> new NoAnswer(why);
      case Http.Reply.Answered(int status, String body) -> read(status, body);
    };
  }

  private static Answer read(int status, String body) {
    if (status != 200) {
      return new NoAnswer("HTTP status " + status + " (expected: 200)");
    }
    JsonNode json;
    try {
      json = JSON.readTree(body);
    } catch (JsonProcessingException e) {
      // Its message quotes the body.
      return new NoAnswer("the answer is not JSON");
    }
    if (!json.isObject()) {
      return new NoAnswer("the answer is not a JSON object");
    }
    if (!json.hasNonNull("errcode")) {
      return new Good(json);
    }
    OptionalLong code = number(json.get("errcode"));
    if (code.isEmpty() || code.getAsLong() != (int) code.getAsLong()) {
      return new NoAnswer("errcode is not a number");
    }
    return code.getAsLong() == 0
        ? new Good(json)
        : new Refusal((int) code.getAsLong(), json.path("errmsg").asText(""));
  }

  /** A whole number, written as one or as text. */
  static OptionalLong number(JsonNode node) {
    if (node.isIntegralNumber() && node.canConvertToLong()) {
      return OptionalLong.of(node.longValue());
    }
    if (!node.isTextual()) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Long.parseLong(node.textValue().strip()));
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }
}
