package io.lingpai.server.api;

import io.lingpai.app.App;
import io.lingpai.audit.AuditLog;
import io.lingpai.credential.Credential;
import io.lingpai.credential.CredentialKey;
import io.lingpai.credential.Tally;
import io.lingpai.credential.VendorsDay;
import io.lingpai.keeper.Keeper;
import io.lingpai.keeper.Subject;
import io.lingpai.secret.Fingerprints;
import io.lingpai.server.access.Authorization;
import io.lingpai.server.access.Need;
import io.lingpai.server.http.Answer;
import io.lingpai.server.http.Json;
import io.lingpai.server.http.Page;
import io.lingpai.server.http.Request;
import io.lingpai.server.http.Route;
import io.lingpai.server.problem.Problem;
import io.lingpai.server.problem.Refusal;
import io.lingpai.server.registry.Registry;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How things are: status, usage, the audit log, metrics. */
public final class WatchCalls {

  private final Registry registry;
  private final Keeper keeper;
  private final Authorization authorization;
  private final AuditLog audit;
  private final Metrics metrics;
  private final AppAnswers answers;
  private final PassedOn passedOn;
  private final VendorQuotas quotas;
  private final Supplier<Map<String, @Nullable Object>> node;

  /**
   * @param node what there is to say of this node: its version, since when it runs, its store
   */
  public WatchCalls(
      Registry registry,
      Keeper keeper,
      Authorization authorization,
      AuditLog audit,
      Metrics metrics,
      Fingerprints fingerprints,
      PassedOn passedOn,
      VendorQuotas quotas,
      Supplier<Map<String, @Nullable Object>> node) {
    this.registry = registry;
    this.keeper = keeper;
    this.authorization = authorization;
    this.audit = audit;
    this.metrics = metrics;
    this.answers = new AppAnswers(registry, keeper, fingerprints);
    this.passedOn = passedOn;
    this.quotas = quotas;
    this.node = node;
  }

  public List<Route> routes() {
    Route.Gate watch = authorization.needs(request -> Need.WATCH);
    Route.Gate admin = authorization.needs(request -> Need.ADMIN);
    return List.of(
        Route.gated("GET", "/api/v1/status", "watch", watch, this::status),
        Route.gated("GET", "/api/v1/apps/{app}/usage", "watch", watch, this::usage),
        Route.gated("GET", "/api/v1/audit", "admin", admin, this::audit),
        Route.gated(
            "GET",
            "/metrics",
            "watch",
            watch,
            request ->
                Answer.text(200, "text/plain; version=0.0.4; charset=utf-8", metrics.scrape())));
  }

  private Answer status(Request request) {
    Map<String, @Nullable Object> status = new LinkedHashMap<>(node.get());
    Map<String, Integer> states = new TreeMap<>();
    List<Map<String, @Nullable Object>> attention = new ArrayList<>();
    for (App app : registry.apps()) {
      Map<String, @Nullable Object> shown = answers.of(app);
      String state = String.valueOf(shown.get("state"));
      states.merge(state, 1, Integer::sum);
      if (state.equals("attention")) {
        Map<String, @Nullable Object> one = new LinkedHashMap<>();
        one.put("app", app.name());
        one.put("reason", shown.get("reason"));
        one.put("what_to_do", shown.get("what_to_do"));
        one.put("what_to_do_zh", shown.get("what_to_do_zh"));
        attention.add(one);
      }
    }
    status.put("apps", states);
    status.put("attention", attention);
    return Json.answer(200, status);
  }

  private Answer usage(Request request) {
    String app = request.variable("app");
    App known = AppProblems.known(registry.app(app));
    LocalDate day = day(request);
    Instant now = keeper.timeline().now();
    List<Map<String, @Nullable Object>> kinds = new ArrayList<>();
    for (Subject subject : registry.ofApp(app)) {
      CredentialKey key = subject.key();
      Tally tally = keeper.peek(key).map(Credential::tally).orElse(Tally.ZERO).on(now);
      Map<String, @Nullable Object> one = new LinkedHashMap<>();
      one.put("kind", key.kind());
      one.put("vendor_calls_today", tally.vendorCalls());
      one.put("daily_budget", subject.kind().dailyBudget());
      one.put("checks_today", tally.checks());
      one.put("forced_today", tally.forced());
      one.put("foreign_fetches", tally.foreignFetches());
      kinds.add(one);
    }
    Map<String, @Nullable Object> usage = new LinkedHashMap<>();
    usage.put("app", app);
    usage.put("day", day.toString());
    usage.put("day_ends_at", Json.time(VendorsDay.endOf(now)));
    usage.put("kinds", kinds);
    usage.put("keys", metrics.wireCallsOf(app));
    usage.put("passed_on", passedOn.of(app, day));
    String path = request.parameter("quota");
    if (path != null) {
      usage.put("vendor_quota", quotas.of(known, path));
    }
    return Json.answer(200, usage);
  }

  /** The day that is asked about, of those that are known. */
  private LocalDate day(Request request) {
    String text = request.parameter("day");
    LocalDate today = passedOn.today();
    if (text == null || text.isEmpty()) {
      return today;
    }
    LocalDate since = passedOn.since();
    try {
      LocalDate day = LocalDate.parse(text);
      if (!day.isBefore(since) && !day.isAfter(today)) {
        return day;
      }
    } catch (DateTimeParseException e) {
      throw wrongDay(since, today);
    }
    throw wrongDay(since, today);
  }

  private static Refusal wrongDay(LocalDate since, LocalDate today) {
    return Problem.malformed("day", "`day` must be a date from " + since + " to " + today)
        .refusal();
  }

  private Answer audit(Request request) {
    Page page = Page.of(request);
    long before = page.after().isEmpty() ? 0 : request.number("after", 0, 1, Long.MAX_VALUE);
    List<AuditLog.Entry> entries = audit.list(before, page.limit() + 1);
    return page.answer("entries", entries, entry -> Long.toString(entry.id()), WatchCalls::shown);
  }

  private static Map<String, @Nullable Object> shown(AuditLog.Entry entry) {
    Map<String, @Nullable Object> shown = new LinkedHashMap<>();
    shown.put("id", entry.id());
    shown.put("at", Json.time(entry.at()));
    shown.put("actor", entry.actor());
    shown.put("action", entry.action());
    shown.put("subject", entry.subject());
    shown.put("detail", entry.detail());
    shown.put("hash", entry.hash());
    return shown;
  }
}
