package io.lingpai.acceptance.process;

import io.lingpai.acceptance.stage.ServerProcess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A connection that sends exactly what a test says, and reads what really comes back. */
final class RawExchange implements AutoCloseable {

  private final Socket socket;
  private final ByteArrayOutputStream read = new ByteArrayOutputStream();
  private boolean over;

  RawExchange(int port) throws IOException {
    socket = new Socket("127.0.0.1", port);
  }

  RawExchange send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  /** Sends what may be cut off half-way by a server that has seen enough. */
  RawExchange sendWhileTaken(String text) {
    try {
      return send(text);
    } catch (IOException cut) {
      return this;
    }
  }

  /** Reads for so long; true once the server has closed. */
  boolean closedWithin(Duration patience) throws IOException {
    socket.setSoTimeout(Math.toIntExact(patience.toMillis()));
    byte[] some = new byte[8192];
    try {
      while (!over) {
        int count = socket.getInputStream().read(some);
        if (count < 0) {
          over = true;
        } else {
          read.write(some, 0, count);
        }
      }
    } catch (SocketTimeoutException stillOpen) {
      return false;
    } catch (SocketException reset) {
      over = true;
    }
    return true;
  }

  /** Reads until this has come. */
  void awaitText(String text) {
    ServerProcess.await(
        text,
        () -> {
          try {
            return text().contains(text)
                || (closedWithin(Duration.ofMillis(50)) && text().contains(text));
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        });
  }

  String text() {
    return read.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
