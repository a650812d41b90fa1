package io.lingpai.server.api;

import io.lingpai.server.http.Answer;
import io.lingpai.server.http.Json;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What happened lately on this node, told to whoever listens.
 *
 * <p>An id is {@code <run>-<number>}. A listener that comes back with an id of this run gets what
 * it missed; one with an id we no longer know (another node's, or too old) is told how everything
 * is now, which misses nothing either.
 */
public final class Events {

  private static final int KEPT = 4096;

  private final String run;
  private final int listenersAtMost;
  private final Deque<Event> kept = new ArrayDeque<>();
  private final Map<Answer.Outlet, BooleanSupplier> listeners = new ConcurrentHashMap<>();
  private long number;

  public Events(String run, int listenersAtMost) {
    this.run = run;
    this.listenersAtMost = listenersAtMost;
  }

  /** Tells everybody. Does not block. */
  public synchronized void tell(String type, Map<String, Object> data) {
    Event event = new Event(++number, frame(run + "-" + number, type, data));
    kept.addLast(event);
    if (kept.size() > KEPT) {
      kept.removeFirst();
    }
    dismiss();
    listeners.keySet().forEach(outlet -> send(outlet, event.text));
  }

  /**
   * Adds a listener.
   *
   * @param lastId what it heard last; null for a new one
   * @param state how everything is now, for a listener whose id means nothing here
   * @param may whether it may still listen; when it may not, its stream ends
   * @return whether there was room
   */
  synchronized boolean listen(
      Answer.Outlet outlet,
      @Nullable String lastId,
      Supplier<List<Map<String, Object>>> state,
      BooleanSupplier may) {
    if (listeners.size() >= listenersAtMost) {
      return false;
    }
    outlet.whenGone(() -> listeners.remove(outlet));
    send(outlet, ": lingpai\nretry: 3000\n\n");
    if (lastId != null) {
      catchUp(outlet, lastId, state);
    }
    listeners.put(outlet, may);
    return true;
  }

  boolean full() {
    return listeners.size() >= listenersAtMost;
  }

  private void catchUp(
      Answer.Outlet outlet, String lastId, Supplier<List<Map<String, Object>>> state) {
    long heard = number(lastId);
    long oldest = kept.isEmpty() ? number + 1 : kept.getFirst().number;
    if (heard >= oldest - 1 && heard <= number) {
      List<Event> missed = new ArrayList<>(kept);
      missed.removeIf(event -> event.number <= heard);
      missed.forEach(event -> send(outlet, event.text));
      return;
    }
    String id = run + "-" + number;
    state.get().forEach(data -> send(outlet, frame(id, "credential", data)));
  }

  private long number(String id) {
    if (!id.startsWith(run + "-") || id.length() > 64) {
      return -1;
    }
    try {
      return Long.parseLong(id.substring(run.length() + 1));
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  /** Keeps connections through proxies alive, and finds out about dead ones. */
  public void beat() {
    listeners.keySet().forEach(outlet -> send(outlet, ": beat\n\n"));
  }

  /** Ends the streams of those whose keys are gone. */
  public void dismiss() {
    listeners.forEach(
        (outlet, may) -> {
          if (!may.getAsBoolean()) {
            listeners.remove(outlet);
            outlet.end();
          }
        });
  }

  /** Ends all streams: the server stops, and listeners come back to another node. */
  public void stop() {
    listeners.keySet().forEach(Answer.Outlet::end);
    listeners.clear();
  }

  private void send(Answer.Outlet outlet, String text) {
    if (!outlet.send(text)) {
      listeners.remove(outlet);
    }
  }

  private static String frame(String id, String type, Map<String, Object> data) {
    return "id: " + id + "\nevent: " + type + "\ndata: " + Json.text(data) + "\n\n";
  }

  private record Event(long number, String text) {}
}
