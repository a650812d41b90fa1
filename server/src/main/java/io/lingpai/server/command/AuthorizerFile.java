package io.lingpai.server.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Accounts and their refresh tokens, as a team's own table has them: CSV with a line of headings,
 * separated by commas or, as database clients write it, by tabs; or JSON, as an array or an object
 * after the other. Columns bear WeChat's names, with {@code authorizer_} before them or without;
 * others are not looked at. What spreadsheets and database clients add is no account: a mark before
 * the first heading, empty lines, a word for nothing.
 */
final class AuthorizerFile {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  /** What MySQL's client and PostgreSQL's write where a column is empty. */
  private static final Set<String> NOTHING = Set.of("NULL", "null", "\\N");

  private final Terminal terminal;

  AuthorizerFile(Terminal terminal) {
    this.terminal = terminal;
  }

  /**
   * One account, as the body of its takeover; the row is told to people, from 1.
   *
   * @param wrong why it cannot be handed in; null if it can
   */
  record Row(int number, String appid, ObjectNode body, @Nullable String wrong) {}

  List<Row> read(String given) {
    String text =
        given.startsWith(BYTE_ORDER_MARK) ? given.substring(BYTE_ORDER_MARK.length()) : given;
    String start = text.stripLeading();
    if (start.isEmpty()) {
      return List.of();
    }
    try {
      return start.startsWith("[") || start.startsWith("{") ? json(text) : csv(start);
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
    String named = headings.toLowerCase(Locale.ROOT);
    if (!named.contains("appid")) {
      throw new Refused(terminal.say("no heading is authorizer_appid", "没有列名 authorizer_appid"));
    }
    ObjectReader reader =
        new CsvMapper()
            .readerFor(JsonNode.class)
            .with(CsvParser.Feature.SKIP_EMPTY_LINES)
            .with(CsvSchema.emptySchema().withHeader().withColumnSeparator(separator));
    List<Row> rows = new ArrayList<>();
    try (MappingIterator<JsonNode> values =
        reader.readValues(named + text.substring(headings.length()))) {
      for (int number = 1; values.hasNextValue(); number++) {
        JsonNode given = values.nextValue();
        if (given.valueStream().anyMatch(it -> !it.asText().isBlank())) {
          rows.add(row(number, given));
        }
      }
    }
    return rows;
  }

  private Row row(int number, JsonNode given) {
    String appid = text(given, "appid");
    String refresh = text(given, "refresh_token");
    String token = text(given, "access_token");
    ObjectNode body = Connection.object().put("appid", appid);
    long seconds = seconds(text(given, "expires_in"));
    if (seconds < 0) {
      return new Row(
          number,
          appid,
          body,
          terminal
              .say(
                  "row %d: expires_in is not the seconds that are left",
                  "第 %d 行：expires_in 应为剩余的秒数")
              .formatted(number));
    }
    boolean lives = !token.isEmpty() && seconds > 0;
    if (appid.isEmpty()) {
      return new Row(number, appid, body, without(number, "authorizer_appid"));
    }
    if (refresh.isEmpty() && !lives) {
      return new Row(number, appid, body, without(number, "authorizer_refresh_token"));
    }
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
    return new Row(number, appid, body, null);
  }

  /** Zero for none and for what is over, less for what is no number. */
  private static long seconds(String text) {
    try {
      return text.isEmpty() ? 0 : Math.max(0, (long) Double.parseDouble(text));
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private String without(int number, String column) {
    return terminal.say("row %d has no %s", "第 %d 行没有 %s").formatted(number, column);
  }

  private static String text(JsonNode given, String name) {
    String ours = given.path(name).asText("").strip();
    String text = ours.isEmpty() ? given.path("authorizer_" + name).asText("").strip() : ours;
    return NOTHING.contains(text) ? "" : text;
  }
}
