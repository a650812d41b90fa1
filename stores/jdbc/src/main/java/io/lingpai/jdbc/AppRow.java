package io.lingpai.jdbc;

import io.lingpai.app.App;
import io.lingpai.secret.Vault;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An app as it lies in its table, the secrets still sealed.
 *
 * @param bare everything but the secrets; {@code null} if the app is removed
 */
record AppRow(String name, @Nullable App bare, byte @Nullable [] secrets, long change) {

  static final String SELECT =
      "SELECT name, platform, vendor_id, settings, secrets_sealed, keep, sign_domains, component,"
          + " state, reason, declared, revision, change_number, removed FROM app WHERE ";

  /** For UPDATE app SET. */
  static final String ASSIGNED =
      "platform = ?, vendor_id = ?, settings = ?, secrets_sealed = ?, keep = ?, sign_domains = ?,"
          + " component = ?, state = ?, reason = ?, declared = ?, revision = ?, change_number = ?,"
          + " removed = 0";

  /** For INSERT INTO app. */
  static final String INSERTED =
      "(platform, vendor_id, settings, secrets_sealed, keep, sign_domains, component, state,"
          + " reason, declared, revision, change_number, name)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

  static byte[] sealSecrets(Vault vault, App app) {
    return vault.sealAll(app.name(), place(app.name()), app.secrets());
  }

  /** The app with its secrets. */
  App open(Vault vault) {
    if (bare == null || secrets == null) {
      throw new IllegalStateException(name + " is removed");
    }
    return bare.withSecrets(vault.openAll(place(name), secrets));
  }

  /** Binds every column of {@link #ASSIGNED} and then the name. */
  static void bind(Bind bind, App app, byte[] secrets, long revision, long change)
      throws SQLException {
    bind.text(app.platform())
        .text(app.vendorId())
        .text(Json.of(app.settings()))
        .bytes(secrets)
        .text(app.keep() == null ? null : Json.of(app.keep()))
        .text(Json.of(app.signDomains()))
        .text(app.component())
        .text(app.state().name())
        .text(app.reason())
        .flag(app.declared())
        .number(revision)
        .number(change)
        .text(app.name());
  }

  static AppRow read(ResultSet rows) throws SQLException {
    Row row = new Row(rows);
    String name = row.text("name");
    long change = row.number("change_number");
    if (row.flag("removed")) {
      return new AppRow(name, null, null, change);
    }
    String keep = row.textOrNull("keep");
    App bare =
        new App(
            name,
            row.text("platform"),
            row.text("vendor_id"),
            Json.map(row.text("settings")),
            Map.of(),
            keep == null ? null : Json.list(keep),
            Json.list(row.text("sign_domains")),
            row.textOrNull("component"),
            App.State.valueOf(row.text("state")),
            row.textOrNull("reason"),
            row.flag("declared"),
            row.number("revision"));
    return new AppRow(name, bare, row.bytes("secrets_sealed"), change);
  }

  private static String place(String name) {
    return "app|" + name + "|secrets";
  }
}
