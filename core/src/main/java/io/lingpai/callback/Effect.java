package io.lingpai.callback;

import io.lingpai.outbox.NewJob;

/**
 * What a message changes by itself, in the very transaction that keeps the message: once, however
 * often the vendor sends it.
 */
public sealed interface Effect {

  /** Something is left to be done, such as passing the message on or asking the vendor. */
  record Enqueued(NewJob job) implements Effect {}
}
