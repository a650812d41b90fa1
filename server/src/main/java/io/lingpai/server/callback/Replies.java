package io.lingpai.server.callback;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * Passive replies that the vendor still waits for on this node, in the services' clear words. They
 * are remembered a little longer than anybody waits: the vendor asks again if our answer was lost.
 */
final class Replies {

  private static final Duration REMEMBERED_FOR = Duration.ofSeconds(20);
  private static final int REMEMBERED_AT_MOST = 20_000;

  private final LongSupplier nanos;
  private final Map<String, CompletableFuture<Optional<String>>> byMessage =
      new ConcurrentHashMap<>();
  private final Deque<Remembered> remembered = new ArrayDeque<>();

  Replies(LongSupplier nanos) {
    this.nanos = nanos;
  }

  private record Remembered(String message, long since) {}

  /** Somebody will wait for the reply to this message. */
  void expect(String message) {
    byMessage.put(message, new CompletableFuture<>());
    synchronized (remembered) {
      long now = nanos.getAsLong();
      remembered.addLast(new Remembered(message, now));
      while (remembered.size() > REMEMBERED_AT_MOST
          || now - remembered.getFirst().since() > REMEMBERED_FOR.toNanos()) {
        byMessage.remove(remembered.removeFirst().message());
      }
    }
  }

  /** Nobody will. */
  void forget(String message) {
    byMessage.remove(message);
  }

  /** The reply came, or it is known that none will come in time; the first word counts. */
  void came(String message, Optional<String> reply) {
    CompletableFuture<Optional<String>> expected = byMessage.get(message);
    if (expected != null) {
      expected.complete(reply);
    }
  }

  /** The reply; nothing if none is expected, or none comes in time. */
  Optional<String> await(String message, Duration atMost) {
    CompletableFuture<Optional<String>> expected = byMessage.get(message);
    if (expected == null) {
      return Optional.empty();
    }
    try {
      return expected.get(Math.max(0, atMost.toMillis()), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
