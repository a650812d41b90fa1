package io.lingpai.server.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintStream;
import picocli.CommandLine.Option;

/** {@code --output}, on everything that lists or shows. */
final class OutputOption {

  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  @Option(
      names = "--output",
      paramLabel = "FORM",
      defaultValue = "table",
      description = "json or table (default: table)")
  private Form form = Form.TABLE;

  boolean json() {
    return form == Form.JSON;
  }

  static void printJson(PrintStream out, JsonNode node) {
    try {
      out.println(MAPPER.writeValueAsString(node));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what was read as JSON can be written as JSON", e);
    }
  }
}
