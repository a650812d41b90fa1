package io.lingpai.jdbc;

import io.lingpai.secret.Secret;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Which store to open.
 *
 * @param url {@code embedded} for SQLite in the data folder, or {@code jdbc:postgresql://…}
 * @param user the database's user; {@code null} for none
 * @param password the database's password; {@code null} for none
 * @param data the folder of the embedded store; made if it does not exist
 */
public record StoreSettings(
    String url, @Nullable String user, @Nullable Secret password, Path data) {

  public static final String EMBEDDED = "embedded";

  private static final String POSTGRESQL = "jdbc:postgresql:";

  public StoreSettings {
    if (!url.equals(EMBEDDED) && !url.startsWith(POSTGRESQL)) {
      // The address may carry a password, so no more than its beginning is shown.
      throw new IllegalArgumentException(
          "store.url: "
              + scheme(url)
              + " (expected: "
              + EMBEDDED
              + " or "
              + POSTGRESQL
              + "//host:port/database)");
    }
  }

  /** SQLite in a folder. */
  public static StoreSettings embedded(Path data) {
    return new StoreSettings(EMBEDDED, null, null, data);
  }

  boolean isEmbedded() {
    return url.equals(EMBEDDED);
  }

  private static String scheme(String url) {
    int end = url.indexOf("//");
    return end < 0 ? url : url.substring(0, end) + "…";
  }

  @Override
  public String toString() {
    return "StoreSettings[" + (isEmbedded() ? data.toString() : scheme(url)) + "]";
  }
}
