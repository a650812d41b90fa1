package io.lingpai.store;

import io.lingpai.credential.Credential;
import io.lingpai.credential.CredentialKey;
import io.lingpai.credential.Trouble;
import io.lingpai.secret.Secret;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Credentials in memory: for the simulation and for tests. Nothing survives a restart.
 *
 * <pre>
 * rows     key      → credential, lease (fence, holder, end), wake mark, change
 * feed     change   → key           one entry a key, at its newest change; also keys that are gone
 * </pre>
 *
 * <p>The same calls give the same results in the same order, whatever the machine: iteration is by
 * key or by change, and the clock is given.
 */
public final class MemoryCredentialStore implements CredentialStore {

  private static final Comparator<Row> LONGEST_DUE_FIRST =
      Comparator.comparing(Row::due).thenComparing(row -> row.credential.key());

  private final InstantSource clock;
  private final Object lock = new Object();
  private final NavigableMap<CredentialKey, Row> rows = new TreeMap<>();
  private final NavigableMap<Long, CredentialKey> feed = new TreeMap<>();
  private final Map<CredentialKey, Long> removals = new TreeMap<>();
  private final Map<CredentialKey, List<Push>> pushes = new TreeMap<>();
  private long lastChange;

  public MemoryCredentialStore(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Instant now() {
    return clock.instant();
  }

  @Override
  public boolean create(Credential credential) {
    synchronized (lock) {
      CredentialKey key = credential.key();
      if (rows.containsKey(key)) {
        return false;
      }
      Long removal = removals.remove(key);
      if (removal != null) {
        feed.remove(removal);
      }
      Row row = new Row(credential);
      rows.put(key, row);
      changed(row);
      return true;
    }
  }

  @Override
  public Optional<Credential> find(CredentialKey key) {
    synchronized (lock) {
      return Optional.ofNullable(rows.get(key)).map(row -> row.credential);
    }
  }

  @Override
  public List<Credential> ofApp(String app) {
    synchronized (lock) {
      return rowsOf(app).stream().map(row -> row.credential).toList();
    }
  }

  @Override
  public void removeApp(String app) {
    synchronized (lock) {
      for (Row row : List.copyOf(rowsOf(app))) {
        CredentialKey key = row.credential.key();
        rows.remove(key);
        pushes.remove(key);
        feed.remove(row.change);
        feed.put(++lastChange, key);
        removals.put(key, lastChange);
      }
    }
  }

  @Override
  public List<Claim> claimDue(Holders holders, int atMost, Duration leaseFor) {
    synchronized (lock) {
      Instant now = clock.instant();
      return rows.values().stream()
          .filter(row -> row.credential.dueAt() != null && !row.due().isAfter(now))
          .filter(row -> !row.leasedAt(now))
          .sorted(LONGEST_DUE_FIRST)
          .limit(atMost)
          .map(row -> row.claim(holders.next(), now, leaseFor))
          .toList();
    }
  }

  @Override
  public Optional<Claim> claim(CredentialKey key, Holders holders, Duration leaseFor) {
    synchronized (lock) {
      Instant now = clock.instant();
      return Optional.ofNullable(rows.get(key))
          .filter(row -> !row.leasedAt(now))
          .map(row -> row.claim(holders.next(), now, leaseFor));
    }
  }

  @Override
  public boolean write(Claim claim, Credential next, Lease after, Collection<CredentialKey> wake) {
    Merge.requireSameKey(claim, next);
    synchronized (lock) {
      Instant now = clock.instant();
      Row row = rows.get(next.key());
      if (row == null || row.fence != claim.fence() || !claim.holder().equals(row.holder)) {
        return false;
      }
      row.credential =
          Merge.of(claim.credential(), next, row.credential.wantedUntil(), row.woken, after, now);
      if (after == Lease.RELEASE) {
        row.leaseUntil = null;
      }
      changed(row);
      wake.forEach(child -> parentRecovered(child, now));
      return true;
    }
  }

  @Override
  public void keepPush(CredentialKey key, Secret value, Instant sentAt, int atMost) {
    synchronized (lock) {
      List<Push> kept = new ArrayList<>(pushes.getOrDefault(key, List.of()));
      kept.removeIf(push -> push.value().equals(value));
      kept.add(new Push(value, sentAt));
      kept.sort(Comparator.comparing(Push::sentAt).reversed());
      pushes.put(key, List.copyOf(kept.subList(0, Math.min(atMost, kept.size()))));
    }
  }

  @Override
  public List<Push> pushes(CredentialKey key) {
    synchronized (lock) {
      return pushes.getOrDefault(key, List.of());
    }
  }

  @Override
  public void wake(Collection<CredentialKey> keys) {
    synchronized (lock) {
      Instant now = clock.instant();
      for (CredentialKey key : keys) {
        Row row = rows.get(key);
        if (row != null) {
          row.woken = Merge.Woken.BY_ANYONE;
          row.credential = row.credential.withTrouble(null).dueAt(now);
          changed(row);
        }
      }
    }
  }

  @Override
  public void wanted(CredentialKey key, Instant until) {
    synchronized (lock) {
      Row row = rows.get(key);
      if (row == null) {
        return;
      }
      Instant now = clock.instant();
      Credential next = row.credential;
      if (next.dueAt() == null || (!next.wantedAt(now) && next.dueAt().isAfter(now))) {
        next = next.dueAt(now);
      }
      if (until.isAfter(next.wantedUntil())) {
        next = next.wantedUntil(until);
      }
      if (!next.equals(row.credential)) {
        row.credential = next;
        changed(row);
      }
    }
  }

  @Override
  public Changes changesAfter(long position, int atMost) {
    synchronized (lock) {
      List<Credential> changed = new ArrayList<>();
      List<CredentialKey> removed = new ArrayList<>();
      long reached = position;
      for (Map.Entry<Long, CredentialKey> entry : feed.tailMap(position, false).entrySet()) {
        if (changed.size() + removed.size() == atMost) {
          break;
        }
        Row row = rows.get(entry.getValue());
        if (row == null) {
          removed.add(entry.getValue());
        } else {
          changed.add(row.credential);
        }
        reached = entry.getKey();
      }
      return new Changes(changed, removed, reached, clock.instant());
    }
  }

  private Collection<Row> rowsOf(String app) {
    return rows.tailMap(new CredentialKey(app, ""), true).values().stream()
        .takeWhile(row -> row.credential.key().app().equals(app))
        .toList();
  }

  private void parentRecovered(CredentialKey key, Instant now) {
    Row row = rows.get(key);
    if (row == null) {
      return;
    }
    if (row.woken == Merge.Woken.NO) {
      row.woken = Merge.Woken.BY_PARENT;
    }
    Trouble trouble = row.credential.trouble();
    if (trouble != null && trouble.nature() == Trouble.Nature.BLOCKED_BY_PARENT) {
      row.credential = row.credential.withTrouble(null).dueAt(now);
      changed(row);
    }
  }

  private void changed(Row row) {
    feed.remove(row.change);
    row.change = ++lastChange;
    feed.put(row.change, row.credential.key());
  }

  /** What is held about one credential; guarded by the lock. */
  private static final class Row {
    private Credential credential;
    private long fence;
    private @Nullable String holder;
    private @Nullable Instant leaseUntil;
    private Merge.Woken woken = Merge.Woken.NO;
    private long change;

    Row(Credential credential) {
      this.credential = credential;
    }

    Instant due() {
      Instant due = credential.dueAt();
      return due == null ? Instant.MAX : due;
    }

    boolean leasedAt(Instant now) {
      return leaseUntil != null && now.isBefore(leaseUntil);
    }

    Claim claim(String newHolder, Instant now, Duration leaseFor) {
      fence++;
      holder = newHolder;
      leaseUntil = now.plus(leaseFor);
      woken = Merge.Woken.NO;
      return new Claim(credential, fence, newHolder, now, leaseUntil);
    }
  }
}
