package io.lingpai.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListenerTest {

  private static final String STREAM =
      """
      : lingpai
      retry: 3000

      id: r-1
      event: app
      data: {"app":"shop","state":"active"}

      id: r-2
      event: credential
      data: {"app":"shop","kind":"access_token","version":7}

      : beat

      """;

  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private final List<String> resumedAfter = new CopyOnWriteArrayList<>();
  private final Listener.Heard ear =
      new Listener.Heard() {
        @Override
        public void version(String app, String kind, long version) {
          heard.add(app + "/" + kind + " " + version);
        }

        @Override
        public void begun() {
          heard.add("begun");
        }

        @Override
        public void keyIsDead() {
          heard.add("dead");
        }
      };
  private final Played server = new Played();
  private final Listener listener =
      new Listener(
          new Nodes(
              List.of(URI.create("http://one")),
              "lpk_k_s",
              server,
              Duration.ofSeconds(1),
              Duration.ofSeconds(1)),
          ear);

  @AfterEach
  void close() throws IOException {
    listener.close();
  }

  @Test
  void passes_on_versions_and_goes_on_where_a_stream_broke() throws Exception {
    server.node = streams(STREAM);
    Thread.ofVirtual().start(listener);

    assertThat(next()).isEqualTo("begun");
    assertThat(next()).isEqualTo("shop/access_token 7");
    assertThat(next()).isEqualTo("begun");
    assertThat(resumedAfter).startsWith("", "r-2");
  }

  @Test
  void a_stream_that_makes_no_sense_is_left() throws Exception {
    AtomicInteger opened = new AtomicInteger();
    server.node =
        request ->
            streams(
                    opened.getAndIncrement() == 0
                        ? "event: credential\ndata: {\"app\":1}\n\n"
                        : STREAM)
                .answer(request);
    Thread.ofVirtual().start(listener);

    assertThat(next()).isEqualTo("begun");
    assertThat(next()).isEqualTo("begun");
    assertThat(next()).isEqualTo("shop/access_token 7");
  }

  /** A proxy's login page is answered with 200, too, and would be taken for the begin of one. */
  @ParameterizedTest
  @CsvSource({"302, text/event-stream", "200, text/html"})
  void what_is_no_stream_is_not_listened_to(int status, String type) throws Exception {
    AtomicInteger opened = new AtomicInteger();
    server.node =
        request ->
            opened.getAndIncrement() == 0
                ? Played.json(status, type, "<html>\n\n", Map.of())
                : streams(STREAM).answer(request);
    Thread.ofVirtual().start(listener);

    assertThat(next()).isEqualTo("begun");
    assertThat(next()).isEqualTo("shop/access_token 7");
  }

  @Test
  void a_key_that_is_dead_is_passed_on() throws Exception {
    AtomicInteger opened = new AtomicInteger();
    server.node =
        request ->
            opened.getAndIncrement() == 0
                ? Played.problem("unavailable", 503, Map.of())
                : Played.problem("unauthenticated", 401, Map.of());
    Thread.ofVirtual().start(listener);

    assertThat(next()).isEqualTo("dead");
    assertThat(opened).hasValueGreaterThanOrEqualTo(2);
  }

  @Test
  void streams_that_end_soon_are_opened_ever_more_rarely() {
    Duration once = Listener.pause(Duration.ZERO, Duration.ofSeconds(1));
    Duration twice = Listener.pause(once, Duration.ofSeconds(1));
    Duration often = twice;
    for (int i = 0; i < 20; i++) {
      often = Listener.pause(often, Duration.ofSeconds(14));
    }

    assertThat(once).isEqualTo(Duration.ofSeconds(1));
    assertThat(twice).isEqualTo(Duration.ofSeconds(2));
    assertThat(often).isEqualTo(Duration.ofSeconds(30));
    assertThat(Listener.pause(often, Duration.ofMinutes(1))).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void an_id_that_would_break_a_header_is_not_sent_back() throws Exception {
    server.node = streams("id: a\u0001b\n\n");
    Thread.ofVirtual().start(listener);

    assertThat(next()).isEqualTo("begun");
    assertThat(next()).isEqualTo("begun");
    assertThat(resumedAfter).startsWith("", "").containsOnly("");
  }

  private Played.Node streams(String text) {
    return request -> {
      resumedAfter.add(request.lastEventId().orElse(""));
      return Played.json(200, "text/event-stream", text, Map.of());
    };
  }

  private String next() throws InterruptedException {
    return heard.poll(60, TimeUnit.SECONDS);
  }
}
