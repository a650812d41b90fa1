package io.lingpai.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lingpai.server.http.Json;
import io.lingpai.server.http.Request;
import io.lingpai.server.problem.Problem;
import io.lingpai.server.problem.Refusal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The fields of a JSON body, read strictly: what is not understood is refused, not ignored. */
public final class Fields {

  private static final int LONGEST = 8192;

  private final ObjectNode body;
  private final String prefix;
  private final Set<String> read = new HashSet<>();

  private Fields(ObjectNode body, String prefix) {
    this.body = body;
    this.prefix = prefix;
  }

  public static Fields of(Request request) {
    return new Fields(Json.object(request), "");
  }

  public boolean has(String name) {
    read.add(name);
    return body.has(name);
  }

  /** Whether the field is there and null, which takes something back. */
  public boolean isNull(String name) {
    read.add(name);
    return body.path(name).isNull();
  }

  /** Whether the field is a text without a letter in it. */
  public boolean isEmpty(String name) {
    read.add(name);
    return body.path(name).isTextual() && body.path(name).textValue().isEmpty();
  }

  public Optional<String> text(String name) {
    return text(name, LONGEST);
  }

  /** A text that may be longer than most. */
  public Optional<String> text(String name, int longest) {
    read.add(name);
    JsonNode value = body.get(name);
    if (value == null || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isTextual() || value.textValue().isEmpty()) {
      throw wrong(name, "expected a text that is not empty");
    }
    if (value.textValue().length() > longest) {
      throw wrong(name, "expected at most " + longest + " characters");
    }
    return Optional.of(value.textValue());
  }

  /** Any JSON value, as text. */
  public Optional<String> json(String name) {
    read.add(name);
    JsonNode value = body.get(name);
    if (value == null || value.isNull()) {
      return Optional.empty();
    }
    String text = value.toString();
    if (text.length() > 8 * LONGEST) {
      throw wrong(name, "expected at most " + 8 * LONGEST + " characters of JSON");
    }
    return Optional.of(text);
  }

  /** True or false; false where it is not there. */
  public boolean flag(String name) {
    read.add(name);
    JsonNode value = body.get(name);
    if (value == null || value.isNull()) {
      return false;
    }
    if (!value.isBoolean()) {
      throw wrong(name, "expected true or false");
    }
    return value.booleanValue();
  }

  /** Whether the field is there and a number. */
  public boolean isNumber(String name) {
    return body.path(name).isIntegralNumber();
  }

  /** A whole number that is not negative. */
  public Optional<Long> number(String name) {
    read.add(name);
    JsonNode value = body.get(name);
    if (value == null || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < 0) {
      throw wrong(name, "expected a whole number from 0 on");
    }
    return Optional.of(value.longValue());
  }

  public String required(String name) {
    return text(name).orElseThrow(() -> wrong(name, "missing"));
  }

  public Optional<List<String>> texts(String name) {
    read.add(name);
    JsonNode value = body.get(name);
    if (value == null || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isArray() || value.size() > 200) {
      throw wrong(name, "expected a list of at most 200 texts");
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode item : value) {
      if (!item.isTextual() || item.textValue().isEmpty()) {
        throw wrong(name, "expected a list of texts that are not empty");
      }
      texts.add(item.textValue());
    }
    return Optional.of(texts);
  }

  /** A text, or a list of texts, which are joined with spaces. */
  Optional<String> textOrTexts(String name) {
    if (body.path(name).isArray()) {
      return texts(name).filter(list -> !list.isEmpty()).map(list -> String.join(" ", list));
    }
    return text(name);
  }

  /** A list of nested objects. */
  Optional<List<Fields>> objects(String name) {
    read.add(name);
    JsonNode value = body.get(name);
    if (value == null || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isArray() || value.size() > 200) {
      throw wrong(name, "expected a list of at most 200 objects");
    }
    List<Fields> objects = new ArrayList<>();
    for (JsonNode item : value) {
      if (!(item instanceof ObjectNode object)) {
        throw wrong(name, "expected a list of objects");
      }
      objects.add(new Fields(object, prefix + name + "." + objects.size() + "."));
    }
    return Optional.of(objects);
  }

  /** A nested object. */
  public Optional<Fields> object(String name) {
    read.add(name);
    JsonNode value = body.get(name);
    if (value == null || value.isNull()) {
      return Optional.empty();
    }
    if (value instanceof ObjectNode object) {
      return Optional.of(new Fields(object, prefix + name + "."));
    }
    throw wrong(name, "expected an object");
  }

  /** Refuses whatever was not asked for by now. */
  public void nothingElse() {
    Iterator<String> names = body.fieldNames();
    while (names.hasNext()) {
      String name = names.next();
      if (!read.contains(name)) {
        throw wrong(name.length() > 64 ? name.substring(0, 64) : name, "not known here");
      }
    }
  }

  public Refusal wrong(String name, String rule) {
    String field = prefix + name;
    return Problem.malformed(field, "`" + field + "`: " + rule).refusal();
  }
}
