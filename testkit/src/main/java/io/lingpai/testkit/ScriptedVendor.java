package io.lingpai.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A vendor on a real socket that answers every request as told, well or badly, and remembers what
 * it was asked.
 */
public final class ScriptedVendor implements AutoCloseable {

  /** How to answer one request that has been read whole. */
  @FunctionalInterface
  public interface Script {
    void play(OutputStream out, CountDownLatch closing) throws IOException, InterruptedException;
  }

  private static final Pattern LENGTH = Pattern.compile("(?i)content-length: *([0-9]+)");

  private final ServerSocket server;
  private final Script script;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final CountDownLatch closing = new CountDownLatch(1);

  private ScriptedVendor(Script script) {
    this.script = script;
    try {
      this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().name("scripted vendor").start(this::accept);
  }

  public static ScriptedVendor that(Script script) {
    return new ScriptedVendor(script);
  }

  /** Answers whole and well-formed. */
  public static Script answers(int status, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return (out, closing) -> {
      out.write(head(status, "Content-Length: " + bytes.length + "\r\n"));
      out.write(bytes);
    };
  }

  /** Promises a longer body than it sends. */
  public static Script cuts(String body) {
    return (out, closing) -> {
      out.write(head(200, "Content-Length: " + (body.length() + 1000) + "\r\n"));
      out.write(body.getBytes(StandardCharsets.UTF_8));
    };
  }

  /** Reads the request and hangs up. */
  public static Script losesTheAnswer() {
    return (out, closing) -> {};
  }

  /** Reads the request and says nothing. */
  public static Script isSilent() {
    return (out, closing) -> closing.await();
  }

  /** Sends the head at once and then nothing. */
  public static Script stopsAfterTheHead() {
    return (out, closing) -> {
      out.write(head(200, "Content-Length: 100\r\n"));
      out.flush();
      closing.await();
    };
  }

  /** Sends blanks, one by one, each well within any timeout of a single read. */
  public static Script trickles() {
    return (out, closing) -> {
      out.write(head(200, "Content-Length: 60000\r\n"));
      do {
        out.write(' ');
        out.flush();
      } while (!closing.await(20, TimeUnit.MILLISECONDS));
    };
  }

  /** Sends without end. */
  public static Script neverStops() {
    byte[] blanks = " ".repeat(8192).getBytes(StandardCharsets.US_ASCII);
    return (out, closing) -> {
      out.write(head(200, ""));
      while (closing.getCount() > 0) {
        out.write(blanks);
      }
    };
  }

  /** Answers with bytes that are no HTTP. */
  public static Script speaksSomethingElse() {
    return (out, closing) -> out.write("220 mail ready\r\n".getBytes(StandardCharsets.US_ASCII));
  }

  /** Sends the caller somewhere else. */
  public static Script redirectsTo(URI there) {
    return (out, closing) ->
        out.write(head(302, "Location: " + there + "\r\nContent-Length: 0\r\n"));
  }

  private static byte[] head(int status, String headers) {
    return ("HTTP/1.1 " + status + " Said\r\nConnection: close\r\n" + headers + "\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  public URI address() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  /** What it was asked so far, each with head and body. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  @Override
  public void close() {
    closing.countDown();
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket caller = server.accept();
        Thread.ofVirtual().start(() -> serve(caller));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(Socket caller) {
    try (caller) {
      String request = read(caller.getInputStream());
      requests.add(request);
      OutputStream out = caller.getOutputStream();
      script.play(out, closing);
      out.flush();
    } catch (IOException e) {
      // The caller gave up, which is what many of these scripts are for.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String read(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
      int octet = in.read();
      if (octet < 0) {
        throw new IOException("the caller hung up");
      }
      head.write(octet);
    }
    String text = head.toString(StandardCharsets.US_ASCII);
    Matcher length = LENGTH.matcher(text);
    byte[] body = length.find() ? in.readNBytes(Integer.parseInt(length.group(1))) : new byte[0];
    return text + new String(body, StandardCharsets.UTF_8);
  }
}
