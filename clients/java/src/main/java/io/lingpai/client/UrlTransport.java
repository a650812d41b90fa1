package io.lingpai.client;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.util.Optional;

/** The JDK's own HTTP, as it is since Java 1: nothing else is on every class path. */
final class UrlTransport implements Transport {

  @Override
  public Response send(Request request) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) request.uri().toURL().openConnection();
    connection.setRequestMethod(request.method());
    connection.setInstanceFollowRedirects(false);
    connection.setUseCaches(false);
    connection.setConnectTimeout(Math.toIntExact(request.connectWithin().toMillis()));
    connection.setReadTimeout(Math.toIntExact(request.answerWithin().toMillis()));
    connection.setRequestProperty("Authorization", request.authorization());
    connection.setRequestProperty("User-Agent", "lingpai-client");
    request.lastEventId().ifPresent(id -> connection.setRequestProperty("Last-Event-ID", id));
    Optional<byte[]> body = request.body();
    if (body.isPresent()) {
      connection.setDoOutput(true);
      connection.setRequestProperty("Content-Type", "application/json");
      try (OutputStream out = connection.getOutputStream()) {
        out.write(body.get());
      }
    }
    int status = connection.getResponseCode();
    if (status < 0) {
      throw new IOException("what arrived is not HTTP");
    }
    return new Arrived(connection, status);
  }

  private static final class Arrived implements Response {

    private final HttpURLConnection connection;
    private final int status;
    private volatile boolean readToTheEnd;
    private volatile boolean beingRead;

    Arrived(HttpURLConnection connection, int status) {
      this.connection = connection;
      this.status = status;
    }

    @Override
    public int status() {
      return status;
    }

    @Override
    public Optional<String> header(String name) {
      return Optional.ofNullable(connection.getHeaderField(name));
    }

    @Override
    public InputStream body() throws IOException {
      InputStream body =
          status >= HttpURLConnection.HTTP_BAD_REQUEST
              ? connection.getErrorStream()
              : connection.getInputStream();
      return new Watched(body == null ? new ByteArrayInputStream(new byte[0]) : body);
    }

    // After a body that was read to its end the connection waits for the next request already. And
    // what is being read can't be closed: the JDK would wait for the reader to be told something.
    @Override
    public void close() {
      if (!readToTheEnd && !beingRead) {
        connection.disconnect();
      }
    }

    private final class Watched extends FilterInputStream {

      Watched(InputStream in) {
        super(in);
      }

      @Override
      public int read() throws IOException {
        beingRead = true;
        try {
          return watched(super.read());
        } finally {
          beingRead = false;
        }
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        beingRead = true;
        try {
          return watched(super.read(bytes, offset, length));
        } finally {
          beingRead = false;
        }
      }

      private int watched(int read) {
        readToTheEnd |= read < 0;
        return read;
      }
    }
  }
}
