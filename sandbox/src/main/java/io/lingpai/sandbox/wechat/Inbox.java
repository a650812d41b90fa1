package io.lingpai.sandbox.wechat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The customer-service messages one account's users were sent. Guarded by {@link WeChat}'s lock.
 */
final class Inbox {
  private static final int KEPT = 1_000;

  private final Deque<SentMessage> messages = new ArrayDeque<>();

  void add(SentMessage message) {
    messages.addLast(message);
    if (messages.size() > KEPT) {
      messages.removeFirst();
    }
  }

  List<SentMessage> all() {
    return List.copyOf(messages);
  }
}
