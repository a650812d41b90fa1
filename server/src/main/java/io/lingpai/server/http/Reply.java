package io.lingpai.server.http;

import io.lingpai.server.problem.Problem;
import io.lingpai.server.problem.Sort;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/** Writes one answer, and leaves the connection as it should be left. On the event loop only. */
final class Reply {

  private static final long LINGER_MILLIS = 2_000;

  private final Vertx vertx;
  private final HttpServerRequest sent;
  private final HttpServerResponse out;
  private final String id;
  private final Watch watch;
  private final Limits limits;
  private final Observer observer;
  private final long began = System.nanoTime();
  private @Nullable Request request;

  Reply(
      Vertx vertx,
      HttpServerRequest sent,
      String id,
      Watch watch,
      Limits limits,
      Observer observer) {
    this.vertx = vertx;
    this.sent = sent;
    this.out = sent.response();
    this.id = id;
    this.watch = watch;
    this.limits = limits;
    this.observer = observer;
    out.exceptionHandler(unused -> {});
  }

  void about(Request known) {
    this.request = known;
  }

  void refuse(Problem problem) {
    send(Failures.answer(problem, Front.language(sent), id));
  }

  /** For requests after which nothing on this connection can be believed. */
  void refuseAndClose(Problem problem) {
    write(Failures.answer(problem, Front.language(sent), id), true)
        .onComplete(unused -> sent.connection().close());
  }

  void fail(Throwable failure) {
    if (failure instanceof PeerGone || out.ended()) {
      sent.connection().close();
      return;
    }
    if (out.headWritten()) {
      Failures.problem(failure, id);
      out.reset();
      return;
    }
    refuse(Failures.problem(failure, id));
  }

  void send(Answer answer) {
    if (out.closed() || out.ended()) {
      return;
    }
    switch (answer) {
      case Answer.Whole whole -> whole(whole);
      case Answer.Open open -> open(open);
      case Answer.Passed passed ->
          throw new IllegalStateException("what is passed on is answered elsewhere");
    }
  }

  private void whole(Answer.Whole whole) {
    boolean unread = !sent.isEnded() && Body.comesWith(sent);
    write(whole, unread || whole.status() == Sort.TOO_LARGE.status());
    rest(unread);
  }

  /** Somebody else's answer has gone out. */
  void passedOn(int status, boolean nothingUnread) {
    observer.answered(pattern(), status, System.nanoTime() - began);
    if (sent.version() == HttpVersion.HTTP_1_0 && "close".equals(out.headers().get("connection"))) {
      sent.connection().close();
      return;
    }
    rest(!nothingUnread);
  }

  /** What is to be done with the connection after an answer. */
  private void rest(boolean unread) {
    watch.serving(null);
    if (unread) {
      linger();
    } else {
      FoldedHeaders.expectHeaders(sent.connection());
      watch.arm(limits.idleAtMost().toMillis());
    }
  }

  private Future<Void> write(Answer.Whole whole, boolean close) {
    head(whole, close);
    observer.answered(pattern(), whole.status(), System.nanoTime() - began);
    boolean bodiless = whole.status() == 304 || whole.status() == 204;
    if (!bodiless) {
      out.putHeader("content-length", Integer.toString(whole.body().length));
    }
    if (bodiless || sent.method().equals(HttpMethod.HEAD)) {
      return out.end();
    }
    return out.end(Buffer.buffer(whole.body()));
  }

  private void head(Answer answer, boolean close) {
    out.setStatusCode(answer.status());
    out.putHeader("x-request-id", id);
    out.putHeader("x-content-type-options", "nosniff");
    out.putHeader("cache-control", "no-store");
    for (int i = 0; i < answer.headers().size(); i += 2) {
      out.putHeader(answer.headers().get(i), answer.headers().get(i + 1));
    }
    if (close) {
      out.putHeader("connection", "close");
    }
  }

  private String pattern() {
    return request == null ? "" : request.route().pattern();
  }

  /**
   * Reads on for a moment before closing: closing at once, with bytes unread, resets the
   * connection, and the peer would lose the very answer that explains why.
   */
  private void linger() {
    sent.handler(unused -> {});
    sent.exceptionHandler(unused -> {});
    sent.endHandler(unused -> sent.connection().close());
    sent.resume();
    vertx.setTimer(LINGER_MILLIS, unused -> sent.connection().close());
  }

  private void open(Answer.Open open) {
    boolean old = sent.version() == HttpVersion.HTTP_1_0;
    head(open, old);
    if (!old) {
      out.setChunked(true);
    }
    observer.answered(pattern(), open.status(), System.nanoTime() - began);
    if (sent.method().equals(HttpMethod.HEAD)) {
      out.end();
      return;
    }
    StreamOutlet outlet = new StreamOutlet(vertx.getOrCreateContext(), sent);
    if (request != null) {
      request.whenGone(outlet::gone);
    }
    open.feed().begin(outlet);
  }
}
