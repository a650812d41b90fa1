package io.lingpai.server.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What goes back: a whole answer, a stream of events that stays open, or somebody else's answer.
 */
public sealed interface Answer {

  int status();

  /** Names and values in turn. */
  List<String> headers();

  /** An answer that is complete. */
  record Whole(int status, List<String> headers, byte[] body) implements Answer {
    public Whole {
      headers = List.copyOf(headers);
    }

    /** The same answer with one header more. */
    public Whole with(String name, String value) {
      List<String> more = new ArrayList<>(headers);
      more.add(name);
      more.add(value);
      return new Whole(status, more, body);
    }

    @Override
    public String toString() {
      return "Whole[" + status + ", " + body.length + " bytes]";
    }
  }

  /**
   * An answer that goes on until either side ends it.
   *
   * @param feed called once the headers are out; it must not block
   */
  record Open(int status, List<String> headers, Feed feed) implements Answer {
    public Open {
      headers = List.copyOf(headers);
    }
  }

  /** No answer of ours: the request is passed on, and its answer comes from elsewhere. */
  record Passed(Errand errand) implements Answer {
    @Override
    public int status() {
      return 200;
    }

    @Override
    public List<String> headers() {
      return List.of();
    }
  }

  /** Fills an open answer. */
  @FunctionalInterface
  interface Feed {
    void begin(Outlet outlet);
  }

  /** Where an open answer's content goes. Safe for many threads. */
  interface Outlet {
    /** Sends a piece. False if the peer reads too slowly to take more, or is gone. */
    boolean send(String text);

    void end();

    /** Called once, when the peer is gone or the answer has ended. */
    void whenGone(Runnable action);
  }

  static Whole json(int status, byte[] body) {
    return new Whole(status, List.of("content-type", "application/json; charset=utf-8"), body);
  }

  static Whole text(int status, String type, String body) {
    return new Whole(status, List.of("content-type", type), body.getBytes(StandardCharsets.UTF_8));
  }

  static Whole empty(int status) {
    return new Whole(status, List.of(), new byte[0]);
  }
}
