package io.lingpai.server.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * Reads YAML into {@link Given}, keeping line numbers. A tree of Jackson's own would lose them, and
 * “line 12” is most of what makes a message about a configuration file useful.
 */
final class YamlText {

  private static final YAMLFactory FACTORY =
      YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final YAMLParser parser;
  private final String source;

  private YamlText(YAMLParser parser, String source) {
    this.parser = parser;
    this.source = source;
  }

  /** Reads a whole document. An empty one is an empty mapping. */
  static Given read(String text, String source) throws NotYaml {
    try (YAMLParser parser = FACTORY.createParser(text)) {
      YamlText reading = new YamlText(parser, source);
      JsonToken first = parser.nextToken();
      if (first == null) {
        return Given.nothingSet(source);
      }
      Given whole = reading.node(first);
      if (parser.nextToken() != null) {
        throw new NotYaml(reading.where() + ": a second document begins; only one is expected");
      }
      return whole;
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
      throw new NotYaml(new Given.Where(source, line) + ": not YAML: " + firstLine(e));
    } catch (IOException e) {
      throw new NotYaml(source + ": " + e.getMessage());
    }
  }

  private Given node(JsonToken token) throws IOException {
    Given.Where where = where();
    return switch (token) {
      case START_OBJECT -> mapping(where);
      case START_ARRAY -> sequence(where);
      case VALUE_NULL -> new Given.Nothing(where);
      default -> new Given.Scalar(parser.getText(), where);
    };
  }

  private Given mapping(Given.Where where) throws IOException {
    LinkedHashMap<String, Given> entries = new LinkedHashMap<>();
    for (JsonToken token = parser.nextToken();
        token == JsonToken.FIELD_NAME;
        token = parser.nextToken()) {
      String key = parser.currentName();
      Given.Where keyAt = where();
      Given value = node(parser.nextToken());
      entries.put(key, value instanceof Given.Nothing ? new Given.Nothing(keyAt) : value);
    }
    return new Given.Mapping(entries, where);
  }

  private Given sequence(Given.Where where) throws IOException {
    List<Given> items = new ArrayList<>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      items.add(node(token));
    }
    return new Given.Sequence(items, where);
  }

  private Given.Where where() {
    return new Given.Where(source, parser.currentTokenLocation().getLineNr());
  }

  // The first line says what is wrong. The following ones quote the file, and may quote a secret.
  private static String firstLine(JsonProcessingException e) {
    String message = e.getOriginalMessage();
    return message == null
        ? "unreadable"
        : message.lines().findFirst().orElse("unreadable").strip();
  }

  /** The text is not YAML at all; the message says where. */
  static final class NotYaml extends Exception {
    private static final long serialVersionUID = 1L;

    NotYaml(String message) {
      super(message);
    }
  }
}
