package io.lingpai.secret;

import java.util.List;
import java.util.Optional;

/**
 * Where data keys are kept, each wrapped by a master key. Blocking; safe for many threads; throws
 * {@link io.lingpai.problem.StoreUnavailable} when the store cannot be reached.
 *
 * <p>While the master key is changed, a data key is kept twice, wrapped by the old one and by the
 * new, so that a node still on the old one reads on.
 */
public interface DataKeyStore {

  /** The newest data key of an app, as wrapped by a master key. */
  Optional<WrappedKey> newest(String app, String mark);

  /** A data key by its id, as wrapped by a master key. */
  Optional<WrappedKey> find(long id, String mark);

  /**
   * Adds the first data key of an app. False if it has one already, wrapped by whatever master key.
   */
  boolean addFirst(WrappedKey key);

  /** Keeps a data key wrapped by a further master key. Adding it again changes nothing. */
  void addWrap(WrappedKey key);

  /** Data keys with ids greater than {@code after} in order, as wrapped by a master key. */
  List<WrappedKey> list(String mark, long after, int limit);

  /**
   * A data key that only a master key opens.
   *
   * @param id drawn at random, so that no two stores share one
   * @param app whose values it seals
   * @param mark the master key that wrapped it, see {@link MasterKey#mark()}
   * @param wrapped the key, sealed
   */
  record WrappedKey(long id, String app, String mark, byte[] wrapped) {
    public WrappedKey {
      wrapped = wrapped.clone();
    }

    @Override
    public byte[] wrapped() {
      return wrapped.clone();
    }
  }
}
