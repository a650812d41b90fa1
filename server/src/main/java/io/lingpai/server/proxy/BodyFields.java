package io.lingpai.server.proxy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.lingpai.secret.Secret;
import io.lingpai.server.http.Spliced;
import io.lingpai.server.wire.WireRefusal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A JSON body as it was sent, with the places of its outermost texts, so that one can be replaced
 * and every other byte stays.
 */
final class BodyFields {

  /** What needs no escape in JSON. */
  private static final Pattern PLAIN = Pattern.compile("[\\x20-\\x7e&&[^\"\\\\]]{1,4096}");

  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final String body;
  private final Map<String, Field> fields;

  private BodyFields(String body, Map<String, Field> fields) {
    this.body = body;
    this.fields = fields;
  }

  /** A text and where it stands, quotes included. */
  record Field(String value, int from, int to) {
    @Override
    public String toString() {
      return "Field[" + from + "]";
    }
  }

  static BodyFields of(byte[] bytes) {
    Map<String, Field> fields = new LinkedHashMap<>();
    String body = text(bytes);
    try (JsonParser parser = JSON.createParser(body)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new WireRefusal(44002, "body is mandatory for this action.");
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        JsonToken value = parser.nextToken();
        if (value == JsonToken.VALUE_STRING) {
          int from = (int) parser.currentTokenLocation().getCharOffset();
          String text = parser.getText();
          fields.put(name, new Field(text, from, (int) parser.currentLocation().getCharOffset()));
        }
        parser.skipChildren();
      }
      if (parser.nextToken() != null) {
        throw WireRefusal.ambiguous();
      }
    } catch (IOException e) {
      throw WireRefusal.ambiguous();
    }
    return new BodyFields(body, fields);
  }

  private static String text(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw WireRefusal.ambiguous();
    }
  }

  /** A text that must be there. */
  Field required(String name, int missing) {
    Field field = fields.get(name);
    if (field == null || field.value.isEmpty()) {
      throw WireRefusal.missing(missing, name);
    }
    return field;
  }

  boolean has(String name) {
    Field field = fields.get(name);
    return field != null && !field.value.isEmpty();
  }

  /** The body with these secrets in place of the texts that were sent. */
  Spliced with(Map<Field, Secret> values) {
    Spliced spliced = Spliced.of("");
    int done = 0;
    for (Field field :
        values.keySet().stream().sorted(Comparator.comparingInt(Field::from)).toList()) {
      Secret value = values.get(field);
      if (value == null || !value.fits(PLAIN)) {
        throw WireRefusal.unauthorized();
      }
      spliced.then(body.substring(done, field.from)).then("\"").then(value).then("\"");
      done = field.to;
    }
    return spliced.then(body.substring(done));
  }
}
