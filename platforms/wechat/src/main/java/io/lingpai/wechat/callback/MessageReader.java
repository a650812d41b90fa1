package io.lingpai.wechat.callback;

import com.ctc.wstx.api.WstxInputProperties;
import com.ctc.wstx.stax.WstxInputFactory;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.lingpai.callback.Letter.Format;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads XML and JSON into one shape. Whoever knows our address can send something here, so: UTF-8
 * whatever the document says of itself, no DOCTYPE and hence no entity but the five, nothing named
 * twice where one is meant, and depth and number of everything bounded. Time is linear in size.
 */
final class MessageReader {

  private static final int DEPTH = 16;
  private static final int ELEMENTS = 4_000;
  private static final int ATTRIBUTES = 8;

  private static final XMLInputFactory XML = xml();
  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(DEPTH).build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private MessageReader() {}

  /** It is neither, or more than we put up with. */
  static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;

    Unreadable(String why) {
      // No stack trace: whoever knows our address can provoke thousands.
      super(why, null, false, false);
    }
  }

  static String text(byte[] bytes) throws Unreadable {
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (text.indexOf('\uFFFD') < 0) {
      return text;
    }
    // It stands for what cannot be decoded, or for itself.
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new Unreadable("not UTF-8");
    }
  }

  static Format format(String text) throws Unreadable {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '<') {
        return Format.XML;
      }
      if (c == '{') {
        return Format.JSON;
      }
      if (c != ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\uFEFF') {
        break;
      }
    }
    throw new Unreadable("neither XML nor a JSON object");
  }

  static ObjectNode read(Format format, String text) throws Unreadable {
    return switch (format) {
      case XML -> readXml(text);
      case JSON -> readJson(text);
    };
  }

  private static ObjectNode readJson(String text) throws Unreadable {
    try {
      if (JSON.readTree(text.startsWith("\uFEFF") ? text.substring(1) : text)
          instanceof ObjectNode object) {
        return object;
      }
    } catch (JsonProcessingException e) {
      // Its message quotes what was sent.
    }
    throw new Unreadable("not a JSON object");
  }

  private static ObjectNode readXml(String text) throws Unreadable {
    ObjectNode flat = FlatXml.read(text);
    return flat == null ? parsed(text) : flat;
  }

  static ObjectNode parsed(String text) throws Unreadable {
    try {
      XMLStreamReader reader = XML.createXMLStreamReader(new StringReader(text));
      ObjectNode root = JsonNodeFactory.instance.objectNode();
      boolean found = false;
      while (reader.hasNext()) {
        switch (reader.next()) {
          case XMLStreamConstants.START_ELEMENT -> {
            if (element(reader) instanceof ObjectNode object) {
              root = object;
            }
            found = true;
          }
          case XMLStreamConstants.DTD -> throw new Unreadable("a DOCTYPE");
          default -> {}
        }
      }
      if (!found) {
        throw new Unreadable("no element");
      }
      return root;
    } catch (XMLStreamException | RuntimeException e) {
      throw new Unreadable("not well-formed XML, or too deep, or too much of it");
    }
  }

  /** An element without children is its text; one with children is an object of them. */
  private static JsonNode element(XMLStreamReader reader) throws XMLStreamException {
    StringBuilder text = new StringBuilder();
    ObjectNode children = null;
    while (true) {
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          children = children == null ? JsonNodeFactory.instance.objectNode() : children;
          String name = reader.getLocalName();
          put(children, name, element(reader));
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
            text.append(reader.getText());
        case XMLStreamConstants.ENTITY_REFERENCE ->
            throw new XMLStreamException("an entity that is none of the five");
        case XMLStreamConstants.END_ELEMENT -> {
          return children == null ? TextNode.valueOf(text.toString()) : children;
        }
        default -> {}
      }
    }
  }

  static void put(ObjectNode object, String name, JsonNode value) {
    JsonNode before = object.get(name);
    if (before == null) {
      object.set(name, value);
    } else if (before instanceof ArrayNode several) {
      several.add(value);
    } else {
      object.set(name, JsonNodeFactory.instance.arrayNode().add(before).add(value));
    }
  }

  private static XMLInputFactory xml() {
    WstxInputFactory factory = new WstxInputFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    factory.setProperty(WstxInputProperties.P_MAX_ELEMENT_DEPTH, DEPTH);
    factory.setProperty(WstxInputProperties.P_MAX_ELEMENT_COUNT, (long) ELEMENTS);
    factory.setProperty(WstxInputProperties.P_MAX_ATTRIBUTES_PER_ELEMENT, ATTRIBUTES);
    factory.setProperty(WstxInputProperties.P_MAX_CHILDREN_PER_ELEMENT, ELEMENTS);
    return factory;
  }
}
