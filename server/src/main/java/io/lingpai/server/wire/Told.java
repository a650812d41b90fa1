package io.lingpai.server.wire;

import io.lingpai.credential.CredentialKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Whom we told which life, and what was handed to whom.
 *
 * <p>Many SDKs cannot say that a token is dead: they ask for one again, in the very words of a
 * first read. Asking again for the same value before the end of the life one was told is as much of
 * a complaint as they can make.
 */
final class Told {

  private static final int REMEMBERED_AT_MOST = 100_000;

  private final InstantSource clock;
  private final Map<Listener, Life> lives = new ConcurrentHashMap<>();
  private final Map<CredentialKey, Handed> handed = new ConcurrentHashMap<>();

  Told(InstantSource clock) {
    this.clock = clock;
  }

  /** Whether this caller was told a life of this value that is not over. */
  boolean asksAgain(String keyId, String address, CredentialKey key, long version) {
    Life life = lives.get(new Listener(keyId, address, key));
    return life != null && life.version == version && clock.instant().isBefore(life.until);
  }

  void tell(String keyId, String address, CredentialKey key, long version, long seconds) {
    if (lives.size() >= REMEMBERED_AT_MOST) {
      Instant now = clock.instant();
      lives.values().removeIf(life -> !now.isBefore(life.until));
    }
    if (lives.size() < REMEMBERED_AT_MOST) {
      lives.put(
          new Listener(keyId, address, key),
          new Life(version, clock.instant().plusSeconds(seconds)));
    }
    handed
        .compute(
            key,
            (unused, before) ->
                before == null || before.version != version
                    ? new Handed(version, ConcurrentHashMap.newKeySet())
                    : before)
        .keyIds
        .add(keyId);
  }

  /** The keys that were handed this value by this node; none are known after a restart. */
  Set<String> holders(CredentialKey key, long version) {
    Handed now = handed.get(key);
    return now == null || now.version != version ? Set.of() : Set.copyOf(now.keyIds);
  }

  private record Listener(String keyId, String address, CredentialKey key) {}

  private record Life(long version, Instant until) {}

  private record Handed(long version, Set<String> keyIds) {}
}
