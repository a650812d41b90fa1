package io.lingpai.server.api;

import io.lingpai.app.App;
import io.lingpai.credential.Credential;
import io.lingpai.credential.Value;
import io.lingpai.event.Happening;
import io.lingpai.keeper.Keeper;
import io.lingpai.keeper.Subject;
import io.lingpai.server.http.Observer;
import io.lingpai.server.registry.Registry;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Counts what happens, for Prometheus and for an app's usage. */
public final class Metrics implements Observer {

  private final PrometheusMeterRegistry prometheus =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Map<String, Timer> answers = new ConcurrentHashMap<>();
  private final Map<String, Counter> callbacks = new ConcurrentHashMap<>();
  private final Map<String, Counter> wire = new ConcurrentHashMap<>();
  private final Map<String, Counter> wireBytes = new ConcurrentHashMap<>();
  private final Outcomes wireOutcomes = new Outcomes();
  private Runnable refresh = () -> {};

  public MeterRegistry registry() {
    return prometheus;
  }

  /** What Prometheus reads, with the life left of every credential as it is now. */
  String scrape() {
    return prometheus.scrape();
  }

  /** Shows the life left of every credential this node knows. */
  public void show(Registry registry, Keeper keeper) {
    MultiGauge left =
        MultiGauge.builder("lingpai.credential.expires")
            .baseUnit("seconds")
            .description("seconds until a credential's current value ends; 0 without one")
            .register(prometheus);
    this.refresh =
        () -> {
          Instant now = keeper.timeline().now();
          left.register(
              registry.apps().stream()
                  .filter(App::active)
                  .flatMap(app -> registry.ofApp(app.name()).stream())
                  .map(subject -> row(subject, keeper, now))
                  .toList(),
              true);
        };
    refresh();
  }

  /** Looks at the credentials anew; called now and then. */
  public void refresh() {
    refresh.run();
  }

  private static MultiGauge.Row<?> row(Subject subject, Keeper keeper, Instant now) {
    Value value = keeper.peek(subject.key()).map((Credential it) -> it.alive(now)).orElse(null);
    double seconds = value == null ? 0 : Duration.between(now, value.expiresAt()).toMillis() / 1e3;
    return MultiGauge.Row.of(
        Tags.of("app", subject.key().app(), "kind", subject.key().kind()), seconds);
  }

  @Override
  public void answered(String pattern, int status, long nanos) {
    answers
        .computeIfAbsent(
            pattern + " " + status,
            unused ->
                Timer.builder("lingpai.http.requests")
                    .tag("route", pattern)
                    .tag("status", Integer.toString(status))
                    .register(prometheus))
        .record(nanos, TimeUnit.NANOSECONDS);
  }

  /** Hears what the keeper does. Does not block. */
  public void happened(Happening happening) {
    switch (happening) {
      case Happening.Renewed renewed -> {
        renewals(happening, renewed.changed() ? "renewed" : "unchanged");
        vendorCalls(happening, "issued");
      }
      case Happening.NotRenewed not -> {
        String nature = not.trouble().nature().name().toLowerCase(Locale.ROOT);
        renewals(happening, nature);
        vendorCalls(happening, nature);
      }
      case Happening.Checked checked -> vendorCalls(happening, "checked");
      case Happening.LateAnswerAdopted late -> count("lingpai.late.answers.adopted", happening);
      case Happening.Entrusted entrusted -> count("lingpai.authorizations", happening);
      case Happening.TakenOver taken -> count("lingpai.values.taken.over", happening);
      case Happening.Arrived arrived -> count("lingpai.pushes", happening);
      case Happening.PushesSilent silent -> count("lingpai.pushes.missed", happening);
      case Happening.PartnerRecovered recovered -> {
        vendorCalls(happening, "recovered");
        count("lingpai.refresh.tokens.recovered", happening);
      }
      case Happening.ForeignFetch foreign -> count("lingpai.foreign.fetches", happening);
      case Happening.StoreLost lost -> count("lingpai.store.losses", happening);
    }
  }

  private void renewals(Happening happening, String outcome) {
    count("lingpai.renewals", happening, outcome);
  }

  private void vendorCalls(Happening happening, String outcome) {
    count("lingpai.vendor.calls", happening, outcome);
  }

  private void count(String name, Happening happening, String outcome) {
    prometheus
        .counter(
            name, "app", happening.key().app(), "kind", happening.key().kind(), "outcome", outcome)
        .increment();
  }

  private void count(String name, Happening happening) {
    prometheus
        .counter(name, "app", happening.key().app(), "kind", happening.key().kind())
        .increment();
  }

  /** Counts a call on the wire surface. */
  public void wireCall(String keyName, String app, String outcome) {
    String heading = wireOutcomes.heading(app, outcome);
    wire.computeIfAbsent(
            keyName + "\n" + app + "\n" + heading,
            unused ->
                prometheus.counter(
                    "lingpai.wire.calls", "key", keyName, "app", app, "outcome", heading))
        .increment();
  }

  /** Counts something that arrived at a callback address. */
  public void callback(String app, String outcome) {
    callbacks
        .computeIfAbsent(
            app + "\n" + outcome,
            unused -> prometheus.counter("lingpai.callbacks", "app", app, "outcome", outcome))
        .increment();
  }

  /** Counts what a passed-on call carried each way. */
  public void wireBytes(String keyName, String app, long up, long down) {
    bytes(keyName, app, "up", up);
    bytes(keyName, app, "down", down);
  }

  private void bytes(String keyName, String app, String direction, long bytes) {
    if (bytes > 0) {
      wireBytes
          .computeIfAbsent(
              keyName + "\n" + app + "\n" + direction,
              unused ->
                  prometheus.counter(
                      "lingpai.wire.bytes", "key", keyName, "app", app, "direction", direction))
          .increment((double) bytes);
    }
  }

  /** Wire calls to one app since this node started, by key and outcome. */
  Map<String, Map<String, Long>> wireCallsOf(String app) {
    Map<String, Map<String, Long>> calls = new TreeMap<>();
    wire.forEach(
        (name, counter) -> {
          String[] parts = name.split("\n", -1);
          if (parts[1].equals(app)) {
            calls
                .computeIfAbsent(parts[0], unused -> new TreeMap<>())
                .put(parts[2], (long) counter.count());
          }
        });
    return calls;
  }
}
