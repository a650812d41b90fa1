package io.lingpai.client;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How requests travel. The usual one is the JDK's {@code HttpURLConnection}; bring another to use
 * your own connections, TLS settings or proxies. Called by many threads at once; a thread that is
 * interrupted stays interrupted.
 */
public interface Transport {

  /**
   * Sends one request and waits for the head of its answer. Follows no redirect: the request
   * carries the key.
   *
   * @throws IOException when there is no answer within the request's limits
   */
  Response send(Request request) throws IOException;

  /** One request. It prints without the key and without the body. */
  final class Request {

    private final String method;
    private final URI uri;
    private final String key;
    private final byte @Nullable [] body;
    private final @Nullable String lastEventId;
    private final Duration connectWithin;
    private final Duration answerWithin;

    Request(
        String method,
        URI uri,
        String key,
        byte @Nullable [] body,
        @Nullable String lastEventId,
        Duration connectWithin,
        Duration answerWithin) {
      this.method = method;
      this.uri = uri;
      this.key = key;
      this.body = body;
      this.lastEventId = lastEventId;
      this.connectWithin = connectWithin;
      this.answerWithin = answerWithin;
    }

    /** GET or POST. */
    public String method() {
      return method;
    }

    /** Where to. */
    public URI uri() {
      return uri;
    }

    /** The value of the header {@code Authorization}: a secret. */
    public String authorization() {
      return "Bearer " + key;
    }

    /** The JSON to send; empty for a GET. May hold secrets. */
    public Optional<byte[]> body() {
      return Optional.ofNullable(body).map(byte[]::clone);
    }

    /** The value of the header {@code Last-Event-ID}, when listening goes on. */
    public Optional<String> lastEventId() {
      return Optional.ofNullable(lastEventId);
    }

    /** How long a connection may take to come about. */
    public Duration connectWithin() {
      return connectWithin;
    }

    /** How long nothing may arrive before the request counts as failed. */
    public Duration answerWithin() {
      return answerWithin;
    }

    @Override
    public String toString() {
      return method + " " + uri;
    }
  }

  /**
   * One answer. Closed by whoever read it, or by another thread to end the reading: at once, or as
   * soon as the reader is told something; closing does not wait for that.
   */
  interface Response extends Closeable {

    /** The HTTP status. */
    int status();

    /** The first header of this name, whatever its case. */
    Optional<String> header(String name);

    /** The body, of whatever status. */
    InputStream body() throws IOException;
  }
}
