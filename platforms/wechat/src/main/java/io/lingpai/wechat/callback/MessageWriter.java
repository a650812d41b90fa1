package io.lingpai.wechat.callback;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lingpai.callback.Letter.Format;
import java.util.Map;
import java.util.regex.Pattern;

/** Writes what {@link MessageReader} reads, and the envelopes around it. */
final class MessageWriter {

  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,18}");
  private static final ObjectMapper JSON = new ObjectMapper();

  private MessageWriter() {}

  /**
   * For services: as the vendor's own JSON form has it, times as numbers, but ids of messages as
   * texts, since many a reader would round a number of that length.
   */
  static String forServices(ObjectNode message) {
    ObjectNode shown = message.deepCopy();
    for (String name : new String[] {"MsgId", "MsgID"}) {
      JsonNode id = shown.get(name);
      if (id != null && id.isNumber()) {
        shown.put(name, id.asText());
      }
    }
    JsonNode time = shown.get("CreateTime");
    if (time != null && time.isTextual() && SECONDS.matcher(time.textValue()).matches()) {
      shown.put("CreateTime", Long.parseLong(time.textValue()));
    }
    return json(shown);
  }

  static String json(ObjectNode message) {
    try {
      return JSON.writeValueAsString(message);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what was read can be written", e);
    }
  }

  /** The message as {@code <xml>…</xml>}, texts in CDATA as WeChat does. */
  static String xml(ObjectNode message) {
    StringBuilder out = new StringBuilder("<xml>");
    children(out, message);
    return out.append("</xml>").toString();
  }

  private static void children(StringBuilder out, ObjectNode parent) {
    for (Map.Entry<String, JsonNode> child : parent.properties()) {
      if (!NAME.matcher(child.getKey()).matches()) {
        continue;
      }
      if (child.getValue().isArray()) {
        child.getValue().forEach(item -> element(out, child.getKey(), item));
      } else {
        element(out, child.getKey(), child.getValue());
      }
    }
  }

  private static void element(StringBuilder out, String name, JsonNode value) {
    out.append('<').append(name).append('>');
    if (value instanceof ObjectNode object) {
      children(out, object);
    } else if (value.isNumber()) {
      out.append(value.asText());
    } else {
      cdata(out, value.asText());
    }
    out.append("</").append(name).append('>');
  }

  private static void cdata(StringBuilder out, String text) {
    out.append("<![CDATA[").append(text.replace("]]>", "]]]]><![CDATA[>")).append("]]>");
  }

  /** What WeChat sends: who it is for, and the sealed message. */
  static String pushed(Format format, ObjectNode clear, String encrypted) {
    ObjectNode envelope = JsonNodeFactory.instance.objectNode();
    for (String name : new String[] {"ToUserName", "AppId"}) {
      if (clear.path(name).isTextual()) {
        envelope.put(name, clear.get(name).textValue());
        break;
      }
    }
    envelope.put("Encrypt", encrypted);
    return format == Format.XML ? xml(envelope) : json(envelope);
  }

  /** What WeChat sends in compatible mode: the clear message with the sealed one in it. */
  static String both(Format format, ObjectNode clear, String encrypted) {
    ObjectNode envelope = clear.deepCopy();
    envelope.put("Encrypt", encrypted);
    return format == Format.XML ? xml(envelope) : json(envelope);
  }

  /** What WeChat is answered. */
  static String answered(
      Format format, String encrypted, String signature, String timestamp, String nonce) {
    ObjectNode envelope = JsonNodeFactory.instance.objectNode();
    envelope.put("Encrypt", encrypted);
    envelope.put("MsgSignature", signature);
    envelope.put("TimeStamp", Long.parseLong(timestamp));
    envelope.put("Nonce", nonce);
    return format == Format.XML ? xml(envelope) : json(envelope);
  }
}
