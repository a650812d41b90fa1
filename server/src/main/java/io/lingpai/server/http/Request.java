package io.lingpai.server.http;

import io.lingpai.server.problem.Language;
import io.lingpai.server.problem.Problem;
import io.lingpai.server.problem.Refusal;
import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One request, as it was sent: nothing decoded, nothing normalised. */
public final class Request {

  private static final byte[] NOTHING = new byte[0];

  private final HttpServerRequest sent;
  private final String id;
  private final String method;
  private final String path;
  private final String query;
  private final Routes.Match.Found match;
  private byte[] body = NOTHING;
  private @Nullable Object caller;
  private volatile @Nullable Runnable whenGone;
  private volatile boolean gone;

  Request(HttpServerRequest sent, String id, String path, Routes.Match.Found match) {
    this.sent = sent;
    this.id = id;
    this.method = sent.method().name();
    this.path = path;
    String target = sent.uri();
    this.query = target.length() > path.length() ? target.substring(path.length() + 1) : "";
    this.match = match;
  }

  /** What {@code X-Request-Id} says. */
  public String id() {
    return id;
  }

  public String method() {
    return method;
  }

  /** The path as sent. */
  public String path() {
    return path;
  }

  /** What follows the question mark, as sent; empty without one. */
  public String query() {
    return query;
  }

  /** A parameter of the query, decoded; the first, should there be several. */
  public @Nullable String parameter(String name) {
    return Query.first(query, name);
  }

  public @Nullable String header(String name) {
    return sent.getHeader(name);
  }

  public List<String> headers(String name) {
    return sent.headers().getAll(name);
  }

  /** Whether the route's pattern has a variable of this name. */
  public boolean names(String variable) {
    return Arrays.asList(match.names()).contains(variable);
  }

  /** A variable of the route's pattern, as sent. */
  public String variable(String name) {
    for (int i = 0; i < match.names().length; i++) {
      if (match.names()[i].equals(name)) {
        return match.values()[i];
      }
    }
    throw new IllegalArgumentException("no variable is called " + name);
  }

  public Route route() {
    return match.route();
  }

  /** The address that speaks to us, which may be a proxy's. */
  public String peer() {
    return String.valueOf(sent.remoteAddress().hostAddress());
  }

  public Language language() {
    return Language.preferred(sent.getHeader("accept-language"));
  }

  /** The whole body; empty before the gate has admitted the request. */
  public byte[] body() {
    return body;
  }

  void body(byte[] whole) {
    this.body = whole;
  }

  /** Who makes the request, once the gate knows. */
  public <T> T caller(Class<T> type) {
    if (caller == null) {
      throw new IllegalStateException("no gate has said who calls");
    }
    return type.cast(caller);
  }

  public void caller(Object who) {
    this.caller = who;
  }

  /** Runs {@code action} should the peer hang up before its answer, so that a wait can end. */
  public void whenGone(Runnable action) {
    whenGone = action;
    if (gone) {
      action.run();
    }
  }

  void peerHungUp() {
    gone = true;
    Runnable action = whenGone;
    if (action != null) {
      action.run();
    }
  }

  /** A whole number in the query, within bounds. */
  public long number(String name, long otherwise, long least, long most) {
    String text = parameter(name);
    if (text == null || text.isEmpty()) {
      return otherwise;
    }
    try {
      long number = Long.parseLong(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw wrong(name, least, most);
    }
    throw wrong(name, least, most);
  }

  private static Refusal wrong(String name, long least, long most) {
    return Problem.malformed(
            name, "`" + name + "` must be a whole number from " + least + " to " + most)
        .refusal();
  }

  HttpServerRequest sent() {
    return sent;
  }
}
