package io.lingpai.sandbox.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lingpai.sandbox.http.Json;
import io.lingpai.sandbox.http.Request;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a control call says, whether as a JSON object or as a form of the page. A name that no call
 * knows is refused: a misspelt one would otherwise pass in silence.
 */
final class Input {
  private final ObjectNode fields;

  private Input(ObjectNode fields) {
    this.fields = fields;
  }

  static Input of(Request request) {
    if (!request.form().isEmpty()) {
      ObjectNode fields = Json.object();
      for (Map.Entry<String, String> field : request.form().entrySet()) {
        // The language belongs to the page that sent the form, not to what is asked for.
        if (!field.getValue().isBlank() && !field.getKey().equals("lang")) {
          fields.put(field.getKey(), field.getValue().trim());
        }
      }
      return new Input(fields);
    }
    if (request.body().isBlank()) {
      return new Input(Json.object());
    }
    return new Input(
        Json.parseObject(request.body())
            .orElseThrow(() -> new IllegalArgumentException("body: expected one JSON object")));
  }

  Optional<String> text(String name) {
    return read(name).map(JsonNode::asText);
  }

  String requiredText(String name) {
    return text(name).orElseThrow(() -> missing(name));
  }

  Optional<Integer> number(String name) {
    return text(name)
        .map(
            value -> {
              try {
                return Integer.valueOf(value);
              } catch (NumberFormatException notANumber) {
                throw new IllegalArgumentException(
                    name + ": " + value + " (expected: a whole number)", notANumber);
              }
            });
  }

  int requiredNumber(String name) {
    return number(name).orElseThrow(() -> missing(name));
  }

  boolean flag(String name) {
    return text(name)
        .map(
            value ->
                switch (value) {
                  case "true", "on", "1" -> true;
                  case "false", "off", "0" -> false;
                  default ->
                      throw new IllegalArgumentException(
                          name + ": " + value + " (expected: true or false)");
                })
        .orElse(false);
  }

  /** A JSON list of texts, or one text with blanks or commas between. */
  Set<String> texts(String name) {
    Set<String> texts = new LinkedHashSet<>();
    read(name)
        .ifPresent(
            node -> {
              if (node.isArray()) {
                node.forEach(one -> texts.add(one.asText()));
              } else {
                texts.addAll(Set.of(node.asText().split("[\\s,]+", -1)));
              }
            });
    texts.remove("");
    return texts;
  }

  /** A JSON object of texts and whole numbers, in its order. */
  Map<String, Object> object(String name) {
    Map<String, Object> object = new LinkedHashMap<>();
    read(name)
        .ifPresent(
            node ->
                node.properties()
                    .forEach(
                        field ->
                            object.put(
                                field.getKey(),
                                field.getValue().isIntegralNumber()
                                    ? (Object) field.getValue().longValue()
                                    : field.getValue().asText())));
    return object;
  }

  /** Refuses every name but these. */
  void only(String... names) {
    Set<String> others = new LinkedHashSet<>();
    fields.fieldNames().forEachRemaining(others::add);
    Arrays.asList(names).forEach(others::remove);
    if (!others.isEmpty()) {
      throw new IllegalArgumentException(
          "not understood here: "
              + String.join(", ", others)
              + " (known: "
              + String.join(", ", names)
              + ")");
    }
  }

  private Optional<JsonNode> read(String name) {
    JsonNode node = fields.path(name);
    return node.isMissingNode() || node.isNull() ? Optional.empty() : Optional.of(node);
  }

  private static IllegalArgumentException missing(String name) {
    return new IllegalArgumentException(name + ": missing");
  }
}
