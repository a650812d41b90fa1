package io.lingpai.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The usual transport against a socket that behaves badly. */
class UrlTransportTest {

  private static final String LISTENING = "lingpai-client-events";

  private final List<Socket> connections = new CopyOnWriteArrayList<>();
  private final CountDownLatch opened = new CountDownLatch(1);
  private final CountDownLatch end = new CountDownLatch(1);
  private ServerSocket socket;

  private interface Deed {
    void with(OutputStream out) throws Exception;
  }

  @BeforeEach
  void open() throws IOException {
    socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void close() throws IOException {
    end.countDown();
    socket.close();
    for (Socket connection : connections) {
      connection.close();
    }
  }

  /** The server says something every fifteen seconds at the latest; nobody should wait for it. */
  @Test
  void closing_a_listening_client_does_not_wait_for_the_next_event() throws Exception {
    answer(
        out -> {
          say(out, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n");
          out.write("Transfer-Encoding: chunked\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
          say(out, "b\r\n: lingpai\n\n\r\n");
          opened.countDown();
          end.await(60, TimeUnit.SECONDS);
          say(out, "8\r\n: beat\n\n\r\n");
          new CountDownLatch(1).await(60, TimeUnit.SECONDS);
        });
    LingpaiClient client = begun(Duration.ofSeconds(30)).listening().build();
    opened.await();
    long before = System.nanoTime();

    client.close();

    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(20));
    assertThat(end.getCount()).as("the stream had not gone on").isEqualTo(1);
    end.countDown();
    List<Thread> listening = threads();
    for (Thread thread : listening) {
      thread.join(Duration.ofSeconds(30));
      assertThat(thread.isAlive()).as("ends with the next thing the server says").isFalse();
    }
  }

  @Test
  void an_answer_that_never_comes_to_an_end_is_given_up() throws Exception {
    answer(
        out -> {
          say(out, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n");
          say(out, "Content-Length: 100000\r\n\r\n");
          while (!end.await(200, TimeUnit.MILLISECONDS)) {
            say(out, " ");
          }
        });
    try (LingpaiClient client = begun(Duration.ofSeconds(1)).build()) {
      assertThatThrownBy(() -> client.credential("shop", "access_token"))
          .isInstanceOf(LingpaiUnreachable.class)
          .hasMessageContaining("PT1S");
    }
  }

  private LingpaiClientBuilder begun(Duration answerWithin) {
    return LingpaiClient.at("http://127.0.0.1:" + socket.getLocalPort())
        .key("lpk_k_s")
        .answerWithin(answerWithin);
  }

  private void answer(Deed deed) {
    Thread.ofVirtual()
        .start(
            () -> {
              try (Socket connection = socket.accept()) {
                connections.add(connection);
                BufferedReader head =
                    new BufferedReader(
                        new InputStreamReader(
                            connection.getInputStream(), StandardCharsets.US_ASCII));
                while (!head.readLine().isEmpty()) {
                  Thread.onSpinWait();
                }
                deed.with(connection.getOutputStream());
              } catch (Exception e) {
                // The client has gone, as it should.
                return;
              }
            });
  }

  private static void say(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  private static List<Thread> threads() {
    return Stream.of(Thread.getAllStackTraces().keySet().toArray(Thread[]::new))
        .filter(thread -> thread.getName().equals(LISTENING))
        .toList();
  }
}
