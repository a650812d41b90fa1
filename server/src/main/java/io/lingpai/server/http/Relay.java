package io.lingpai.server.http;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Passes one request on, and its answer back. On the connection's event loop only.
 *
 * <ol>
 *   <li>The caller's body streams on as it comes, each side no faster than the other takes it; what
 *       fits the replay buffer is kept.
 *   <li>The beginning of the answer is held back and judged. If it says that the token was dead,
 *       the errand may offer a further attempt, which is sent the kept body.
 *   <li>Otherwise the answer streams back as it comes, or goes whole through the errand where the
 *       errand rewrites it.
 *   <li>A cut on either side is a cut on the other: nothing that ended early looks complete.
 * </ol>
 */
final class Relay {

  /** With the value before a refused one, and with the one after both. */
  private static final int AGAIN_AT_MOST = 2;

  private static final int LEAST_FINAL_STATUS = 200;

  private final Context context;
  private final HttpClient client;
  private final Executor blocking;
  private final HttpServerRequest in;
  private final Reply reply;
  private final Errand errand;
  private final Upload upload;
  private final Pace pace;
  private Outgoing current;
  private @Nullable HttpClientRequest up;
  private @Nullable Download download;
  private int attempts;
  private boolean repeated;
  private int timesAskedAgain;
  private boolean over;

  Relay(
      Vertx vertx,
      HttpClient client,
      Executor blocking,
      HttpServerRequest in,
      Reply reply,
      Limits limits,
      Errand errand,
      boolean continues) {
    this.context = vertx.getOrCreateContext();
    this.client = client;
    this.blocking = blocking;
    this.in = in;
    this.reply = reply;
    this.errand = errand;
    this.current = errand.first();
    this.pace = new Pace(vertx, limits.quietAtMost().toMillis(), this::tooSlow);
    this.upload =
        new Upload(
            in, continues, current.body() != null, limits.replayAtMost(), pace, this::callerGone);
  }

  /** Begins; {@code request} tells when the caller hangs up. */
  void begin(Request request) {
    request.whenGone(() -> context.runOnContext(unused -> callerGone()));
    in.response().exceptionHandler(unused -> callerGone());
    in.response().putHeader("x-request-id", request.id());
    send(current);
  }

  private void send(Outgoing outgoing) {
    current = outgoing;
    attempts++;
    pace.moved();
    RequestOptions options =
        new RequestOptions()
            .setMethod(in.method())
            .setHost(outgoing.to().host())
            .setPort(outgoing.to().port())
            .setSsl(outgoing.to().tls())
            .setURI(outgoing.target().inQuery());
    client
        .request(options)
        .onComplete(
            request -> {
              if (over) {
                var unused = request.reset();
                return;
              }
              connected(outgoing, request);
            },
            unreachable -> fail(Errand.Failure.NOT_SENT));
  }

  private void connected(Outgoing outgoing, HttpClientRequest request) {
    up = request;
    int attempt = attempts;
    HopByHop.request(in.headers(), request.headers(), outgoing.plainAnswer());
    outgoing.headers().forEach((name, value) -> request.putHeader(name, value.inHeader()));
    request.exceptionHandler(unused -> {});
    request
        .response()
        .onComplete(
            answer -> {
              if (attempt == attempts && !over) {
                answered(answer);
              }
            },
            lost -> {
              if (attempt == attempts) {
                lost();
              }
            });
    if (outgoing.body() != null) {
      var unused = request.end(Buffer.buffer(outgoing.body().bytes()));
      return;
    }
    upload.into(request);
  }

  private void answered(HttpClientResponse answer) {
    pace.moved();
    if (answer.statusCode() < LEAST_FINAL_STATUS) {
      // The answer itself may still come, and would be taken for the next request's.
      fail(Errand.Failure.ANSWER_LOST);
      return;
    }
    download =
        new Download(
            answer,
            in,
            current,
            errand,
            pace,
            this::judge,
            this::whole,
            this::finished,
            this::fail);
    download.begin();
  }

  /** The beginning of the answer is here, and the rest waits. */
  private void judge(Download held) {
    unlessDead(held, () -> held.release(upload.isComplete()));
  }

