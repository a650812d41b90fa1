package io.lingpai.server.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lingpai.server.http.Json;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the vendor tells of an earlier request, cleaned: the address it was sent to holds the real
 * token, and request or answer may hold secrets, if it was one of ours.
 */
final class Incidents {

  private static final String MASK = "***";
  private static final String SECRET_NAME =
      "[A-Za-z_]*(?:token|secret|ticket|session_key|code|encrypted_key)";

  private static final Pattern IS_SECRET = Pattern.compile(SECRET_NAME, Pattern.CASE_INSENSITIVE);
  private static final Pattern IN_QUERY = Pattern.compile("(?<=^|[?&;])([^=?&;#\\s]+)=[^&;#\\s]*");
  private static final Pattern ESCAPE = Pattern.compile("%([0-9A-Fa-f]{2})");

  // The bodies are texts in a text: their quotes may be escaped, more than once.
  private static final Pattern IN_JSON =
      Pattern.compile(
          "(\\\\*\"" + SECRET_NAME + "\\\\*\"\\s*:\\s*\\\\*\")(?:[^\"\\\\]|\\\\[^\"])*",
          Pattern.CASE_INSENSITIVE);

  private static final List<String> TEXTS = List.of("request_url", "request_body", "response_body");

  private Incidents() {}

  static byte[] cleaned(byte[] answer) {
    ObjectNode fields = Json.object(answer);
    if (fields.get("request") instanceof ObjectNode request) {
      for (String name : TEXTS) {
        JsonNode text = request.get(name);
        if (text != null && !text.isNull()) {
          request.put(name, clean(text.isTextual() ? text.asText() : text.toString()));
        }
      }
    }
    return Json.bytes(fields);
  }

  private static String clean(String text) {
    String query = IN_QUERY.matcher(text).replaceAll(Incidents::pair);
    return IN_JSON.matcher(query).replaceAll("$1" + MASK);
  }

  // A name may have been sent encoded, and then it stands so in the vendor's record.
  private static String pair(MatchResult pair) {
    String name =
        ESCAPE
            .matcher(pair.group(1))
            .replaceAll(
                escape ->
                    Matcher.quoteReplacement(
                        Character.toString(Integer.parseInt(escape.group(1), 16))));
    boolean secret = IS_SECRET.matcher(name).matches();
    return Matcher.quoteReplacement(secret ? pair.group(1) + "=" + MASK : pair.group());
  }
}
