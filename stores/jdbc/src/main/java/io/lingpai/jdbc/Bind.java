package io.lingpai.jdbc;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Fills the parameters of a statement from left to right. */
final class Bind {

  private final PreparedStatement statement;
  private int index;

  private Bind(PreparedStatement statement) {
    this.statement = statement;
  }

  static Bind to(PreparedStatement statement) {
    return new Bind(statement);
  }

  Bind text(@Nullable String value) throws SQLException {
    statement.setString(++index, value == null ? null : storable(value));
    return this;
  }

  Bind number(@Nullable Long value) throws SQLException {
    if (value == null) {
      statement.setNull(++index, Types.BIGINT);
    } else {
      statement.setLong(++index, value);
    }
    return this;
  }

  Bind number(long value) throws SQLException {
    statement.setLong(++index, value);
    return this;
  }

  Bind flag(@Nullable Boolean value) throws SQLException {
    if (value == null) {
      statement.setNull(++index, Types.SMALLINT);
    } else {
      statement.setShort(++index, (short) (value ? 1 : 0));
    }
    return this;
  }

  Bind small(int value) throws SQLException {
    statement.setShort(++index, (short) value);
    return this;
  }

  Bind time(@Nullable Instant value) throws SQLException {
    return number(value == null ? null : (Long) Micros.of(value));
  }

  Bind bytes(byte @Nullable [] value) throws SQLException {
    statement.setBytes(++index, value);
    return this;
  }

  /**
   * A vendor's words may hold what a database refuses: a zero character, or half of a pair where
   * they were cut. A write must not fail for it.
   */
  static String storable(String value) {
    StringBuilder clean = null;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean wholePair =
          Character.isHighSurrogate(c)
              && i + 1 < value.length()
              && Character.isLowSurrogate(value.charAt(i + 1));
      if (wholePair) {
        i++;
      } else if (c == 0 || Character.isSurrogate(c)) {
        clean = clean == null ? new StringBuilder(value) : clean;
        clean.setCharAt(i, '\uFFFD');
      }
    }
    return clean == null ? value : clean.toString();
  }
}
