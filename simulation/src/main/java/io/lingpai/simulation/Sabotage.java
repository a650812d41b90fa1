package io.lingpai.simulation;

/** What can be taken out of the system, to show that the simulation would notice. */
public enum Sabotage {
  NONE,
  /** A claim brings the node's own copy instead of the credential as it is. */
  NO_READING_AGAIN,
  /** The store takes a write under an outdated claim. */
  NO_FENCE_CHECK,
  /** Intents are not written. */
  NO_INTENT,
  /** An answer that comes back under an outdated claim is dropped. */
  NO_ADOPTION,
  /** The refresh token that came with a value is not stored. */
  NO_PARTNER,
  /** The refresh token is stored empty. */
  EMPTY_PARTNER,
  /** Promises do not end before the value may. */
  NO_END_OF_PROMISE
}
