package io.lingpai.server.callback;

import io.lingpai.server.access.KeyText;
import java.time.Instant;
import java.util.random.RandomGenerator;

/** Ids of messages: unguessable, and in the order of time, so that newer ones lie together. */
final class Ids {

  private Ids() {}

  static String next(Instant now, RandomGenerator random) {
    return "msg_%011x".formatted(now.toEpochMilli()) + KeyText.newId(random);
  }
}
