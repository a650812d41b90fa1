package io.lingpai.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The current row of a result, by column name. */
final class Row {

  private final ResultSet rows;

  Row(ResultSet rows) {
    this.rows = rows;
  }

  String text(String column) throws SQLException {
    String value = rows.getString(column);
    if (value == null) {
      throw new SQLException("no value in " + column);
    }
    return value;
  }

  @Nullable String textOrNull(String column) throws SQLException {
    return rows.getString(column);
  }

  long number(String column) throws SQLException {
    return rows.getLong(column);
  }

  int small(String column) throws SQLException {
    return rows.getInt(column);
  }

  boolean flag(String column) throws SQLException {
    return rows.getInt(column) != 0;
  }

  Instant time(String column) throws SQLException {
    return Micros.instant(rows.getLong(column));
  }

  @Nullable Instant timeOrNull(String column) throws SQLException {
    long value = rows.getLong(column);
    return rows.wasNull() ? null : Micros.instant(value);
  }

  byte[] bytes(String column) throws SQLException {
    byte[] value = rows.getBytes(column);
    if (value == null) {
      throw new SQLException("no value in " + column);
    }
    return value;
  }

  byte @Nullable [] bytesOrNull(String column) throws SQLException {
    return rows.getBytes(column);
  }
}
