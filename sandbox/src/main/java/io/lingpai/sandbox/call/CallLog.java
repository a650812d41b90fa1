package io.lingpai.sandbox.call;

import com.fasterxml.jackson.databind.JsonNode;
import io.lingpai.sandbox.http.Answer;
import io.lingpai.sandbox.http.Json;
import io.lingpai.sandbox.http.Request;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The last calls in full, and counts of all since the start. Safe for many threads. */
public final class CallLog {
  private static final int KEPT = 10_000;
  private static final int LONGEST_VALUE = 200;
  private static final int MOST_PARAMETERS = 64;

  private record Counter(String path, @Nullable String app, int code) {}

  private final Deque<Asked> calls = new ArrayDeque<>();
  private final Map<Counter, Long> counters = new HashMap<>();
  private long total;

  public synchronized void add(
      Instant at,
      String vendor,
      Request request,
      Optional<String> app,
      Answer answer,
      Optional<String> fault) {
    String caller = app.orElse(null);
    calls.addLast(
        new Asked(
            ++total,
            at,
            vendor,
            request.method(),
            request.path(),
            caller,
            parameters(request),
            request.client(),
            answer.status(),
            answer.code(),
            fault.orElse(null)));
    if (calls.size() > KEPT) {
      calls.removeFirst();
    }
    counters.merge(new Counter(request.path(), caller, answer.code()), 1L, Long::sum);
  }

  /** The newest last. */
  public synchronized List<Asked> all() {
    return List.copyOf(calls);
  }

  public List<Asked> on(String path) {
    return all().stream().filter(call -> call.path().equals(path)).toList();
  }

  public synchronized List<Asked> newestFirst(int most) {
    List<Asked> newest = new ArrayList<>();
    calls.descendingIterator().forEachRemaining(call -> addIfRoom(newest, call, most));
    return newest;
  }

  private static void addIfRoom(List<Asked> newest, Asked call, int most) {
    if (newest.size() < most) {
      newest.add(call);
    }
  }

  public synchronized long total() {
    return total;
  }

  public long count(String path) {
    return sum(counter -> counter.path().equals(path));
  }

  public long count(String path, String app) {
    return sum(counter -> counter.path().equals(path) && app.equals(counter.app()));
  }

  /** How many calls on this path were answered with this code; 0 is success. */
  public long countAnswered(String path, int code) {
    return sum(counter -> counter.path().equals(path) && counter.code() == code);
  }

  /** How many calls were answered with this code on any path. */
  public long countAnswered(int code) {
    return sum(counter -> counter.code() == code);
  }

  private synchronized long sum(Predicate<Counter> chosen) {
    return counters.entrySet().stream()
        .filter(entry -> chosen.test(entry.getKey()))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /** Calls by path, all apps together. */
  public synchronized Map<String, Long> byPath() {
    Map<String, Long> paths = new TreeMap<>();
    counters.forEach((counter, count) -> paths.merge(counter.path(), count, Long::sum));
    return paths;
  }

  public synchronized void clear() {
    calls.clear();
    counters.clear();
    total = 0;
  }

  private static Map<String, String> parameters(Request request) {
    Map<String, String> parameters = new LinkedHashMap<>();
    request.query().forEach((name, value) -> put(parameters, name, value));
    request.form().forEach((name, value) -> put(parameters, name, value));
    if (!request.body().isEmpty() && request.form().isEmpty()) {
      Json.parseObject(request.body())
          .ifPresentOrElse(
              object -> flatten(parameters, "", object),
              () -> parameters.put("(body)", request.body().length() + " characters"));
    }
    return parameters;
  }

  private static void flatten(Map<String, String> into, String prefix, JsonNode node) {
    if (node.isObject()) {
      node.properties()
          .forEach(field -> flatten(into, join(prefix, field.getKey()), field.getValue()));
    } else if (node.isArray()) {
      for (int i = 0; i < node.size() && into.size() < MOST_PARAMETERS; i++) {
        flatten(into, join(prefix, String.valueOf(i)), node.path(i));
      }
    } else {
      put(into, prefix, node.asText());
    }
  }

  private static String join(String prefix, String name) {
    return prefix.isEmpty() ? name : prefix + "." + name;
  }

  private static void put(Map<String, String> into, String name, String value) {
    if (into.size() < MOST_PARAMETERS) {
      String shown = Mask.ifSecret(name, value);
      into.putIfAbsent(
          name, shown.length() > LONGEST_VALUE ? shown.substring(0, LONGEST_VALUE) + "…" : shown);
    }
  }
}
