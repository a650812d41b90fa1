package io.lingpai.key;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where API keys are kept. Blocking; safe for many threads; throws {@link
 * io.lingpai.problem.StoreUnavailable} when the store cannot be reached.
 */
public interface KeyStore {

  /** Adds a key. False if the id is taken. */
  boolean add(ApiKey key);

  Optional<ApiKey> find(String id);

  /** Ids greater than {@code after} in order, at most {@code limit}; revoked ones included. */
  List<ApiKey> list(String after, int limit);

  /** Marks a key revoked. False if there is none. */
  boolean revoke(String id, Instant at);

  /** Notes when keys were last used; called now and then with many at once. */
  void used(Map<String, Instant> lastUsed);

  /** Keys added or revoked after a position of the change feed, with the position now reached. */
  KeyChanges changesAfter(long position);

  /**
   * What changed.
   *
   * @param changed keys as they are now
   * @param position where to continue
   */
  record KeyChanges(List<ApiKey> changed, long position) {}
}
