package io.lingpai.server.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** An answer on its way back: held at its beginning, then streamed, or collected whole. */
final class Download {

  private static final int COLLECTED_AT_MOST = 1024 * 1024;

  private final HttpClientResponse answer;
  private final HttpServerRequest in;
  private final HttpServerResponse out;
  private final Outgoing sent;
  private final Errand errand;
  private final Pace pace;
  private final Consumer<Download> judge;
  private final BiConsumer<Download, byte[]> whole;
  private final Consumer<Download> finished;
  private final Consumer<Errand.Failure> failed;
  private final Beginning beginning;
  private boolean ended;
  private boolean flowing;
  private boolean judged;
  private boolean dropped;
  private boolean begunToAnswer;
  private long bytes;

  Download(
      HttpClientResponse answer,
      HttpServerRequest in,
      Outgoing sent,
      Errand errand,
      Pace pace,
      Consumer<Download> judge,
      BiConsumer<Download, byte[]> whole,
      Consumer<Download> finished,
      Consumer<Errand.Failure> failed) {
    this.answer = answer;
    this.in = in;
    this.out = in.response();
    this.sent = sent;
    this.errand = errand;
    this.pace = pace;
    this.judge = judge;
    this.whole = whole;
    this.finished = finished;
    this.failed = failed;
    this.beginning = new Beginning(answer.getHeader("content-encoding"));
  }

  void begin() {
    answer.exceptionHandler(
        unused -> {
          if (!dropped && !ended) {
            failed.accept(Errand.Failure.ANSWER_LOST);
          }
        });
    answer.endHandler(unused -> end());
    answer.handler(this::piece);
  }

  private void piece(Buffer piece) {
    if (dropped) {
      return;
    }
    pace.moved();
    bytes += piece.length();
    if (flowing) {
      flow(piece);
      return;
    }
    beginning.add(piece);
    if (errand.rewrites()) {
      if (beginning.held().length() > COLLECTED_AT_MOST) {
        dropped = true;
        failed.accept(Errand.Failure.NOT_SHOWABLE);
      }
    } else if (!judged && (!errand.watched() || beginning.enough())) {
      look();
    }
  }

  private void look() {
    judged = true;
    answer.pause();
    judge.accept(this);
  }

  private void flow(Buffer piece) {
    var unused = out.write(piece);
    if (out.writeQueueFull()) {
      answer.pause();
      out.drainHandler(
          drained -> {
            pace.moved();
            answer.resume();
          });
    }
  }

  private void end() {
    if (dropped) {
      return;
    }
    ended = true;
    pace.moved();
    if (flowing) {
      close();
    } else if (errand.rewrites()) {
      whole.accept(this, beginning.held().getBytes());
    } else if (!judged) {
      look();
    }
  }

  /** Lets the held beginning go, and the rest after it. */
  void release(boolean nothingUnread) {
    head(true, nothingUnread);
    boolean bodiless = in.method().equals(HttpMethod.HEAD) || answer.statusCode() == 304;
    if (!bodiless) {
      String length = answer.getHeader("content-length");
      if (length == null && answer.statusCode() != 204) {
        untilItEnds();
      }
      if (beginning.held().length() > 0) {
        flow(beginning.held());
      }
    }
    flowing = true;
    if (ended) {
      close();
    } else {
      answer.resume();
    }
  }

  /** Sends this instead of what was collected. */
  void sendInstead(byte[] body, boolean nothingUnread) {
    head(false, nothingUnread);
    out.putHeader("content-length", Integer.toString(body.length));
    var unused = out.write(Buffer.buffer(body));
    close();
  }

  private void head(boolean bodyAsItIs, boolean nothingUnread) {
    begunToAnswer = true;
    out.setStatusCode(answer.statusCode());
    if (answer.statusMessage() != null) {
      out.setStatusMessage(answer.statusMessage());
    }
    HopByHop.answer(answer.headers(), out.headers(), bodyAsItIs, sent);
    if (!nothingUnread) {
      out.putHeader("connection", "close");
    }
  }

  private void untilItEnds() {
    if (in.version() == HttpVersion.HTTP_1_0) {
      out.putHeader("connection", "close");
    } else {
      out.setChunked(true);
    }
  }

  private void close() {
    out.end().onComplete(sent -> finished.accept(this), failed -> finished.accept(this));
  }

  /** The caller never sees this answer. */
  void drop() {
    dropped = true;
    if (!ended) {
      var unused = answer.request().reset();
    }
  }

  boolean looksLikeJson() {
    return beginning.looksLikeJson();
  }

  String beginning() {
    return beginning.text();
  }

  boolean headIsOut() {
    return begunToAnswer;
  }

  int status() {
    return answer.statusCode();
  }

  long bytes() {
    return bytes;
  }
}
