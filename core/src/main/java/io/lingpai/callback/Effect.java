package io.lingpai.callback;

import io.lingpai.follower.FollowEvent;
import io.lingpai.outbox.NewJob;

/**
 * What a message changes by itself, in the very transaction that keeps the message: once, however
 * often the vendor sends it.
 */
public sealed interface Effect {

  /** Something is left to be done, such as passing the message on or asking the vendor. */
  record Enqueued(NewJob job) implements Effect {}

  /**
   * Somebody followed an account, or ceased to.
   *
   * @param ask has the vendor asked about the person; added if something is left to be asked
   */
  record Followed(FollowEvent event, NewJob ask) implements Effect {}
}
