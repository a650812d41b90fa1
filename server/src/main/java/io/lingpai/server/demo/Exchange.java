package io.lingpai.server.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

/**
 * One call of the backend to Lingpai, as it went.
 *
 * @param answered the body, or a problem
 */
record Exchange(String path, JsonNode sent, int status, JsonNode answered) {

  private static final int SHOWN_OF_A_SESSION = 9;

  boolean good() {
    return status < 300;
  }

  /** For the page to show, which has no business with whole sessions. */
  ObjectNode shown() {
    ObjectNode shown = Json.object().put("call", "POST " + path).put("status", status);
    shown.set("sent", shortened(sent));
    shown.set("answered", shortened(answered));
    return shown;
  }

  private static JsonNode shortened(JsonNode body) {
    JsonNode copy = body.deepCopy();
    if (copy instanceof ObjectNode object && object.path("session").isTextual()) {
      String session = object.path("session").asText();
      String start = session.substring(0, Math.min(SHOWN_OF_A_SESSION, session.length()));
      object.set("session", TextNode.valueOf(start + "…"));
    }
    return copy;
  }
}