  /** The whole answer is here, to be rewritten. */
  private void whole(Download collected, byte[] body) {
    unlessDead(collected, () -> rewrite(collected, body));
  }

  private void unlessDead(Download held, Runnable otherwise) {
    // Judged even where no further attempt is left: the errand counts what the caller is given.
    boolean dead = errand.saysDead(held.status(), held.looksLikeJson() ? held.beginning() : "");
    if (!dead || timesAskedAgain >= AGAIN_AT_MOST) {
      otherwise.run();
      return;
    }
    timesAskedAgain++;
    pace.moved();
    blocking.execute(
        () -> {
          Errand.Next next;
          try {
            next = errand.next(current);
          } catch (InterruptedException | RuntimeException e) {
            next = new Errand.Next.AsItCame();
          }
          Errand.Next found = next;
          context.runOnContext(unused -> goOn(held, found, otherwise));
        });
  }

  private void goOn(Download held, Errand.Next next, Runnable otherwise) {
    if (over) {
      return;
    }
    pace.moved();
    switch (next) {
      case Errand.Next.AsItCame asItCame -> otherwise.run();
      case Errand.Next.Instead(Answer.Whole answer) -> answerInstead(answer);
      case Errand.Next.Again(Outgoing outgoing) -> retry(held, outgoing, otherwise);
    }
  }

  private void retry(Download held, Outgoing next, Runnable otherwise) {
    upload.whenComplete(
        canBeSentAgain -> {
          if (over) {
            return;
          }
          if (!canBeSentAgain) {
            otherwise.run();
            return;
          }
          held.drop();
          send(next);
        });
  }

  private void rewrite(Download collected, byte[] body) {
    blocking.execute(
        () -> {
          byte[] rewritten;
          try {
            rewritten = errand.rewritten(collected.status(), body);
          } catch (RuntimeException e) {
            context.runOnContext(unused -> fail(Errand.Failure.NOT_SHOWABLE));
            return;
          }
          context.runOnContext(
              unused -> {
                if (!over) {
                  collected.sendInstead(rewritten, upload.isComplete());
                }
              });
        });
  }

  private void lost() {
    if (over) {
      return;
    }
    boolean bodiless = !Body.comesWith(in) && current.body() == null;
    boolean harmless = in.method().equals(HttpMethod.GET) || in.method().equals(HttpMethod.HEAD);
    if (!repeated && bodiless && harmless && errand.repeatable()) {
      repeated = true;
      send(current);
      return;
    }
    fail(Errand.Failure.ANSWER_LOST);
  }

  private void fail(Errand.Failure how) {
    if (over) {
      return;
    }
    Download begun = download;
    if (begun != null && begun.headIsOut()) {
      end(begun.status(), false);
      if (up != null) {
        var unused = up.reset();
      }
      in.connection().close();
      return;
    }
    answerInstead(errand.failed(how));
  }

  /** An answer of ours; what the vendor has said or will say goes nowhere. */
  private void answerInstead(Answer.Whole answer) {
    end(answer.status(), true);
    if (up != null) {
      var unused = up.reset();
    }
    upload.stop();
    reply.send(answer);
  }

  private void finished(Download done) {
    if (over) {
      return;
    }
    end(done.status(), true);
    reply.passedOn(done.status(), upload.isComplete());
  }

  private void callerGone() {
    if (over) {
      return;
    }
    end(0, false);
    if (up != null) {
      var unused = up.reset();
    }
    in.connection().close();
  }

  /** Nothing has moved for too long, or too little. */
  private void tooSlow() {
    if (over) {
      return;
    }
    if (!upload.isComplete()) {
      callerGone();
      return;
    }
    if (up != null) {
      var unused = up.reset();
    }
    fail(Errand.Failure.ANSWER_LOST);
  }

  private void end(int status, boolean whole) {
    over = true;
    pace.stop();
    Download begun = download;
    errand.ended(
        new Errand.Ending(
            status, upload.bytes(), begun == null ? 0 : begun.bytes(), attempts, whole));
  }
}
