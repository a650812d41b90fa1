package io.lingpai.jdbc;

import io.lingpai.app.App;
import io.lingpai.app.AppStore;
import io.lingpai.problem.CorruptStore;
import io.lingpai.secret.Vault;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Apps in a database. A removed app leaves its name and its place in the change feed, so that other
 * nodes learn of it.
 */
final class JdbcAppStore implements AppStore {

  private static final Logger LOG = LoggerFactory.getLogger(JdbcAppStore.class);

  private final Database database;
  private final Vault vault;
  private final CredentialWrites credentials;
  private final Remains remains;

  JdbcAppStore(Database database, Vault vault) {
    this.database = database;
    this.vault = vault;
    this.credentials = new CredentialWrites(database);
    this.remains = new Remains(database);
  }

  @Override
  public boolean add(App app) {
    byte[] secrets = AppRow.sealSecrets(vault, app);
    // Where a removal was cut short, its members and sessions must not become the new app's.
    if (wasRemoved(app.name())) {
      remains.erase();
    }
    return database.write(
        connection -> {
          ChangeCounter.hold(connection);
          Optional<AppRow> known = row(connection, "name = ?", app.name());
          if (known.isPresent() && known.get().bare() != null) {
            return false;
          }
          if (row(connection, "platform = ? AND vendor_id = ?", app.platform(), app.vendorId())
              .isPresent()) {
            return false;
          }
          String sql =
              known.isPresent()
                  ? "UPDATE app SET " + AppRow.ASSIGNED + " WHERE name = ?"
                  : "INSERT INTO app " + AppRow.INSERTED;
          store(connection, sql, app, secrets, app.revision());
          return true;
        });
  }

  private boolean wasRemoved(String name) {
    return database
        .read(connection -> row(connection, "name = ? AND removed = 1", name))
        .isPresent();
  }

  @Override
  public boolean replace(App app) {
    byte[] secrets = AppRow.sealSecrets(vault, app);
    return database.write(
        connection -> {
          String sql = "name = ? AND removed = 0" + database.dialect().lockRow();
          Optional<AppRow> known = row(connection, sql, app.name());
          App stored = known.map(AppRow::bare).orElse(null);
          if (stored == null || stored.revision() != app.revision()) {
            return false;
          }
          store(
              connection,
              "UPDATE app SET " + AppRow.ASSIGNED + " WHERE name = ?",
              app,
              secrets,
              app.revision() + 1);
          return true;
        });
  }

  @Override
  public boolean remove(String name) {
    return !removeAll(List.of(name)).isEmpty();
  }

  @Override
  public List<String> removeAll(Collection<String> names) {
    // Each in a transaction of its own: with two, a third could wait for us in a circle.
    List<String> removed =
        names.stream()
            .filter(name -> database.write(connection -> removeOne(connection, name)))
            .toList();
    remains.erase();
    return removed;
  }

  private boolean removeOne(Connection connection, String name) throws SQLException {
    String sql = "name = ? AND removed = 0" + database.dialect().lockRow();
    if (row(connection, sql, name).isEmpty()) {
      return false;
    }
    credentials.removeApp(connection, name);
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE app SET vendor_id = NULL, settings = NULL, secrets_sealed = NULL,"
                + " removed = 1, change_number = ? WHERE name = ?")) {
      Bind.to(update).number(ChangeCounter.take(connection, 1)).text(name);
      update.executeUpdate();
    }
    return true;
  }

  @Override
  public Optional<App> find(String name) {
    return database
        .read(connection -> row(connection, "name = ? AND removed = 0", name))
        .map(row -> row.open(vault));
  }

  @Override
  public List<App> list(String after, int limit) {
    return database
        .read(
            connection -> {
              try (PreparedStatement select =
                  connection.prepareStatement(
                      AppRow.SELECT + "name > ? AND removed = 0 ORDER BY name LIMIT ?")) {
                Bind.to(select).text(after).number(limit);
                return rows(select);
              }
            })
        .stream()
        .map(row -> row.open(vault))
        .toList();
  }

  @Override
  public AppChanges changesAfter(long position) {
    List<AppRow> rows =
        database.read(
            connection -> {
              try (PreparedStatement select =
                  connection.prepareStatement(
                      AppRow.SELECT + "change_number > ? ORDER BY change_number")) {
                Bind.to(select).number(position);
                return rows(select);
              }
            });
    List<App> changed = new ArrayList<>();
    List<String> removed = new ArrayList<>();
    long reached = position;
    for (AppRow row : rows) {
      if (row.bare() == null) {
        removed.add(row.name());
      } else {
        openOrTell(row).ifPresent(changed::add);
      }
      reached = row.change();
    }
    return new AppChanges(changed, removed, reached);
  }

  /** One app that does not open must not keep the others from being served. */
  private Optional<App> openOrTell(AppRow row) {
    try {
      return Optional.of(row.open(vault));
    } catch (CorruptStore e) {
      LOG.error("unreadable app={} reason=\"{}\"", row.name(), e.getMessage());
      return Optional.empty();
    }
  }

  private static void store(
      Connection connection, String sql, App app, byte[] secrets, long revision)
      throws SQLException {
    long change = ChangeCounter.take(connection, 1);
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      AppRow.bind(Bind.to(statement), app, secrets, revision, change);
      statement.executeUpdate();
    }
  }

  private static Optional<AppRow> row(Connection connection, String where, String... values)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(AppRow.SELECT + where)) {
      Bind bind = Bind.to(select);
      for (String value : values) {
        bind.text(value);
      }
      return rows(select).stream().findFirst();
    }
  }

  private static List<AppRow> rows(PreparedStatement select) throws SQLException {
    List<AppRow> found = new ArrayList<>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        found.add(AppRow.read(rows));
      }
    }
    return found;
  }
}
