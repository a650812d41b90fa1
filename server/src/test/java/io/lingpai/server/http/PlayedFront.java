package io.lingpai.server.http;

import io.lingpai.server.problem.Problem;
import io.lingpai.server.problem.Sort;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A front with routes of every sort. */
final class PlayedFront implements AutoCloseable {

  /** For tests of the deadlines. */
  static final Limits SHORT = limits(Duration.ofSeconds(1), Duration.ofSeconds(2));

  /** For all others: on a busy machine a second is soon over. */
  static final Limits PATIENT = limits(Duration.ofMinutes(1), Duration.ofMinutes(1));

  private static Limits limits(Duration whole, Duration idle) {
    return new Limits(2048, 8192, whole, whole, idle, Duration.ofMinutes(1), idle, 64 * 1024);
  }

  final CountDownLatch hungUp = new CountDownLatch(1);

  final int port;
  private final Listener listener;
  private final Duration waiting;

  /**
   * @param waiting what a request for {@code /waits} takes
   */
  PlayedFront(Limits limits, Duration waiting) throws Exception {
    this.waiting = waiting;
    listener = new Listener(limits, Observer.NONE, null);
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
                                new String(request.body(), StandardCharsets.UTF_8))),
                    Route.gated("POST", "/gated", "", PlayedFront::nobody, request -> text("no")),
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
                    Route.open("GET", "/waits", this::waits),
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

  private Answer waits(Request request) throws InterruptedException {
    CountDownLatch over = new CountDownLatch(1);
    request.whenGone(
        () -> {
          hungUp.countDown();
          over.countDown();
        });
    over.await(waiting.toSeconds(), TimeUnit.SECONDS);
    return text("waited");
  }

  static Answer.Whole text(String text) {
    return Answer.text(200, "text/plain", text);
  }

  @Override
  public void close() {
    listener.close();
  }
}
