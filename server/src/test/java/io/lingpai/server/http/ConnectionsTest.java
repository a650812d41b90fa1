package io.lingpai.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How connections are kept, waited on, shared and ended. */
class ConnectionsTest {

  private static PlayedFront front;
  private static int port;

  @BeforeAll
  static void start() throws Exception {
    front = new PlayedFront(PlayedFront.PATIENT, Duration.ofMinutes(2));
    port = front.port;
  }

  @AfterAll
  static void stop() {
    front.close();
  }

  @Test
  void answers_and_keeps_the_connection() throws IOException {
    try (RawConnection connection = new RawConnection(port)) {
      String first = connection.send("GET /hello?a=%zz HTTP/1.1\r\nHost: a\r\n\r\n").readAnswer();
      String second = connection.send("GET /quick HTTP/1.1\r\nHost: a\r\n\r\n").readAnswer();
      String third = connection.send("GET /quick?x HTTP/1.1\r\nHost: a\r\n\r\n").readAnswer();

      assertThat(first).startsWith("HTTP/1.1 200 OK").endsWith("hello a=%zz");
      assertThat(first.toLowerCase()).contains("x-request-id: ");
      assertThat(second).endsWith("quick");
      assertThat(third).endsWith("slow");
    }
  }

  @Test
  void silent_and_trickling_peers_are_cut_off() throws Exception {
    try (PlayedFront strict = new PlayedFront(PlayedFront.SHORT, Duration.ZERO);
        RawConnection silent = new RawConnection(strict.port);
        RawConnection headers = new RawConnection(strict.port);
        RawConnection body = new RawConnection(strict.port)) {
      body.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n");
      headers.send("GET /hello HTTP/1.1\r\nHost: a\r\n");
      CountDownLatch over = new CountDownLatch(1);
      Thread.ofVirtual().start(() -> trickle(headers, body, over));

      assertThat(silent.readToEnd()).doesNotContain("200");
      assertThat(headers.readToEnd()).doesNotContain("200");
      assertThat(body.readToEnd()).doesNotContain("200");
      over.countDown();
    }
  }

  /** A little ten times a second, until it is cut off. */
  private static void trickle(RawConnection headers, RawConnection body, CountDownLatch over) {
    try {
      for (int i = 0; !over.await(100, TimeUnit.MILLISECONDS); i++) {
        headers.send("X-" + i + ": y\r\n");
        body.send("x");
      }
    } catch (IOException | InterruptedException cut) {
      return;
    }
  }

  @Test
  void a_long_poll_and_a_stream_outlive_every_deadline() throws Exception {
    try (PlayedFront strict = new PlayedFront(PlayedFront.SHORT, Duration.ofSeconds(3));
        RawConnection poll = new RawConnection(strict.port);
        RawConnection stream = new RawConnection(strict.port)) {
      poll.send("GET /waits HTTP/1.1\r\nHost: a\r\n\r\n");
      stream.send("GET /stream HTTP/1.1\r\nHost: a\r\n\r\n");

      assertThat(poll.readAnswer()).endsWith("waited");
      assertThat(stream.readThrough(": hello")).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void a_wait_ends_when_its_peer_hangs_up() throws Exception {
    try (RawConnection poll = new RawConnection(port)) {
      poll.send("GET /waits HTTP/1.1\r\nHost: a\r\n\r\n");
    }

    assertThat(front.hungUp.await(1, TimeUnit.MINUTES)).isTrue();
  }

  @Test
  void http_1_0_works_as_nginx_speaks_it() throws IOException {
    assertThat(
            RawConnection.exchange(
                port, "GET /hello HTTP/1.0\r\nHost: a\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.")
        .contains(" 200 OK")
        .endsWith("hello ");
    assertThat(RawConnection.exchange(port, "GET /hello HTTP/1.0\r\n\r\n")).endsWith("hello ");
    assertThat(
            RawConnection.exchange(
                port, "POST /echo HTTP/1.0\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi"))
        .endsWith("hi");
    assertThat(
            RawConnection.exchange(
                port,
                "POST /echo HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"))
        .contains(" 400 ");
    try (RawConnection stream = new RawConnection(port)) {
      stream.send("GET /stream HTTP/1.0\r\nHost: a\r\n\r\n");
      assertThat(stream.readThrough(": hello").toLowerCase()).doesNotContain("chunked");
    }
  }

  @Test
  void head_has_the_headers_of_get_and_no_body() throws IOException {
    String answer =
        RawConnection.exchange(
            port, "HEAD /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

    assertThat(answer.toLowerCase())
        .startsWith("http/1.1 200 ")
        .contains("content-length: 6\r\n")
        .endsWith("\r\n\r\n");
  }

  @Test
  void unknown_addresses_and_methods_are_problems_that_keep_the_connection() throws IOException {
    try (RawConnection connection = new RawConnection(port)) {
      assertThat(connection.send("GET /nothing HTTP/1.1\r\nHost: a\r\n\r\n").readAnswer())
          .startsWith("HTTP/1.1 404 ")
          .contains("/problems/not-found", "application/problem+json");
      assertThat(
              connection
                  .send("PUT /hello HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi")
                  .readAnswer()
                  .toLowerCase())
          .startsWith("http/1.1 405 ")
          .contains("allow: get, head");
    }
    try (RawConnection connection = new RawConnection(port)) {
      assertThat(
              connection
                  .send("GET /hello/ HTTP/1.1\r\nHost: a\r\nAccept-Language: zh-CN\r\n\r\n")
                  .readAnswer())
          .startsWith("HTTP/1.1 404 ")
          .contains("不存在");
    }
  }

  @Test
  void pipelined_requests_are_answered_in_order() throws IOException {
    try (RawConnection connection = new RawConnection(port)) {
      connection.send(
          "GET /hello?1 HTTP/1.1\r\nHost: a\r\n\r\nGET /quick HTTP/1.1\r\nHost: a\r\n\r\nGET /hello?3 HTTP/1.1\r\nHost: a\r\n\r\n");

      assertThat(connection.readAnswer()).endsWith("hello 1");
      assertThat(connection.readAnswer()).endsWith("quick");
      assertThat(connection.readAnswer()).endsWith("hello 3");
    }
  }

  @Test
  void a_stopping_server_finishes_the_answers_in_flight() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    Listener stopping = new Listener(PlayedFront.PATIENT, Observer.NONE, null);
    int there =
        stopping.listen(
            "127.0.0.1",
            0,
            new Routes(
                List.of(
                    Route.open(
                        "GET",
                        "/slow",
                        request -> {
                          begun.countDown();
                          new CountDownLatch(1).await(1, TimeUnit.SECONDS);
                          return PlayedFront.text("whole");
                        }))));
    try (RawConnection connection = new RawConnection(there)) {
      connection.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(begun.await(1, TimeUnit.MINUTES)).isTrue();
      stopping.close();

      assertThat(connection.readAnswer()).startsWith("HTTP/1.1 200 ").endsWith("whole");
    }
  }

  @Test
  void variables_and_rests_are_passed_as_sent() throws IOException {
    try (RawConnection connection = new RawConnection(port)) {
      assertThat(connection.send("GET /things/a%20b HTTP/1.1\r\nHost: a\r\n\r\n").readAnswer())
          .endsWith("a%20b");
      assertThat(connection.send("GET /rest/a/b/c HTTP/1.1\r\nHost: a\r\n\r\n").readAnswer())
          .endsWith("a/b/c");
    }
  }
}
