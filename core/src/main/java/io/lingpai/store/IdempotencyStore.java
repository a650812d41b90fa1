package io.lingpai.store;

import java.time.Instant;

/**
 * Remembers which id a creating call was answered with, so that a repeated call is answered with
 * the same. Blocking; safe for many threads; throws {@link io.lingpai.problem.StoreUnavailable}
 * when the store cannot be reached.
 *
 * <p>The id is remembered first and the thing created after, under that id: a call that is repeated
 * because its answer was lost finds the id, and creates the thing if that had not happened.
 */
public interface IdempotencyStore {

  /**
   * The id that stands for this call: the one remembered from an earlier call with the same
   * Idempotency-Key, or else {@code proposed}, which is then remembered.
   *
   * @param keyId the caller's API key
   * @param idempotencyKey as the caller sent it
   * @param proposed a new id, should this be the first call
   */
  String idFor(String keyId, String idempotencyKey, String proposed, Instant at);

  /** Forgets calls made before an instant. */
  void forgetBefore(Instant end);
}
