package io.lingpai.server.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** The server said no, and why. */
final class ProblemArrived extends Refused {
  private static final long serialVersionUID = 1L;

  ProblemArrived(JsonNode problem, URI server) {
    super(text(problem, server));
  }

  private static String text(JsonNode problem, URI server) {
    List<String> lines = new ArrayList<>();
    String detail = problem.path("detail").asText();
    lines.add(problem.path("title").asText() + (detail.isEmpty() ? "" : ": " + detail));
    add(lines, "field", problem.path("field").asText());
    String code = problem.path("vendor_code").asText();
    String message = problem.path("vendor_message").asText();
    add(lines, "vendor", (code + " " + message).strip());
    add(lines, "address", problem.path("ip").asText());
    add(lines, "what to do", problem.path("what_to_do").asText());
    add(lines, "more", problem.path("type").asText().replaceFirst("^/", server + "/"));
    add(lines, "request", problem.path("request_id").asText());
    return String.join("\n", lines);
  }

  private static void add(List<String> lines, String name, String value) {
    if (!value.isEmpty()) {
      lines.add("  " + name + ": " + value);
    }
  }
}
