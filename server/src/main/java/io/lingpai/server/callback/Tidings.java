package io.lingpai.server.callback;

import io.lingpai.callback.Message;

/** Hears what becomes of messages, for metrics and the event stream. Must not block. */
public interface Tidings {

  /** What became of something that arrived at a callback address. */
  enum Outcome {
    ACCEPTED,
    DUPLICATE,
    GREETED,
    REFUSED,
    UNREADABLE,
    FAILED
  }

  /**
   * Something arrived.
   *
   * @param app the app it was for; empty where there is none such
   */
  void arrived(String app, Outcome outcome);

  /** A message is kept. */
  void kept(Message message);
}
