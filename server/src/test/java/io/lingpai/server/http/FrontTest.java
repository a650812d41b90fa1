package io.lingpai.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.lingpai.server.problem.Problem;
import io.lingpai.server.problem.Sort;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a raw socket sees. Each of the library's traps has a test here. */
class FrontTest {

  private static final Limits SHORT =
      new Limits(
          2048,
          8192,
          Duration.ofSeconds(1),
          Duration.ofSeconds(1),
          Duration.ofSeconds(2),
          Duration.ofSeconds(5),
          Duration.ofSeconds(2),
          64 * 1024);

  private static final CountDownLatch HUNG_UP = new CountDownLatch(1);

  private static Listener listener;
  private static int port;

  @BeforeAll
  static void start() throws Exception {
    listener = new Listener(SHORT, Observer.NONE, null);
    port =
        listener.listen(
            "127.0.0.1",
            0,
            new Routes(
                List.of(
                    Route.open("GET", "/hello", request -> text("hello " + request.query())),
                    Route.open("GET", "/quick", request -> text("slow"))
                        .withQuick(request -> request.query().isEmpty() ? text("quick") : null),
                    Route.open("GET", "/things/{name}", request -> text(request.variable("name"))),
                    Route.open("GET", "/rest/{path...}", request -> text(request.variable("path"))),
                    Route.open(
                        "POST",
                        "/echo",
                        request ->
                            Answer.text(
                                200,
                                "text/plain",
                                new String(
                                    request.body(), java.nio.charset.StandardCharsets.UTF_8))),
                    Route.gated("POST", "/gated", "", FrontTest::nobody, request -> text("no")),
                    Route.open(
                        "GET",
                        "/fails",
                        request -> {
                          throw new IllegalStateException("canary of an exception");
                        }),
                    Route.open("GET", "/fails-quickly", request -> text("no"))
                        .withQuick(
                            request -> {
                              throw new IllegalStateException("canary of an exception");
                            }),
                    Route.open("GET", "/waits", FrontTest::waits),
                    Route.open(
                        "GET",
                        "/stream",
                        request ->
                            new Answer.Open(
                                200,
                                List.of("content-type", "text/event-stream"),
                                outlet -> outlet.send(": hello\n\n"))))));
  }

  private static void nobody(Request request) {
    throw Problem.of(Sort.UNAUTHENTICATED, "nobody may").refusal();
  }

  private static Answer waits(Request request) throws InterruptedException {
    CountDownLatch over = new CountDownLatch(1);
    request.whenGone(
        () -> {
          HUNG_UP.countDown();
          over.countDown();
        });
    over.await(3, TimeUnit.SECONDS);
    return text("waited");
  }

  private static Answer.Whole text(String text) {
    return Answer.text(200, "text/plain", text);
  }

