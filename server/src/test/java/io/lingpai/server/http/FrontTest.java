package io.lingpai.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a raw socket is refused. Each of the library's traps has a test here. */
class FrontTest {

  private static PlayedFront front;
  private static int port;

  @BeforeAll
  static void start() throws Exception {
    front = new PlayedFront(PlayedFront.PATIENT, Duration.ZERO);
    port = front.port;
  }

  @AfterAll
  static void stop() {
    front.close();
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
}
