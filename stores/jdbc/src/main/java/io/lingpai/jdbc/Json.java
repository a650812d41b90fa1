package io.lingpai.jdbc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Lists and maps of texts in one column, readable with any database client. */
final class Json {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  static String of(List<String> texts) throws SQLException {
    return write(texts);
  }

  static String of(Map<String, String> texts) throws SQLException {
    return write(new TreeMap<>(texts));
  }

  static List<String> list(String json) throws SQLException {
    return read(json, new TypeReference<>() {});
  }

  static Map<String, String> map(String json) throws SQLException {
    return read(json, new TypeReference<>() {});
  }

  private static String write(Object value) throws SQLException {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new SQLException("not to be written as JSON", e);
    }
  }

  private static <T> T read(String json, TypeReference<T> type) throws SQLException {
    try {
      return MAPPER.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new SQLException("a column does not hold the JSON that was written", e);
    }
  }
}
