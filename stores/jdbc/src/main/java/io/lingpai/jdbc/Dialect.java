package io.lingpai.jdbc;

/** The few words in which the databases differ. */
enum Dialect {
  /** There is one writer, so a row read in its transaction is as good as locked. */
  SQLITE("sqlite", "", "", "rowid"),
  POSTGRESQL("postgresql", " FOR UPDATE", " FOR UPDATE SKIP LOCKED", "ctid");

  private final String folder;
  private final String lockRow;
  private final String lockFreeRows;
  private final String rowLocation;

  Dialect(String folder, String lockRow, String lockFreeRows, String rowLocation) {
    this.folder = folder;
    this.lockRow = lockRow;
    this.lockFreeRows = lockFreeRows;
    this.rowLocation = rowLocation;
  }

  /** Where its migrations lie. */
  String migrations() {
    return "io/lingpai/jdbc/migrations/" + folder;
  }

  /** Ends an INSERT that does nothing where the row is there already. */
  String unlessThere() {
    return " ON CONFLICT DO NOTHING";
  }

  /** Ends a SELECT whose rows stay as they are until the transaction ends. */
  String lockRow() {
    return lockRow;
  }

  /** The same, leaving out rows that others have locked. */
  String lockFreeRows() {
    return lockFreeRows;
  }

  /** The column every row has that tells it from all others for as long as it stays where it is. */
  String rowLocation() {
    return rowLocation;
  }
}
