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
  /** Promises do not end before the value may. */
  NO_END_OF_PROMISE
}
