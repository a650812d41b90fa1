package io.lingpai.server.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Accounts and their refresh tokens, as a team's own table has them: CSV with a line of headings,
 * separated by commas or, as database clients write it, by tabs; or JSON, as an array or an object
 * after the other. Columns bear WeChat's names, with {@code authorizer_} before them or without;
 * others are not looked at.
 */
final class AuthorizerFile {

  private static final JsonMapper JSON = new JsonMapper();

  private final Terminal terminal;

  AuthorizerFile(Terminal terminal) {
    this.terminal = terminal;
  }

  /** One account, as the body of its takeover; the row is told to people, from 1. */
  record Row(int number, String appid, ObjectNode body) {}

  List<Row> read(String text) {
    String start = text.stripLeading();
    if (start.isEmpty()) {
      return List.of();
    }
    try {
      return start.startsWith("[") || start.startsWith("{") ? json(text) : csv(text);
    } catch (JsonProcessingException e) {
      // Its message quotes the text, which is full of secrets.
      throw new Refused(
          terminal
              .say("line %d cannot be read as CSV or JSON", "第 %d 行无法按 CSV 或 JSON 读取")
              .formatted(e.getLocation() == null ? 1 : e.getLocation().getLineNr()));
    } catch (IOException e) {
      throw new IllegalStateException("a text cannot fail to be read", e);
    }
  }

  private List<Row> json(String text) throws IOException {
    List<Row> rows = new ArrayList<>();
    try (MappingIterator<JsonNode> values = JSON.readerFor(JsonNode.class).readValues(text)) {
      while (values.hasNextValue()) {
        rows.add(row(rows.size() + 1, values.nextValue()));
      }
    }
    return rows;
  }

  private List<Row> csv(String text) throws IOException {
    String headings = text.lines().findFirst().orElse("");
    char separator = headings.indexOf('\t') >= 0 ? '\t' : ',';
    ObjectReader reader =
        new CsvMapper()
            .readerFor(JsonNode.class)
            .with(CsvSchema.emptySchema().withHeader().withColumnSeparator(separator));
    List<Row> rows = new ArrayList<>();
    try (MappingIterator<JsonNode> values = reader.readValues(text)) {
      while (values.hasNextValue()) {
        rows.add(row(rows.size() + 1, values.nextValue()));
      }
    }
    return rows;
  }

  private Row row(int number, JsonNode given) {
    String appid = text(given, "appid");
    String refresh = text(given, "refresh_token");
    String token = text(given, "access_token");
    long seconds = seconds(number, text(given, "expires_in"));
    boolean lives = !token.isEmpty() && seconds > 0;
    if (appid.isEmpty()) {
      throw without(number, "authorizer_appid");
    }
    if (refresh.isEmpty() && !lives) {
      throw without(number, "authorizer_refresh_token");
    }
    ObjectNode body = Connection.object().put("appid", appid);
    if (!refresh.isEmpty()) {
      body.put("refresh_token", refresh);
    }
    if (lives) {
      body.put("value", token).put("expires_in", seconds);
    }
    String platform = text(given, "platform");
    if (!platform.isEmpty()) {
      body.put("platform", platform);
    }
    return new Row(number, appid, body);
  }

  private long seconds(int number, String text) {
    try {
      return text.isEmpty() ? 0 : (long) Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new Refused(
          terminal
              .say(
                  "row %d: expires_in is not the seconds that are left",
                  "第 %d 行：expires_in 应为剩余的秒数")
              .formatted(number));
    }
  }

  private Refused without(int number, String column) {
    return new Refused(terminal.say("row %d has no %s", "第 %d 行没有 %s").formatted(number, column));
  }

  private static String text(JsonNode given, String name) {
    String ours = given.path(name).asText("").strip();
    return ours.isEmpty() ? given.path("authorizer_" + name).asText("").strip() : ours;
  }
}
