package io.lingpai.server.http;

import io.lingpai.server.problem.Problem;
import io.lingpai.server.problem.Sort;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.CompletableFuture;

/** Collects a body, up to a limit: the stated length is judged first, then what really comes. */
final class Body {

  private final HttpServerRequest sent;
  private final int atMost;
  private final Watch watch;
  private final CompletableFuture<byte[]> whole;
  private final Buffer soFar = Buffer.buffer();

  private Body(HttpServerRequest sent, int atMost, Watch watch, CompletableFuture<byte[]> whole) {
    this.sent = sent;
    this.atMost = atMost;
    this.watch = watch;
    this.whole = whole;
  }

  static boolean comesWith(HttpServerRequest sent) {
    String length = sent.getHeader("content-length");
    return (length != null && !length.equals("0")) || sent.getHeader("transfer-encoding") != null;
  }

  /** Whether the stated length alone is too much. */
  static boolean statedTooLarge(HttpServerRequest sent, int atMost) {
    String length = sent.getHeader("content-length");
    return length != null && Long.parseLong(length) > atMost;
  }

  static Problem tooLarge(int atMost) {
    return Problem.of(Sort.TOO_LARGE, "the body may have " + atMost + " bytes at most");
  }

  /**
   * Begins to read, under a deadline that the watch already keeps; on the connection's event loop
   * only.
   */
  static void read(
      HttpServerRequest sent, int atMost, Watch watch, CompletableFuture<byte[]> whole) {
    Body body = new Body(sent, atMost, watch, whole);
    sent.handler(body::piece);
    sent.endHandler(unused -> body.end());
    sent.exceptionHandler(body::fail);
    sent.resume();
  }

  private void piece(Buffer piece) {
    if (whole.isDone()) {
      return;
    }
    if (soFar.length() + (long) piece.length() > atMost) {
      sent.pause();
      fail(tooLarge(atMost).refusal());
      return;
    }
    soFar.appendBuffer(piece);
  }

  private void end() {
    watch.disarm();
    whole.complete(soFar.getBytes());
  }

  private void fail(Throwable failure) {
    watch.disarm();
    whole.completeExceptionally(failure);
  }
}
