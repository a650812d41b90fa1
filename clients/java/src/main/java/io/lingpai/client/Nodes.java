package io.lingpai.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of one server, asked one after another until one answers.
 *
 * <p>Whoever answered last is asked first the next time, so that a node that is gone costs its
 * time-out once. Every call of this client may arrive twice without harm: reads, reports of a value
 * and identical logins of members are one to the server, and an employee's code is good once.
 */
final class Nodes {

  private static final int LONGEST_ANSWER = 1 << 20;
  private static final int STATUS_OK = 200;
  private static final int STATUS_MULTIPLE_CHOICES = 300;
  private static final int STATUS_NOT_MODIFIED = 304;
  private static final String PROBLEMS = "/problems/";

  private final List<URI> bases;
  private final String key;
  private final Transport transport;
  private final Duration connectWithin;
  private final Duration answerWithin;
  private final AtomicInteger preferred = new AtomicInteger();

  Nodes(
      List<URI> bases,
      String key,
      Transport transport,
      Duration connectWithin,
      Duration answerWithin) {
    this.bases = new ArrayList<>(bases);
    this.key = key;
    this.transport = transport;
    this.connectWithin = connectWithin;
    this.answerWithin = answerWithin;
  }

  <T> T get(String path, Function<Fields, T> reading) {
    return onOneOf(base -> called(base, "GET", path, null, answerWithin, reading))
        .orElseThrow(Nodes::nothing);
  }

  /** A GET that the server may hold back for this long; empty when it has nothing new to say. */
  <T> Optional<T> waitFor(String path, Duration waiting, Function<Fields, T> reading) {
    return onOneOf(base -> called(base, "GET", path, null, answerWithin.plus(waiting), reading));
  }

  <T> T post(String path, byte[] body, Function<Fields, T> reading) {
    return onOneOf(base -> called(base, "POST", path, body, answerWithin, reading))
        .orElseThrow(Nodes::nothing);
  }

  private static LingpaiUnreachable nothing() {
    return new LingpaiUnreachable("an answer without content", null);
  }

  /** Opens a stream; nothing may arrive for {@code silence} before it counts as broken. */
  Transport.Response open(String path, @Nullable String lastEventId, Duration silence) {
    return onOneOf(
        base -> {
          Transport.Request request = request(base, "GET", path, null, lastEventId, silence);
          Transport.Response response = transport.send(request);
          if (response.status() == STATUS_OK && isA("text/event-stream", response)) {
            return response;
          }
          throw refusedBy(response, new Limit(silence));
        });
  }

  // Read here, where an answer that is not the server's can still be followed by another node's.
  private <T> Optional<T> called(
      URI base,
      String method,
      String path,
      byte @Nullable [] body,
      Duration within,
      Function<Fields, T> reading)
      throws IOException {
    Limit limit = new Limit(within);
    Transport.Request request = request(base, method, path, body, null, within);
    try (Transport.Response response = transport.send(request)) {
      if (response.status() == STATUS_NOT_MODIFIED) {
        whole(response.body(), limit);
        return Optional.empty();
      }
      if (response.status() < STATUS_OK || response.status() >= STATUS_MULTIPLE_CHOICES) {
        throw refusedBy(response, limit);
      }
      return Optional.of(reading.apply(fields(whole(response.body(), limit))));
    }
  }

  private Transport.Request request(
      URI base,
      String method,
      String path,
      byte @Nullable [] body,
      @Nullable String lastEventId,
      Duration within) {
    return new Transport.Request(
        method, URI.create(base + path), key, body, lastEventId, connectWithin, within);
  }

  private <T> T onOneOf(Deed<T> deed) {
    int first = preferred.get();
    LingpaiException why = null;
    for (int i = 0; i < bases.size(); i++) {
      int index = (first + i) % bases.size();
      try {
        T done = deed.on(bases.get(index));
        preferred.compareAndSet(first, index);
        return done;
      } catch (LingpaiProblem problem) {
        if (!problem.isThisNodesOwn()) {
          preferred.compareAndSet(first, index);
          throw problem;
        }
        why = worse(why, problem);
      } catch (IOException | RuntimeException e) {
        // A transport that breaks is a node that is gone, whatever it throws.
        if (Thread.currentThread().isInterrupted()) {
          throw LingpaiUnreachable.interrupted(e);
        }
        why = worse(why, new LingpaiUnreachable(bases.get(index) + ": " + e, e));
      }
    }
    throw why == null ? new IllegalStateException("there is no node") : why;
  }

  // What a node says tells more than that another says nothing.
  private static LingpaiException worse(@Nullable LingpaiException one, LingpaiException other) {
    if (one == null || (other instanceof LingpaiProblem && !(one instanceof LingpaiProblem))) {
      return other;
    }
    return one;
  }

  private static LingpaiProblem refusedBy(Transport.Response response, Limit limit)
      throws IOException {
    try (Transport.Response closing = response) {
      if (!isA("application/problem+json", closing)) {
        throw new IOException(
            "status " + closing.status() + " from something that is not the server");
      }
      Fields said = fields(whole(closing.body(), limit));
      // Others speak of problems, too; theirs say nothing about keys and apps.
      if (!said.text("type").contains(PROBLEMS)) {
        throw new IOException("a problem, but not of the server: status " + closing.status());
      }
      Duration retryAfter = closing.header("Retry-After").map(Nodes::seconds).orElse(null);
      return new LingpaiProblem(closing.status(), said, retryAfter);
    }
  }

  private static boolean isA(String type, Transport.Response response) {
    return response.header("Content-Type").orElse("").startsWith(type);
  }

  private static @Nullable Duration seconds(String header) {
    try {
      int seconds = Integer.parseInt(header.trim());
      return seconds < 0 ? null : Duration.ofSeconds(seconds);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static Fields fields(byte[] whole) throws IOException {
    try {
      return Fields.of(whole);
    } catch (Json.Unreadable e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static byte[] whole(InputStream body, Limit limit) throws IOException {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    byte[] part = new byte[4096];
    for (int read = body.read(part); read >= 0; read = body.read(part)) {
      whole.write(part, 0, read);
      if (whole.size() > LONGEST_ANSWER) {
        throw new IOException("the answer is longer than " + LONGEST_ANSWER + " bytes");
      }
      limit.check();
    }
    return whole.toByteArray();
  }

  @Override
  public String toString() {
    return bases.toString();
  }

  private interface Deed<T> {
    T on(URI base) throws IOException;
  }

  /** A node that says a little now and then never is silent, and is given up nevertheless. */
  private static final class Limit {

    private final long begun = System.nanoTime();
    private final Duration length;

    Limit(Duration length) {
      this.length = length;
    }

    void check() throws IOException {
      if (System.nanoTime() - begun > length.toNanos()) {
        throw new IOException("the answer is not whole after " + length);
      }
    }
  }
}
