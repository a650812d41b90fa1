package io.lingpai.callback;

import io.lingpai.app.App;
import java.util.List;

/**
 * Says what a message changes here. Pure: what it finds is written in the transaction that keeps
 * the message, and what needs a call to the vendor becomes an {@link Effect.Enqueued} job.
 */
@FunctionalInterface
public interface Meaning {

  /**
   * What the message itself says; an empty list if it says nothing to us.
   *
   * @param app whose address and keys it came by: for messages of an authorizer the platform app
   * @param message as it will be kept
   */
  List<Effect> of(App app, Message message, Opening.Opened opened);
}
