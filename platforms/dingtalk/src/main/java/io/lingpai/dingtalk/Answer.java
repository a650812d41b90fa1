package io.lingpai.dingtalk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.lingpai.platform.http.Http;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * A reply read as DingTalk means it, on either host.
 *
 * <p>The older host answers 200 with {@code errcode}, and where its gateway refuses, {@code
 * errcode} 88 with the real number as text in {@code sub_code}. The newer host answers 4xx or 5xx
 * with a word in {@code code}. An address that calls too much gets neither, but {@code status} 1111
 * or a web page.
 */
sealed interface Answer {

  /** JSON without an error. */
  record Good(JsonNode json) implements Answer {

    /** An answer holds a token. */
    @Override
    public String toString() {
      return "Good";
    }
  }

  /** DingTalk says no. */
  record Refusal(String code, String message) implements Answer {}

  /** Not DingTalk's own words, or none at all; the request may have been carried out. */
  record NoAnswer(String why) implements Answer {}

  /** The request never left. */
  record NotAsked(String why) implements Answer {}

  JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  String GATEWAY = "88";

  static Answer read(Http.Reply reply) {
    return switch (reply) {
      case Http.Reply.NeverLeft(String why) -> new NotAsked(why);
      case Http.Reply.Lost(String why) -> new NoAnswer(why);
      case Http.Reply.Answered(int status, String body) -> read(status, body);
    };
  }

  private static Answer read(int status, String body) {
    JsonNode json;
    try {
      json = JSON.readTree(body);
    } catch (JsonProcessingException e) {
      // Its message quotes the body.
      return new NoAnswer("the answer (HTTP status " + status + ") is not JSON");
    }
    if (json == null || !json.isObject()) {
      return new NoAnswer("the answer (HTTP status " + status + ") is not a JSON object");
    }
    if (json.path("status").asInt() == 1111) {
      return new Refusal("1111", "deny");
    }
    if (status != 200) {
      String word = json.path("code").asText("");
      return word.isEmpty()
          ? new NoAnswer("HTTP status " + status + " (expected: 200)")
          : new Refusal(word.toLowerCase(Locale.ROOT), json.path("message").asText(""));
    }
    return ofTheOlderHost(json);
  }

  private static Answer ofTheOlderHost(JsonNode json) {
    if (!json.hasNonNull("errcode")) {
      return new Good(json);
    }
    String code = json.get("errcode").asText("");
    if (code.equals("0")) {
      return new Good(json);
    }
    String beneath = json.path("sub_code").asText("");
    return code.equals(GATEWAY) && !beneath.isEmpty()
        ? new Refusal(beneath, json.path("sub_msg").asText(json.path("errmsg").asText("")))
        : new Refusal(code, json.path("errmsg").asText(""));
  }

  /** A whole number, written as one or as text: the documents' samples do both. */
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
