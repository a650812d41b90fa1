package io.lingpai.jdbc;

import io.lingpai.authorization.Attempt;
import io.lingpai.authorization.AuthorizationStore;
import io.lingpai.authorization.Exchange;
import io.lingpai.authorization.Recovery;
import io.lingpai.secret.Vault;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Authorizations under way in a database. */
final class JdbcAuthorizationStore implements AuthorizationStore {

  private final Database database;
  private final Vault vault;
  private final Recoveries recoveries;

  JdbcAuthorizationStore(Database database, Vault vault) {
    this.database = database;
    this.vault = vault;
    this.recoveries = new Recoveries(database);
  }

  @Override
  public void begin(Attempt attempt) {
    byte[] sealed =
        vault.sealAll(attempt.platform(), place(attempt.stateHash()), attempt.content());
    database.write(
        connection -> {
          try (PreparedStatement insert =
              connection.prepareStatement(
                  "INSERT INTO authorization_attempt (state_hash, component, sealed, expires_at)"
                      + " VALUES (?, ?, ?, ?)")) {
            Bind.to(insert)
                .text(attempt.stateHash())
                .text(attempt.platform())
                .bytes(sealed)
                .time(attempt.expiresAt());
            return insert.executeUpdate();
          }
        });
  }

  @Override
  public Optional<Attempt> find(String stateHash) {
    return database
        .read(connection -> sealed(connection, stateHash))
        .map(
            found ->
                new Attempt(
                    stateHash,
                    found.platform(),
                    vault.openAll(place(stateHash), found.sealed()),
                    found.expiresAt()));
  }

  private record SealedAttempt(String platform, byte[] sealed, Instant expiresAt) {}

  private static Optional<SealedAttempt> sealed(Connection connection, String stateHash)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT component, sealed, expires_at FROM authorization_attempt"
                + " WHERE state_hash = ?")) {
      Bind.to(select).text(stateHash);
      try (ResultSet rows = select.executeQuery()) {
        Row row = new Row(rows);
        return rows.next()
            ? Optional.of(
                new SealedAttempt(
                    row.text("component"), row.bytes("sealed"), row.time("expires_at")))
            : Optional.empty();
      }
    }
  }

  @Override
  public boolean comeBack(String stateHash) {
    return database.write(
        connection -> {
          try (PreparedStatement update =
              connection.prepareStatement(
                  "UPDATE authorization_attempt SET returned_at = ?"
                      + " WHERE state_hash = ? AND returned_at IS NULL")) {
            Bind.to(update).time(database.now(connection)).text(stateHash);
            return update.executeUpdate() == 1;
          }
        });
  }

  @Override
  public Exchange claim(String codeHash, String platform, String holder, Duration leaseFor) {
    return database.write(
        connection -> {
          Instant now = database.now(connection);
          Instant until = now.plus(leaseFor);
          try (PreparedStatement insert =
              connection.prepareStatement(
                  "INSERT INTO authorization_exchange"
                      + " (code_hash, component, state, holder, lease_until, began_at)"
                      + " VALUES (?, ?, 'OPEN', ?, ?, ?) ON CONFLICT (code_hash) DO NOTHING")) {
            Bind.to(insert).text(codeHash).text(platform).text(holder).time(until).time(now);
            if (insert.executeUpdate() == 1) {
              return new Exchange.Ours(false);
            }
          }
          return standing(connection, codeHash, holder, now, until);
        });
  }

  private static Exchange standing(
      Connection connection, String codeHash, String holder, Instant now, Instant until)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE authorization_exchange SET holder = ?, lease_until = ? WHERE code_hash = ?"
                + " AND state = 'OPEN' AND lease_until <= ?")) {
      Bind.to(update).text(holder).time(until).text(codeHash).time(now);
      if (update.executeUpdate() == 1) {
        return new Exchange.Ours(true);
      }
    }
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT state, account, detail FROM authorization_exchange WHERE code_hash = ?")) {
      Bind.to(select).text(codeHash);
      try (ResultSet rows = select.executeQuery()) {
        Row row = new Row(rows);
        if (!rows.next()) {
          return new Exchange.Theirs();
        }
        return switch (row.text("state")) {
          case "DONE" -> new Exchange.Done(row.text("account"));
          case "FAILED" -> new Exchange.Failed(row.text("detail"));
          default -> new Exchange.Theirs();
        };
      }
    }
  }

  @Override
  public void settle(String codeHash, Exchange end) {
    switch (end) {
      case Exchange.Done(String account) -> ended(codeHash, "DONE", account, "");
      case Exchange.Failed(String why) -> ended(codeHash, "FAILED", "", why);
      case Exchange.Ours ours -> throw new IllegalArgumentException("not an end: " + ours);
      case Exchange.Theirs theirs -> throw new IllegalArgumentException("not an end: " + theirs);
    }
  }

  private void ended(String codeHash, String state, String account, String detail) {
    database.write(
        connection -> {
          try (PreparedStatement update =
              connection.prepareStatement(
                  "UPDATE authorization_exchange SET state = ?, account = ?, detail = ?"
                      + " WHERE code_hash = ? AND state <> 'DONE'")) {
            Bind.to(update).text(state).text(account).text(detail).text(codeHash);
            return update.executeUpdate();
          }
        });
  }

  @Override
  public void giveBack(String codeHash, String holder) {
    database.write(
        connection -> {
          try (PreparedStatement delete =
              connection.prepareStatement(
                  "DELETE FROM authorization_exchange"
                      + " WHERE code_hash = ? AND holder = ? AND state = 'OPEN'")) {
            Bind.to(delete).text(codeHash).text(holder);
            return delete.executeUpdate();
          }
        });
  }

  @Override
  public Recovery beginRecovery(
      String id, String platform, Duration silentFor, Duration notAgainFor, Instant now) {
    return recoveries.begin(id, platform, silentFor, notAgainFor, now);
  }

  @Override
  public void note(Recovery progress) {
    recoveries.note(progress);
  }

  @Override
  public Optional<Recovery> recovery(String platform, String id) {
    return recoveries.find(platform, id);
  }

  @Override
  public boolean hasRecovered(String platform) {
    return recoveries.anyDone(platform);
  }

  @Override
  public void forgetBefore(Instant end) {
    for (String sql :
        new String[] {
          "DELETE FROM authorization_attempt WHERE expires_at < ?",
          "DELETE FROM authorization_exchange WHERE began_at < ?",
          "DELETE FROM authorizer_recovery WHERE began_at < ?"
        }) {
      database.write(
          connection -> {
            try (PreparedStatement delete = connection.prepareStatement(sql)) {
              Bind.to(delete).time(end);
              return delete.executeUpdate();
            }
          });
    }
  }

  private static String place(String stateHash) {
    return "authorization|" + stateHash;
  }
}
