package io.lingpai.sandbox.callback;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lingpai.sandbox.http.Json;
import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Flat messages as XML and as JSON: texts and whole numbers by name, in order. */
public final class Written {
  private Written() {}

  public static String as(Callback.Format format, Map<String, Object> fields) {
    return format == Callback.Format.XML ? xml(fields) : json(fields);
  }

  public static String xml(Map<String, Object> fields) {
    StringBuilder xml = new StringBuilder("<xml>");
    fields.forEach(
        (name, value) -> {
          String text = String.valueOf(value);
          xml.append('<').append(name).append('>');
          xml.append(value instanceof Number ? text : cdata(text));
          xml.append("</").append(name).append('>');
        });
    return xml.append("</xml>").toString();
  }

  private static String cdata(String text) {
    return "<![CDATA[" + text.replace("]]>", "]]]]><![CDATA[>") + "]]>";
  }

  public static String json(Map<String, Object> fields) {
    ObjectNode json = Json.object();
    fields.forEach(
        (name, value) -> {
          if (value instanceof Number number) {
            json.put(name, number.longValue());
          } else {
            json.put(name, String.valueOf(value));
          }
        });
    return Json.write(json);
  }

  /**
   * The texts right under the root; deeper ones are put together under their parent's name.
   *
   * @throws IllegalArgumentException when the text is neither XML nor a JSON object
   */
  public static Map<String, String> read(String text) {
    Map<String, String> fields = new LinkedHashMap<>();
    if (text.stripLeading().startsWith("{")) {
      Json.parseObject(text)
          .orElseThrow(() -> new IllegalArgumentException("not a JSON object"))
          .properties()
          .forEach(
              field ->
                  fields.put(
                      field.getKey(),
                      field.getValue().isValueNode()
                          ? field.getValue().asText()
                          : Json.write(field.getValue())));
      return fields;
    }
    try {
      readXml(text, fields);
    } catch (XMLStreamException malformed) {
      throw new IllegalArgumentException("not XML", malformed);
    }
    return fields;
  }

  private static void readXml(String text, Map<String, String> fields) throws XMLStreamException {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(text.strip()));
    int depth = 0;
    String name = "";
    StringBuilder value = new StringBuilder();
    while (reader.hasNext()) {
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          if (++depth == 2) {
            name = reader.getLocalName();
            value.setLength(0);
          }
        }
        case XMLStreamConstants.END_ELEMENT -> {
          if (depth-- == 2) {
            fields.put(name, value.toString());
          }
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
          if (depth >= 2) {
            value.append(reader.getText());
          }
        }
        default -> {}
      }
    }
  }
}
