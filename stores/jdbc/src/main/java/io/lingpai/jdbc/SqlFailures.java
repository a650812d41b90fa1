package io.lingpai.jdbc;

import io.lingpai.problem.CorruptStore;
import io.lingpai.problem.StoreUnavailable;
import java.sql.SQLException;
import org.sqlite.SQLiteException;

/** What a database's failure means to whoever asked for something. */
final class SqlFailures {

  static final String REMEDY =
      "Stop Lingpai, keep a copy of the data folder, and restore lingpai.db from a backup; without"
          + " one, `sqlite3 lingpai.db .recover` saves what can be read";

  private SqlFailures() {}

  static RuntimeException tell(SQLException failure) {
    if (isCorruption(failure)) {
      return new CorruptStore("the embedded store is damaged: " + words(failure), REMEDY, failure);
    }
    return new StoreUnavailable("the store cannot be used now: " + words(failure), failure);
  }

  static boolean isCorruption(SQLException failure) {
    if (failure instanceof SQLiteException sqlite) {
      return switch (sqlite.getResultCode()) {
        case SQLITE_CORRUPT, SQLITE_CORRUPT_VTAB, SQLITE_NOTADB -> true;
        default -> false;
      };
    }
    return false;
  }

  /** The pool says only that it waited in vain; why, its cause says. */
  private static String words(SQLException failure) {
    String why = failure.getCause() instanceof SQLException cause ? " (" + line(cause) + ")" : "";
    return line(failure) + why;
  }

  private static String line(SQLException failure) {
    String message = failure.getMessage();
    return message == null
        ? failure.getClass().getSimpleName()
        : message.lines().findFirst().orElse("");
  }
}
