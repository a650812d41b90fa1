package io.lingpai.jdbc;

import io.lingpai.credential.CredentialKey;
import io.lingpai.store.CredentialStore.Holders;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Takes leases. A claim changes nothing that the change feed shows, so it needs no number of it,
 * and claims of different nodes do not wait for one another.
 */
final class CredentialClaims {

  private static final String FREE = "(lease_until IS NULL OR lease_until <= ?)";

  /** A claim whose credential is still sealed. */
  record SealedClaim(
      CredentialRow row, long fence, String holder, Instant claimedAt, Instant leaseUntil) {}

  private final Database database;
  private final Holders holders;
  private final Duration leaseFor;

  CredentialClaims(Database database, Holders holders, Duration leaseFor) {
    this.database = database;
    this.holders = holders;
    this.leaseFor = leaseFor;
  }

  List<SealedClaim> claimDue(Connection connection, int atMost) throws SQLException {
    Instant now = database.now(connection);
    String sql =
        "SELECT "
            + CredentialColumns.SELECTED
            + ", fence FROM credential WHERE due_at <= ? AND "
            + FREE
            + " ORDER BY due_at, app, kind LIMIT ?"
            + database.dialect().lockFreeRows();
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      Bind.to(select).time(now).time(now).number(atMost);
      return lease(connection, select, now);
    }
  }

  Optional<SealedClaim> claim(Connection connection, CredentialKey key) throws SQLException {
    Instant now = database.now(connection);
    String sql =
        "SELECT "
            + CredentialColumns.SELECTED
            + ", fence FROM credential WHERE app = ? AND kind = ? AND removed = 0 AND "
            + FREE
            + database.dialect().lockRow();
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      Bind.to(select).text(key.app()).text(key.kind()).time(now);
      return lease(connection, select, now).stream().findFirst();
    }
  }

  private List<SealedClaim> lease(Connection connection, PreparedStatement select, Instant now)
      throws SQLException {
    Instant until = Micros.cut(now.plus(leaseFor));
    List<SealedClaim> claims = new ArrayList<>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        long fence = rows.getLong("fence") + 1;
        CredentialRow row = CredentialColumns.read(rows);
        claims.add(new SealedClaim(row, fence, holders.next(), now, until));
      }
    }
    if (claims.isEmpty()) {
      return claims;
    }
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE credential SET fence = ?, holder = ?, lease_until = ?, woken = 'NO'"
                + " WHERE app = ? AND kind = ?")) {
      for (SealedClaim claim : claims) {
        CredentialKey key = claim.row().bare().key();
        Bind.to(update)
            .number(claim.fence())
            .text(claim.holder())
            .time(until)
            .text(key.app())
            .text(key.kind());
        update.addBatch();
      }
      update.executeBatch();
    }
    return claims;
  }
}
