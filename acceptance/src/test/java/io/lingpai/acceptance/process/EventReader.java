package io.lingpai.acceptance.process;

import io.lingpai.acceptance.stage.ServerProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Listens to the event stream as it comes over the wire. */
final class EventReader implements AutoCloseable {

  private final Socket socket;
  private final StringBuffer read = new StringBuffer();

  EventReader(int port, String key) throws IOException {
    socket = new Socket("127.0.0.1", port);
    socket
        .getOutputStream()
        .write(
            ("GET /api/v1/events HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + key + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
    Thread.ofVirtual().name("events").start(this::read);
    awaitText("HTTP/1.1 200");
  }

  private void read() {
    try {
      BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        read.append(line).append('\n');
      }
    } catch (IOException closed) {
      read.append("(closed)\n");
    }
  }

  void awaitText(String text) {
    ServerProcess.await("an event with " + text, () -> read.indexOf(text) >= 0);
  }

  String text() {
    return read.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
