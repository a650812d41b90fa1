package io.lingpai.server.http;

import io.lingpai.server.problem.Language;
import io.lingpai.server.problem.Problem;
import io.lingpai.server.problem.Refusal;
import io.lingpai.server.problem.Sort;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The front door. For each request, in this order:
 *
 * <ol>
 *   <li>what should never have been sent is refused and the connection closed ({@link Strictness});
 *   <li>the raw path finds its route; a stated length that is too much is refused;
 *   <li>a route with a quick way is answered here, on the event loop;
 *   <li>otherwise, on a virtual thread, the gate decides, the body is read, the handler works.
 * </ol>
 *
 * <p>Whatever is thrown on the way becomes a problem: the library would leave the peer waiting.
 */
final class Front {

  private final Vertx vertx;
  private final Routes routes;
  private final Limits limits;
  private final Executor blocking;
  private final Observer observer;
  private final HttpClient outward;
  private final Map<HttpConnection, Watch> watches = new ConcurrentHashMap<>();

  Front(
      Vertx vertx,
      Routes routes,
      Limits limits,
      Executor blocking,
      Observer observer,
      HttpClient outward) {
    this.vertx = vertx;
    this.routes = routes;
    this.limits = limits;
    this.blocking = blocking;
    this.observer = observer;
    this.outward = outward;
  }

  void connected(HttpConnection connection) {
    Watch watch = new Watch(vertx, connection);
    watches.put(connection, watch);
    FoldedHeaders.refuseOn(connection);
    connection.closeHandler(
        unused -> {
          watches.remove(connection);
          watch.closed();
        });
    watch.arm(limits.headersWithin().toMillis());
  }

  void handle(HttpServerRequest sent) {
    Watch watch = watch(sent);
    watch.disarm();
    String id = RequestIds.of(sent.getHeader("x-request-id"));
    Reply reply = new Reply(vertx, sent, id, watch, limits, observer);
    try {
      accept(sent, id, reply, watch);
    } catch (RuntimeException | Error e) {
      reply.fail(e);
    }
  }

  /** Requests the library itself could not make sense of. */
  void unreadable(HttpServerRequest sent) {
    Watch watch = watch(sent);
    watch.disarm();
    Reply reply = new Reply(vertx, sent, RequestIds.of(null), watch, limits, observer);
    reply.refuseAndClose(
        switch (sent.decoderResult().cause()) {
          case TooLongHttpLineException line ->
              Problem.of(
                  Sort.URI_TOO_LONG,
                  "the first line may have " + limits.lineAtMost() + " bytes at most");
          case TooLongHttpHeaderException header ->
              Problem.of(
                  Sort.HEADERS_TOO_LARGE,
                  "the headers may have " + limits.headersAtMost() + " bytes at most");
          case null, default -> Problem.malformed("request", "this is not an HTTP request");
        });
  }

  private Watch watch(HttpServerRequest sent) {
    return watches.computeIfAbsent(sent.connection(), it -> new Watch(vertx, it));
  }

  private void accept(HttpServerRequest sent, String id, Reply reply, Watch watch) {
    Problem complaint = Strictness.complaint(sent);
    if (complaint != null) {
      reply.refuseAndClose(complaint);
      return;
    }
    String path = path(sent.uri());
    switch (routes.find(sent.method().name(), path)) {
      case Routes.Match.Nothing nothing ->
          reply.refuse(Problem.notFound("there is nothing at this address"));
      case Routes.Match.WrongMethod wrong -> {
        sent.response().putHeader("allow", wrong.allowed());
        reply.refuse(Problem.of(Sort.METHOD_NOT_ALLOWED, "this address takes " + wrong.allowed()));
      }
      case Routes.Match.Found found -> {
        Request request = new Request(sent, id, path, found);
        reply.about(request);
        watch.serving(request);
        route(request, reply, watch);
      }
    }
  }

  private void route(Request request, Reply reply, Watch watch) {
    HttpServerRequest sent = request.sent();
    Route route = request.route();
    boolean continues = expectsContinue(sent.getHeader("expect"));
    if (!continues && sent.getHeader("expect") != null) {
      reply.refuse(
          Problem.of(Sort.EXPECTATION_FAILED, "only `Expect: 100-continue` is understood"));
      return;
    }
    if (!route.streams() && Body.statedTooLarge(sent, route.bodyAtMost())) {
      reply.refuse(Body.tooLarge(route.bodyAtMost()));
      return;
    }
    boolean withBody = Body.comesWith(sent);
    if (withBody) {
      sent.pause();
    }
    Route.Quick quick = route.quick();
    if (quick != null && (!withBody || route.streams())) {
      Answer answer = quick.answer(request);
      if (answer != null) {
        deliver(answer, request, reply, continues);
        return;
      }
    }
    Context context = vertx.getOrCreateContext();
    blocking.execute(() -> work(request, reply, watch, context, withBody, continues));
  }

  private void work(
      Request request,
      Reply reply,
      Watch watch,
      Context context,
      boolean withBody,
      boolean continues) {
    Answer answer;
    try {
      request.route().gate().admit(request);
      if (withBody && !request.route().streams()) {
        request.body(body(request, watch, context, continues));
      }
      answer = request.route().handler().answer(request);
    } catch (Exception | Error e) {
      context.runOnContext(unused -> reply.fail(e));
      return;
    }
    context.runOnContext(unused -> deliver(answer, request, reply, continues));
  }

  private void deliver(Answer answer, Request request, Reply reply, boolean continues) {
    if (!(answer instanceof Answer.Passed passed)) {
      reply.send(answer);
      return;
    }
    try {
      new Relay(vertx, outward, blocking, request.sent(), reply, limits, passed.errand(), continues)
          .begin(request);
    } catch (RuntimeException e) {
      reply.fail(e);
    }
  }

  private byte[] body(Request request, Watch watch, Context context, boolean continues)
      throws Exception {
    CompletableFuture<byte[]> whole = new CompletableFuture<>();
    context.runOnContext(
        unused -> {
          if (continues) {
            request.sent().response().writeContinue();
          }
          watch.arm(limits.bodyWithin().toMillis());
          request.whenGone(() -> whole.completeExceptionally(new PeerGone()));
          Body.read(request.sent(), request.route().bodyAtMost(), watch, whole);
        });
    try {
      return whole.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Refusal refusal) {
        throw refusal;
      }
      throw new PeerGone();
    }
  }

  private static boolean expectsContinue(@Nullable String expect) {
    return expect != null && expect.equalsIgnoreCase("100-continue");
  }

  private static String path(String target) {
    int question = target.indexOf('?');
    return question < 0 ? target : target.substring(0, question);
  }

  /** The language of a refusal, before there is a request to ask. */
  static Language language(HttpServerRequest sent) {
    return Language.preferred(sent.getHeader("accept-language"));
  }
}
