package io.lingpai.server.api;

import io.lingpai.credential.Credential;
import io.lingpai.credential.Value;
import io.lingpai.keeper.Keeper;
import io.lingpai.keeper.Subject;
import io.lingpai.secret.Fingerprints;
import io.lingpai.server.access.Authorization;
import io.lingpai.server.access.Caller;
import io.lingpai.server.access.Need;
import io.lingpai.server.http.Answer;
import io.lingpai.server.http.Json;
import io.lingpai.server.http.Request;
import io.lingpai.server.http.Route;
import io.lingpai.server.problem.Problem;
import io.lingpai.server.problem.Sort;
import io.lingpai.server.registry.Registry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Server-sent events. A value is never among them: what travels is its fingerprint. */
public final class EventCalls {

  private final Events events;
  private final Registry registry;
  private final Keeper keeper;
  private final Authorization authorization;
  private final Fingerprints fingerprints;

  public EventCalls(
      Events events,
      Registry registry,
      Keeper keeper,
      Authorization authorization,
      Fingerprints fingerprints) {
    this.events = events;
    this.registry = registry;
    this.keeper = keeper;
    this.authorization = authorization;
    this.fingerprints = fingerprints;
  }

  public List<Route> routes() {
    return List.of(
        Route.gated(
            "GET", "/api/v1/events", "watch", authorization.needs(it -> Need.WATCH), this::listen));
  }

  private Answer listen(Request request) {
    if (events.full()) {
      throw Problem.of(Sort.TOO_MANY, "no more listeners are taken")
          .retryAfter(Duration.ofSeconds(5))
          .refusal();
    }
    String lastId = request.header("last-event-id");
    Caller caller = request.caller(Caller.class);
    return new Answer.Open(
        200,
        List.of("content-type", "text/event-stream; charset=utf-8", "x-accel-buffering", "no"),
        outlet -> {
          if (!events.listen(
              outlet, lastId, this::state, () -> authorization.still(caller, Need.WATCH))) {
            outlet.end();
          }
        });
  }

  private List<Map<String, Object>> state() {
    List<Map<String, Object>> state = new ArrayList<>();
    registry
        .apps()
        .forEach(
            app ->
                registry.ofApp(app.name()).stream()
                    .map(Subject::key)
                    .flatMap(key -> keeper.peek(key).stream())
                    .filter(credential -> credential.current() != null)
                    .forEach(credential -> state.add(credential(credential, fingerprints))));
    return state;
  }

  /** A new version, as an event tells it. */
  public static Map<String, Object> credential(Credential credential, Fingerprints fingerprints) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("app", credential.key().app());
    data.put("kind", credential.key().kind());
    data.put("version", credential.version());
    Value value = credential.current();
    if (value != null) {
      data.put("fingerprint", fingerprints.of(value.secret()));
      data.put("expires_at", Json.time(value.expiresAt()));
    }
    return data;
  }
}
