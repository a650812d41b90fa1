package io.lingpai.server.access;

import io.lingpai.key.ApiKey;
import io.lingpai.key.KeyStore;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * This node's copy of the keys, so that a request costs no store read.
 *
 * <p>The change feed is read about every second, so a revocation anywhere is obeyed here within
 * three. A node that cannot reach the store goes on serving keys it has seen, for the grace the
 * operator set and no longer.
 */
public final class KeyRing {

  private static final Duration NOTE_USE_EVERY = Duration.ofMinutes(1);

  private final KeyStore store;
  private final InstantSource clock;
  private final Duration offlineGrace;
  private final Function<String, @Nullable String> components;
  private final Map<String, Held> byId = new ConcurrentHashMap<>();
  private final Map<String, Instant> used = new ConcurrentHashMap<>();
  private volatile Instant heard;
  private long position;
  private Instant usesWritten = Instant.EPOCH;

  public KeyRing(
      KeyStore store,
      InstantSource clock,
      Duration offlineGrace,
      Function<String, @Nullable String> components) {
    this.store = store;
    this.clock = clock;
    this.offlineGrace = offlineGrace;
    this.components = components;
    this.heard = clock.instant();
  }

  /** Reads what has changed. Called by one thread, about every second. */
  public void listen() {
    KeyStore.KeyChanges changes = store.changesAfter(position);
    changes.changed().forEach(this::put);
    position = changes.position();
    heard = clock.instant();
    writeUses();
  }

  private void put(ApiKey key) {
    if (key.revokedAt() != null) {
      byId.remove(key.id());
    } else {
      byId.put(key.id(), new Held(key.hash(), Caller.of(key, components)));
    }
  }

  private void writeUses() {
    Instant now = clock.instant();
    if (used.isEmpty() || now.isBefore(usesWritten.plus(NOTE_USE_EVERY))) {
      return;
    }
    Map<String, Instant> batch = new HashMap<>(used);
    store.used(batch);
    batch.forEach(used::remove);
    usesWritten = now;
  }

  /** Forgets a key at once: it was revoked here. */
  public void forget(String id) {
    byId.remove(id);
  }

  /** The caller with this key, from memory alone. Empty may also mean “not seen yet”. */
  public Optional<Caller> known(String key, String id) {
    Held held = byId.get(id);
    if (held == null || !MessageDigest.isEqual(held.hash, KeyText.hash(key))) {
      return Optional.empty();
    }
    return living(held);
  }

  /** The same, asking the store about a key not seen yet. Blocks. */
  public Optional<Caller> find(String key, String id) {
    Optional<Caller> known = known(key, id);
    if (known.isPresent() || byId.containsKey(id)) {
      return known;
    }
    Optional<ApiKey> stored = store.find(id);
    stored.ifPresent(this::put);
    return known(key, id);
  }

  /** Whether the key is right but past its end: it may be told so to whoever holds it. */
  public boolean expired(String key, String id) {
    Held held = byId.get(id);
    Instant expiresAt = held == null ? null : held.caller.expiresAt();
    return held != null
        && expiresAt != null
        && !clock.instant().isBefore(expiresAt)
        && MessageDigest.isEqual(held.hash, KeyText.hash(key));
  }

  /** Who holds the key of this id, if it is a living one that this node has seen. */
  public Optional<Caller> holder(String id) {
    Held held = byId.get(id);
    return held == null ? Optional.empty() : living(held);
  }

  /** The same, asking the store about a key not seen yet. Blocks. */
  public Optional<Caller> findHolder(String id) {
    if (!byId.containsKey(id)) {
      store.find(id).ifPresent(this::put);
    }
    return holder(id);
  }

  private Optional<Caller> living(Held held) {
    Instant now = clock.instant();
    Instant expiresAt = held.caller.expiresAt();
    boolean expired = expiresAt != null && !now.isBefore(expiresAt);
    if (expired || now.isAfter(heard.plus(offlineGrace))) {
      return Optional.empty();
    }
    used.putIfAbsent(held.caller.keyId(), now);
    return Optional.of(held.caller);
  }

  /** Puts a key into the ring without asking the store, for one made a moment ago. */
  public void add(ApiKey key) {
    put(key);
  }

  /** How long ago the store was heard. */
  public Duration silence() {
    return Duration.between(heard, clock.instant());
  }

  private record Held(byte[] hash, Caller caller) {}
}
