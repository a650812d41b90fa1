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
import org.jspecify.annotations.Nullable;

/**
 * The nodes of one server, asked one after another until one answers.
 *
 * <p>Whoever answered last is asked first the next time, so that a node that is gone costs its
 * time-out once. Every call of this client may safely arrive twice: reads, reports of a value and
 * identical logins are one to the server.
 */
final class Nodes {

  private static final int LONGEST_ANSWER = 1 << 20;
  private static final int STATUS_NOT_MODIFIED = 304;
  private static final int STATUS_BAD_REQUEST = 400;

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

  Fields get(String path) {
    return call("GET", path, null, answerWithin)
        .orElseThrow(() -> new LingpaiUnreachable("an answer without content", null));
  }

  /** A GET that the server may hold back for this long; empty when it has nothing new to say. */
  Optional<Fields> waitFor(String path, Duration waiting) {
    return call("GET", path, null, answerWithin.plus(waiting));
  }

  Fields post(String path, byte[] body) {
    return call("POST", path, body, answerWithin)
        .orElseThrow(() -> new LingpaiUnreachable("an answer without content", null));
  }

  /** Opens a stream; nothing may arrive for {@code silence} before it counts as broken. */
  Transport.Response open(String path, @Nullable String lastEventId, Duration silence) {
    return onOneOf(
        base -> {
          Transport.Request request = request(base, "GET", path, null, lastEventId, silence);
          Transport.Response response = transport.send(request);
          if (response.status() < STATUS_BAD_REQUEST) {
            return response;
          }
          throw refusedBy(response);
        });
  }

  private Optional<Fields> call(
      String method, String path, byte @Nullable [] body, Duration within) {
    return onOneOf(
        base -> {
          Transport.Request request = request(base, method, path, body, null, within);
          try (Transport.Response response = transport.send(request)) {
            if (response.status() >= STATUS_BAD_REQUEST) {
              throw refusedBy(response);
            }
            byte[] whole = whole(response.body());
            if (response.status() == STATUS_NOT_MODIFIED) {
              return Optional.empty();
            }
            return Optional.of(fields(whole));
          }
        });
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
      } catch (IOException | Fields.Unexpected e) {
        why = worse(why, new LingpaiUnreachable(bases.get(index) + ": " + e, e));
      } catch (LingpaiProblem problem) {
        if (!problem.isThisNodesOwn()) {
          preferred.compareAndSet(first, index);
          throw problem;
        }
        why = worse(why, problem);
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

  private static LingpaiProblem refusedBy(Transport.Response response) throws IOException {
    try (Transport.Response closing = response) {
      byte[] whole = whole(closing.body());
      String type = closing.header("Content-Type").orElse("");
      if (!type.startsWith("application/problem+json")) {
        throw new IOException(
            "status " + closing.status() + " from something that is not the server");
      }
      Duration retryAfter = closing.header("Retry-After").map(Nodes::seconds).orElse(null);
      return new LingpaiProblem(closing.status(), fields(whole), retryAfter);
    }
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

  private static byte[] whole(InputStream body) throws IOException {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    byte[] part = new byte[4096];
    for (int read = body.read(part); read >= 0; read = body.read(part)) {
      whole.write(part, 0, read);
      if (whole.size() > LONGEST_ANSWER) {
        throw new IOException("the answer is longer than " + LONGEST_ANSWER + " bytes");
      }
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
}
