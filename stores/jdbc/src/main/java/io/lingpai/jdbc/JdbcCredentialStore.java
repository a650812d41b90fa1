package io.lingpai.jdbc;

import io.lingpai.credential.Credential;
import io.lingpai.credential.CredentialKey;
import io.lingpai.jdbc.CredentialClaims.SealedClaim;
import io.lingpai.problem.CorruptStore;
import io.lingpai.secret.Secret;
import io.lingpai.secret.Vault;
import io.lingpai.store.Claim;
import io.lingpai.store.CredentialStore;
import io.lingpai.store.Merge;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Credentials in a database. Values are sealed before a transaction begins and opened after it has
 * ended; between, only what lies in the table is handled.
 */
final class JdbcCredentialStore implements CredentialStore {

  private static final Logger LOG = LoggerFactory.getLogger(JdbcCredentialStore.class);

  // GroupCommit relies on this to keep its transactions below 500 rows.
  private static final int ROWS_AT_ONCE = 200;

  private final Database database;
  private final Vault vault;
  private final CredentialWrites writes;

  JdbcCredentialStore(Database database, Vault vault) {
    this.database = database;
    this.vault = vault;
    this.writes = new CredentialWrites(database);
  }

  @Override
  public Instant now() {
    return database.now();
  }

  @Override
  public boolean create(Credential credential) {
    CredentialRow row = CredentialRow.seal(vault, credential);
    return database.writeFirst(connection -> writes.create(connection, row));
  }

  @Override
  public Optional<Credential> find(CredentialKey key) {
    return database
        .read(connection -> CredentialReads.find(connection, key))
        .map(row -> row.open(vault));
  }

  @Override
  public List<Credential> ofApp(String app) {
    return database.read(connection -> CredentialReads.ofApp(connection, app)).stream()
        .map(row -> row.open(vault))
        .toList();
  }

  @Override
  public void removeApp(String app) {
    database.writeFirst(
        connection -> {
          writes.removeApp(connection, app);
          return app;
        });
  }

  @Override
  public List<Claim> claimDue(Holders holders, int atMost, Duration leaseFor) {
    CredentialClaims claims = new CredentialClaims(database, holders, leaseFor);
    int bounded = Math.min(atMost, ROWS_AT_ONCE);
    List<Claim> opened = new ArrayList<>();
    for (SealedClaim claim :
        database.writeFirst(connection -> claims.claimDue(connection, bounded))) {
      // One that does not open stays leased for a while, and must not keep the others back.
      openOrTell(claim.row()).ifPresent(credential -> opened.add(claimOf(claim, credential)));
    }
    return opened;
  }

  @Override
  public Optional<Claim> claim(CredentialKey key, Holders holders, Duration leaseFor) {
    CredentialClaims claims = new CredentialClaims(database, holders, leaseFor);
    return database
        .writeFirst(connection -> claims.claim(connection, key))
        .map(claim -> claimOf(claim, claim.row().open(vault)));
  }

  @Override
  public boolean write(Claim claim, Credential next, Lease after, Collection<CredentialKey> wake) {
    Merge.requireSameKey(claim, next);
    CredentialRow row = CredentialRow.seal(vault, next);
    return database.writeFirst(connection -> writes.write(connection, claim, row, after, wake));
  }

  @Override
  public void keepPush(CredentialKey key, Secret value, Instant sentAt, int atMost) {
    byte[] sealed = vault.seal(key.app(), Pushes.place(key), value);
    String mark = vault.fingerprints().of(value);
    database.writeFirst(
        connection -> {
          Pushes.keep(connection, key, mark, sealed, sentAt, atMost);
          return key;
        });
  }

  @Override
  public List<Push> pushes(CredentialKey key) {
    return database.read(connection -> Pushes.list(connection, key)).stream()
        .map(push -> new Push(vault.open(Pushes.place(key), push.sealed()), push.sentAt()))
        .toList();
  }

  @Override
  public void wake(Collection<CredentialKey> keys) {
    List<CredentialKey> all = List.copyOf(new TreeSet<>(keys));
    for (int from = 0; from < all.size(); from += ROWS_AT_ONCE) {
      List<CredentialKey> some = all.subList(from, Math.min(from + ROWS_AT_ONCE, all.size()));
      database.writeFirst(
          connection -> {
            writes.wake(connection, some);
            return some;
          });
    }
  }

  @Override
  public void wanted(CredentialKey key, Instant until) {
    database.write(
        connection -> {
          writes.wanted(connection, key, until);
          return key;
        });
  }

  @Override
  public Changes changesAfter(long position, int atMost) {
    // The clock is read first: a change of that moment or later may be missing, none before.
    Instant readAt = database.now();
    List<Credential> changed = new ArrayList<>();
    List<CredentialKey> removed = new ArrayList<>();
    long reached = position;
    for (CredentialRow row :
        database.read(connection -> CredentialReads.changedAfter(connection, position, atMost))) {
      if (row.removed()) {
        removed.add(row.bare().key());
      } else {
        openOrTell(row).ifPresent(changed::add);
      }
      reached = row.change();
    }
    return new Changes(changed, removed, reached, readAt);
  }

  private static Claim claimOf(SealedClaim claim, Credential credential) {
    return new Claim(
        credential, claim.fence(), claim.holder(), claim.claimedAt(), claim.leaseUntil());
  }

  private Optional<Credential> openOrTell(CredentialRow row) {
    try {
      return Optional.of(row.open(vault));
    } catch (CorruptStore e) {
      LOG.error("unreadable credential={} reason=\"{}\"", row.bare().key(), e.getMessage());
      return Optional.empty();
    }
  }
}
