package io.lingpai.jdbc;

import io.lingpai.outbox.NewJob;
import io.lingpai.secret.Vault;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Adds jobs, alone or in the transaction of a message. */
final class JobWrites {

  private static final String INSERT =
      "INSERT INTO outbox_job (id, kind, lane, app, group_key, order_key, message, about,"
          + " payload_sealed, remembered, state, attempts, created_at, due_at, holder, lease_until)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'WAITING', ?, ?, ?, ?, ?)"
          + " ON CONFLICT DO NOTHING";

  private final Database database;
  private final Vault vault;

  JobWrites(Database database, Vault vault) {
    this.database = database;
    this.vault = vault;
  }

  EffectWrites.Write prepare(NewJob job) {
    byte[] sealed =
        job.payload().isEmpty()
            ? null
            : vault.sealAll(job.app(), JobRow.place(job.id()), job.payload());
    return (connection, claimed) -> insert(connection, job, sealed, claimed);
  }

  private void insert(
      Connection connection, NewJob job, byte @Nullable [] sealed, Set<String> claimed)
      throws SQLException {
    Instant now = database.now(connection);
    NewJob.Lease claim = job.claim();
    boolean begun = claim != null && !waitsForAnother(connection, job.order());
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      Bind bind =
          Bind.to(insert)
              .text(job.id())
              .text(job.kind())
              .small(job.lane().number())
              .text(job.app())
              .text(job.group())
              .text(job.order())
              .text(job.message())
              .text(Json.of(job.about()))
              .bytes(sealed)
              .flag(job.remembered())
              .number(begun ? 1 : 0)
              .time(now)
              .time(now.plus(job.notBefore()));
      if (begun && claim != null) {
        bind.text(claim.holder()).time(now.plus(claim.atMost()));
      } else {
        bind.text(null).time(null);
      }
      if (insert.executeUpdate() == 1 && begun) {
        claimed.add(job.id());
      }
    }
  }

  private static boolean waitsForAnother(Connection connection, @Nullable String order)
      throws SQLException {
    if (order == null) {
      return false;
    }
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT 1 FROM outbox_job WHERE order_key = ? AND state = 'WAITING' LIMIT 1")) {
      Bind.to(select).text(order);
      try (ResultSet rows = select.executeQuery()) {
        return rows.next();
      }
    }
  }
}
