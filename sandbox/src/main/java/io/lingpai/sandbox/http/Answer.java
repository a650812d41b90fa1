package io.lingpai.sandbox.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;

/**
 * What goes back.
 *
 * @param code the vendor's own error number, 0 for success: for the log and the counters
 */
public record Answer(
    int status, String contentType, String body, int code, Map<String, String> headers) {
  public Answer {
    headers = Map.copyOf(headers);
  }

  public static Answer json(int status, JsonNode body) {
    return new Answer(status, "application/json; charset=utf-8", Json.write(body), 0, Map.of());
  }

  public static Answer html(int status, String body) {
    return new Answer(status, "text/html; charset=utf-8", body, 0, Map.of());
  }

  /** To another page, which is read with GET whatever this request was. */
  public static Answer seeOther(String location) {
    return new Answer(303, "text/plain; charset=utf-8", "", 0, Map.of("Location", location));
  }

  public static Answer found(String location) {
    return new Answer(302, "text/plain; charset=utf-8", "", 0, Map.of("Location", location));
  }

  /** The same, counted as the vendor's error. */
  public Answer counted(int as) {
    return new Answer(status, contentType, body, as, headers);
  }

  public Answer with(String header, String value) {
    Map<String, String> more = new HashMap<>(headers);
    more.put(header, value);
    return new Answer(status, contentType, body, code, more);
  }
}