  @AfterAll
  static void stop() {
    listener.close();
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET http://other/hello HTTP/1.1",
        "GET //hello HTTP/1.1",
        "GET /things//x HTTP/1.1",
        "OPTIONS * HTTP/1.1",
        "CONNECT a:1 HTTP/1.1",
        "GET hello HTTP/1.1",
        "GET /things/../hello HTTP/1.1",
        "GET /things/. HTTP/1.1",
        "GET /things/.. HTTP/1.1",
        "GET /things/%2e%2e/hello HTTP/1.1",
        "GET /things/a%2Fb HTTP/1.1",
        "GET /things/a%5cb HTTP/1.1",
        "GET /things/a\\b HTTP/1.1",
        "GET /things/a%00 HTTP/1.1",
        "GET /things/a%0d%0aX:y HTTP/1.1",
        "GET /things/a%zz HTTP/1.1",
        "GET /things/a% HTTP/1.1",
        "GET /things/a#b HTTP/1.1",
        "GET /things/a\u0001b HTTP/1.1"
      })
  void a_target_that_plays_tricks_is_refused_and_the_connection_closed(String line)
      throws IOException {
    String answer = RawConnection.exchange(port, line + "\r\nHost: a\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 400 ").contains("/problems/malformed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Host:\r\n",
        "Host: a\r\nHost: b\r\n",
        "Host: a b\r\n",
        "Host: a/b\r\n",
        "Host: a\r\n: nameless\r\n",
        "Host: a\r\nX-Folded: one\r\n two\r\n",
        "Host: a\r\nX-Folded: one\r\n\ttwo\r\n",
        "Host: a\r\nTransfer-Encoding: gzip\r\n",
        "Host: a\r\nTransfer-Encoding: gzip, chunked\r\n",
        "Host: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
        "Host: a\r\nTransfer-Encoding: xchunked\r\n",
        "Host: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n",
        "Host: a\r\nContent-Length: 3\r\nContent-Length: 4\r\n",
        "Host: a\r\nContent-Length: -1\r\n",
        "Host: a\r\nContent-Length: 1x\r\n",
        "Host : a\r\n"
      })
  void headers_that_can_be_read_two_ways_are_refused_and_the_connection_closed(String headers)
      throws IOException {
    String answer =
        RawConnection.exchange(
            port,
            "POST /echo HTTP/1.1\r\n" + headers + "\r\nGET /hello HTTP/1.1\r\nHost: a\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 400 ").doesNotContain("hello ");
  }

  @Test
  void a_folded_header_is_noticed_on_the_second_request_too() throws IOException {
    try (RawConnection connection = new RawConnection(port)) {
      connection.send("GET /quick HTTP/1.1\r\nHost: a\r\n\r\n").readAnswer();
      String answer =
          connection.send("GET /quick HTTP/1.1\r\nHost: a\r\nX: 1\r\n 2\r\n\r\n").readToEnd();

      assertThat(answer).startsWith("HTTP/1.1 400 ");
    }
  }

  @Test
  void a_body_with_lines_that_begin_with_blanks_is_no_folded_header() throws IOException {
    String body = "{\n  \"a\": 1\n}\n\n \n\tb";
    String answer =
        RawConnection.exchange(
            port,
            "POST /echo HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: "
                + body.length()
                + "\r\n\r\n"
                + body);

    assertThat(answer).startsWith("HTTP/1.1 200 ").endsWith(body);
  }

  @Test
  void too_long_lines_and_headers_have_statuses_of_their_own() throws IOException {
    assertThat(
            RawConnection.exchange(
                port, "GET /hello?" + "x".repeat(3000) + " HTTP/1.1\r\nHost: a\r\n\r\n"))
        .matches("(?s)HTTP/1.[01] 414 .*");
    assertThat(
            RawConnection.exchange(
                port, "GET /hello HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(100_000) + "\r\n\r\n"))
        .matches("(?s)HTTP/1.[01] 431 .*");
    assertThat(RawConnection.exchange(port, "garbage\r\n\r\n")).matches("(?s)HTTP/1.[01] 400 .*");
    assertThat(RawConnection.exchange(port, "\u0016\u0003\u0001\u0002\r\n\r\n"))
        .matches("(?s)HTTP/1.[01] 400 .*");
  }

  @Test
  void a_body_that_is_too_large_is_refused_by_its_stated_length() throws IOException {
    try (RawConnection connection = new RawConnection(port)) {
      connection.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 11000000\r\n\r\n");
      connection.send(new byte[100_000]);

      assertThat(connection.readAnswer())
          .startsWith("HTTP/1.1 413 ")
          .contains("/problems/too-large");
      assertThat(connection.readToEnd()).isEmpty();
    }
  }

  @Test
  void a_body_that_is_too_large_is_refused_by_what_comes() throws IOException {
    try (RawConnection connection = new RawConnection(port)) {
      connection.send("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
      String piece = "10000\r\n" + "x".repeat(0x10000) + "\r\n";
      for (int i = 0; i < 17; i++) {
        connection.send(piece);
      }

      assertThat(connection.readAnswer()).startsWith("HTTP/1.1 413 ");
    }
  }

  @Test
  void chunked_bodies_arrive_whole_even_empty_ones() throws IOException {
    String head =
        "POST /echo HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n";

    assertThat(RawConnection.exchange(port, head + "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"))
        .endsWith("\r\n\r\nabcde");
    assertThat(RawConnection.exchange(port, head + "0\r\n\r\n")).startsWith("HTTP/1.1 200 ");
    assertThat(RawConnection.exchange(port, head + "zz\r\nabc\r\n0\r\n\r\n"))
        .doesNotContain(" 200 ");
  }

  @Test
  void nobody_is_told_to_continue_before_the_gate() throws IOException {
    String expects = " HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n";
    try (RawConnection connection = new RawConnection(port)) {
      assertThat(connection.send("POST /gated" + expects).readAnswer())
          .startsWith("HTTP/1.1 401 ")
          .containsIgnoringCase("www-authenticate: Bearer");
    }
    try (RawConnection connection = new RawConnection(port)) {
      assertThat(connection.send("POST /echo" + expects).readAnswer()).startsWith("HTTP/1.1 100 ");
      assertThat(connection.send("abc").readAnswer()).endsWith("abc");
    }
    assertThat(
            RawConnection.exchange(
                port,
                "POST /echo HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 0\r\nExpect: tea\r\n\r\n"))
        .startsWith("HTTP/1.1 417 ");
  }

  @Test
  void silent_and_trickling_peers_are_cut_off() throws Exception {
    try (RawConnection silent = new RawConnection(port);
        RawConnection headers = new RawConnection(port);
        RawConnection body = new RawConnection(port)) {
      body.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n");
      headers.send("GET /hello HTTP/1.1\r\nHost: a\r\n");
      Thread trickle = Thread.ofVirtual().start(() -> trickle(headers, body));

      assertThat(silent.readToEnd()).doesNotContain("200");
      assertThat(headers.readToEnd()).doesNotContain("200");
      assertThat(body.readToEnd()).doesNotContain("200");
      trickle.interrupt();
    }
  }

  private static void trickle(RawConnection headers, RawConnection body) {
    try {
      for (int i = 0; i < 100; i++) {
        headers.send("X-" + i + ": y\r\n");
        body.send("x");
        TimeUnit.MILLISECONDS.sleep(100);
      }
    } catch (IOException | InterruptedException cut) {
      return;
    }
  }

  @Test
  void a_long_poll_and_a_stream_outlive_every_deadline() throws IOException {
    try (RawConnection poll = new RawConnection(port);
        RawConnection stream = new RawConnection(port)) {
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

    assertThat(HUNG_UP.await(2, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void an_exception_is_a_problem_that_tells_nothing_but_an_id() throws IOException {
    for (String path : List.of("/fails", "/fails-quickly")) {
      String answer =
          RawConnection.exchange(
              port,
              "GET "
                  + path
                  + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\nX-Request-Id: mine-1\r\n\r\n");

      assertThat(answer)
          .startsWith("HTTP/1.1 500 ")
          .contains("/problems/internal", "\"request_id\":\"mine-1\"")
          .doesNotContain("canary", "IllegalState");
    }
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
    Listener stopping = new Listener(SHORT, Observer.NONE, null);
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
                          return text("whole");
                        }))));
    try (RawConnection connection = new RawConnection(there)) {
      connection.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(begun.await(5, TimeUnit.SECONDS)).isTrue();
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
