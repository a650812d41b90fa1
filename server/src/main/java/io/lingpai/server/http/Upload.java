package io.lingpai.server.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The caller's body on its way: read as fast as the vendor takes it, kept while it is small enough
 * to be sent again. A caller that trickles is cut off: a minute is free, after that a body must
 * have come at a thousand bytes a second.
 */
final class Upload {

  private static final long FREE_NANOS = 60_000_000_000L;
  private static final long LEAST_A_SECOND = 1_000;

  private final HttpServerRequest in;
  private final boolean continues;
  private final Kept kept;
  private final Pace pace;
  private final Runnable gone;
  private @Nullable HttpClientRequest into;
  private @Nullable Consumer<Boolean> whenComplete;
  private boolean reading;
  private boolean complete;
  private boolean stopped;
  private long began;
  private long bytes;

  /**
   * @param instead the body was read before, and another is sent instead of it
   */
  Upload(
      HttpServerRequest in,
      boolean continues,
      boolean instead,
      int replayAtMost,
      Pace pace,
      Runnable gone) {
    this.in = in;
    this.continues = continues;
    this.kept = new Kept(replayAtMost);
    this.pace = pace;
    this.gone = gone;
    this.complete = instead || !Body.comesWith(in);
  }

  /** Sends the body there: what is kept if it has all come, otherwise as it comes. */
  void into(HttpClientRequest request) {
    String length = in.getHeader("content-length");
    if (in.getHeader("transfer-encoding") != null) {
      request.setChunked(true);
    } else if (length != null) {
      request.putHeader("content-length", length);
    }
    if (complete) {
      Buffer whole = kept.whole();
      var unused = whole == null || whole.length() == 0 ? request.end() : request.end(whole);
      return;
    }
    into = request;
    read();
  }

  private void read() {
    if (reading) {
      return;
    }
    reading = true;
    began = System.nanoTime();
    if (continues) {
      in.response().writeContinue();
    }
    in.handler(this::piece);
    in.endHandler(unused -> end());
    in.exceptionHandler(unused -> gone.run());
    in.resume();
  }

  private void piece(Buffer piece) {
    if (stopped) {
      return;
    }
    bytes += piece.length();
    long took = System.nanoTime() - began;
    if (took > FREE_NANOS && bytes < took / 1_000_000_000L * LEAST_A_SECOND) {
      gone.run();
      return;
    }
    pace.moved();
    kept.add(piece);
    HttpClientRequest to = into;
    if (to == null) {
      return;
    }
    // A vendor that has answered already may take no more: what comes of that, its answer says.
    var unused = to.write(piece);
    if (to.writeQueueFull()) {
      in.pause();
      to.drainHandler(
          drained -> {
            pace.moved();
            in.resume();
          });
    }
  }

  private void end() {
    complete = true;
    pace.moved();
    if (into != null && !stopped) {
      var unused = into.end();
    }
    Consumer<Boolean> then = whenComplete;
    if (then != null) {
      whenComplete = null;
      then.accept(kept.whole() != null);
    }
  }

  /** Tells, when all of it has come, whether it can be sent again. */
  void whenComplete(Consumer<Boolean> then) {
    if (complete || kept.whole() == null) {
      then.accept(complete && kept.whole() != null);
      return;
    }
    into = null;
    whenComplete = then;
    in.resume();
  }

  boolean isComplete() {
    return complete;
  }

  void stop() {
    stopped = true;
  }

  long bytes() {
    return bytes;
  }
}
