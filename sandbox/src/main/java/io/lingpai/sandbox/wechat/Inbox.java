package io.lingpai.sandbox.wechat;

import java.time.Instant;
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

  /** When this very text reached this user, if it did after {@code since}. */
  boolean received(String openid, String content, Instant since) {
    return messages.stream()
        .anyMatch(
            one ->
                one.openid().equals(openid)
                    && one.content().equals(content)
                    && !one.at().isBefore(since));
  }
}
