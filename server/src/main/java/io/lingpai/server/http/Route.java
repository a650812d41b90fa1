package io.lingpai.server.http;

import org.jspecify.annotations.Nullable;

/**
 * One call of the API.
 *
 * @param method in capitals
 * @param pattern segments, of which {@code {name}} takes any one, and a last {@code {name...}} all
 *     that follow
 * @param grant what a key needs, for the document; empty where none is needed
 * @param bodyAtMost the largest body taken, in bytes; negative where bodies are passed on unread
 * @param gate admits or refuses before the body is read; may block
 * @param quick answers at once on the event loop, or gives {@code null} to have it done by {@code
 *     handler}; must not block
 * @param handler does the work on a thread that may block
 */
public record Route(
    String method,
    String pattern,
    String grant,
    int bodyAtMost,
    Gate gate,
    @Nullable Quick quick,
    Handler handler) {

  static final int NO_BODY = 64 * 1024;
  static final int USUAL_BODY = 1024 * 1024;
  private static final int STREAMED = -1;

  /** A call that anybody may make. */
  public static Route open(String method, String pattern, Handler handler) {
    return new Route(method, pattern, "", usualBody(method), request -> {}, null, handler);
  }

  /** A call behind a gate. */
  public static Route gated(
      String method, String pattern, String grant, Gate gate, Handler handler) {
    return new Route(method, pattern, grant, usualBody(method), gate, null, handler);
  }

  /**
   * A call whose body the handlers do not read: they answer without it, or pass it on.
   *
   * @param quick may be given a request that has a body
   */
  public static Route passing(String method, String pattern, Quick quick, Handler handler) {
    return new Route(method, pattern, "", STREAMED, request -> {}, quick, handler);
  }

  boolean streams() {
    return bodyAtMost < 0;
  }

  /** The same call with a way that does not leave the event loop. */
  public Route withQuick(Quick way) {
    return new Route(method, pattern, grant, bodyAtMost, gate, way, handler);
  }

  private static int usualBody(String method) {
    return method.equals("GET") || method.equals("DELETE") ? NO_BODY : USUAL_BODY;
  }

  /** Admits a request, or throws a {@link io.lingpai.server.problem.Refusal}. */
  @FunctionalInterface
  public interface Gate {
    void admit(Request request);
  }

  /** Answers without blocking, or not at all. */
  @FunctionalInterface
  public interface Quick {
    @Nullable Answer answer(Request request);
  }

  /** Answers, however long it takes. */
  @FunctionalInterface
  public interface Handler {
    Answer answer(Request request) throws Exception;
  }
}
