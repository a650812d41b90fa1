package io.lingpai.server.wire;

import io.lingpai.app.App;
import io.lingpai.server.access.Caller;
import io.lingpai.server.api.Metrics;
import io.lingpai.server.http.Answer;
import io.lingpai.server.http.Request;
import io.lingpai.server.http.Route;
import java.nio.charset.StandardCharsets;
import java.util.function.BiFunction;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Calls of one vendor's host that are answered here: each is counted, and refused in its shape. */
final class WireCalls {

  private final Metrics metrics;
  private final ToIntFunction<RuntimeException> code;
  private final BiFunction<Request, RuntimeException, Answer> shape;

  /**
   * @param code the host's number for a failure; throws on what is not one
   * @param shape the host's answer for a failure
   */
  WireCalls(
      Metrics metrics,
      ToIntFunction<RuntimeException> code,
      BiFunction<Request, RuntimeException, Answer> shape) {
    this.metrics = metrics;
    this.code = code;
    this.shape = shape;
  }

  /** Who called for what, as far as is known when the answer goes out. */
  static final class Note {
    private @Nullable Caller caller;
    private @Nullable App app;

    void by(Caller known) {
      caller = known;
    }

    void about(App known) {
      app = known;
    }
  }

  /** Gives the answer's text, which is JSON. */
  @FunctionalInterface
  interface Call {
    String answer(Request request, Note note) throws InterruptedException;
  }

  Route route(String method, String pattern, Call call) {
    return Route.open(method, pattern, request -> answered(request, call));
  }

  /** A call that the host takes with another method. */
  Route refused(String method, String pattern, WireRefusal refusal) {
    return route(
        method,
        pattern,
        (request, note) -> {
          throw refusal;
        });
  }

  private Answer answered(Request request, Call call) throws InterruptedException {
    Note note = new Note();
    try {
      String answer = call.answer(request, note);
      count(note, "ok");
      return Answer.json(200, answer.getBytes(StandardCharsets.UTF_8));
    } catch (RuntimeException e) {
      count(note, Integer.toString(code.applyAsInt(e)));
      return shape.apply(request, e);
    }
  }

  private void count(Note note, String outcome) {
    metrics.wireCall(
        note.caller == null ? "" : note.caller.name(),
        note.app == null ? "" : note.app.name(),
        outcome);
  }
}
