package io.lingpai.callback;

import io.lingpai.app.App;
import java.util.Optional;

/** Answers a message by itself, without asking anybody. Pure. */
@FunctionalInterface
public interface Responder {

  /**
   * The vendor's plain XML or JSON to reply, empty text to reply nothing; either way the message is
   * not passed on. Nothing at all if the message is not its business.
   *
   * @param app whose address and keys it came by: for messages of an authorizer the platform app
   */
  Optional<String> answer(App app, Message message, Opening.Opened opened);
}
