package io.lingpai.acceptance.proxy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The one way out of somebody's network: an HTTP proxy that writes down who was asked for, whether
 * by a tunnel or by a request that names the whole address.
 */
final class Egress implements AutoCloseable {

  final List<String> asked = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final ServerSocket door = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
  private final URI reaches;

  /**
   * @param reaches where every name in the world outside leads
   */
  Egress(String reaches) throws IOException {
    this.reaches = URI.create(reaches);
    threads.execute(this::open);
  }

  String url() {
    return "http://127.0.0.1:" + door.getLocalPort();
  }

  private void open() {
    while (!door.isClosed()) {
      try {
        Socket caller = door.accept();
        threads.execute(() -> pass(caller));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void pass(Socket caller) {
    try (caller;
        Socket outside = new Socket(reaches.getHost(), reaches.getPort())) {
      String head = head(caller.getInputStream());
      String[] line = head.substring(0, head.indexOf('\r')).split(" ");
      asked.add(line[0] + " " + line[1].replaceAll("[?].*", ""));
      if (line[0].equals("CONNECT")) {
        caller.getOutputStream().write(bytes("HTTP/1.1 200 Connection established\r\n\r\n"));
      } else {
        outside.getOutputStream().write(bytes(head));
      }
      threads.execute(() -> pump(outside, caller));
      pump(caller, outside);
    } catch (IOException gone) {
      // Whoever waits for an answer sees the cut.
    }
  }

  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0; b = in.read()) {
      head.write(b);
      if (b == '\n' && head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
        return head.toString(StandardCharsets.ISO_8859_1);
      }
    }
    throw new IOException("no request");
  }

  private static void pump(Socket from, Socket to) {
    try {
      OutputStream out = to.getOutputStream();
      from.getInputStream().transferTo(out);
      to.shutdownOutput();
    } catch (IOException gone) {
      // The other direction sees it too.
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    door.close();
    threads.shutdownNow();
  }
}
