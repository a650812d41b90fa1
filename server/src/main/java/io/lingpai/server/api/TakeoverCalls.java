package io.lingpai.server.api;

import io.lingpai.audit.AuditLog;
import io.lingpai.credential.Credential;
import io.lingpai.credential.CredentialKey;
import io.lingpai.credential.Kind;
import io.lingpai.credential.Value;
import io.lingpai.keeper.Keeper;
import io.lingpai.keeper.Subject;
import io.lingpai.keeper.Takeover.Outcome;
import io.lingpai.platform.Issuance;
import io.lingpai.secret.Secret;
import io.lingpai.server.access.Authorization;
import io.lingpai.server.access.Caller;
import io.lingpai.server.access.Need;
import io.lingpai.server.http.Answer;
import io.lingpai.server.http.Json;
import io.lingpai.server.http.Request;
import io.lingpai.server.http.Route;
import io.lingpai.server.problem.Problem;
import io.lingpai.server.registry.Registry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Hands in what another program fetched and what is in use, so that nobody need fetch it anew. */
public final class TakeoverCalls {

  private final Registry registry;
  private final Keeper keeper;
  private final Authorization authorization;
  private final AuditLog audit;
  private final InstantSource clock;

  public TakeoverCalls(
      Registry registry,
      Keeper keeper,
      Authorization authorization,
      AuditLog audit,
      InstantSource clock) {
    this.registry = registry;
    this.keeper = keeper;
    this.authorization = authorization;
    this.audit = audit;
    this.clock = clock;
  }

  public List<Route> routes() {
    return List.of(
        Route.gated(
            "POST",
            "/api/v1/apps/{app}/credentials/{kind}/takeovers",
            "admin",
            authorization.needs(request -> Need.ADMIN),
            this::take));
  }

  private Answer take(Request request) {
    CredentialKey key = new CredentialKey(request.variable("app"), request.variable("kind"));
    Subject subject =
        registry
            .find(key)
            .orElseThrow(
                () -> Problem.notFound("there is no such app, or it has no such kind").refusal());
    Fields fields = Fields.of(request);
    Optional<Secret> value = fields.text("value").map(Secret::of);
    Optional<Long> seconds = fields.number("expires_in").filter(it -> it > 0);
    Optional<Secret> partner = fields.text("refresh_token").map(Secret::of);
    boolean dryRun = fields.flag("dry_run");
    fields.nothingElse();
    if (value.isPresent() && seconds.isEmpty()) {
      throw fields.wrong("expires_in", "expected the seconds that are left of the value's life");
    }
    if (value.isEmpty() && partner.isEmpty()) {
      throw fields.wrong("value", "missing");
    }
    if (partner.isPresent() && !(subject.kind().source() instanceof Kind.Source.OwnPartner)) {
      throw fields.wrong("refresh_token", "this kind is refreshed without one");
    }
    Outcome outcome =
        value.isPresent()
            ? value(subject, value.get(), Duration.ofSeconds(seconds.orElse(1L)), partner, dryRun)
            : partner(key, partner.orElseThrow(), dryRun);
    if (!dryRun) {
      noted(request.caller(Caller.class), key, outcome);
    }
    return Json.answer(200, answer(key, outcome, dryRun));
  }

  private Outcome value(
      Subject subject, Secret value, Duration rest, Optional<Secret> partner, boolean dryRun) {
    CredentialKey key = subject.key();
    Outcome judged = keeper.takeover().judge(key, value);
    if (dryRun) {
      return judged;
    }
    if (subject.kind().source() instanceof Kind.Source.Pushed) {
      if (judged == Outcome.TAKEN) {
        // Its age is what is gone of its life; the newest push wins, here as everywhere.
        Instant sentAt = keeper.timeline().now().minus(subject.kind().life()).plus(rest);
        keeper.arrivals().pushed(key, value, sentAt);
      }
      return judged;
    }
    return keeper.takeover().take(key, new Issuance.Issued(value, rest, partner.orElse(null)));
  }

  private Outcome partner(CredentialKey key, Secret partner, boolean dryRun) {
    return dryRun
        ? keeper.takeover().judgePartner(key, partner)
        : keeper.takeover().takePartner(key, partner);
  }

  private void noted(Caller caller, CredentialKey key, Outcome outcome) {
    audit.append(
        clock.instant(), caller.keyId(), "credential.takeover", key.toString(), text(outcome));
  }

  private Map<String, @Nullable Object> answer(CredentialKey key, Outcome outcome, boolean dryRun) {
    Map<String, @Nullable Object> answer = new LinkedHashMap<>();
    answer.put("app", key.app());
    answer.put("kind", key.kind());
    answer.put("outcome", text(outcome));
    answer.put("dry_run", dryRun);
    Value current = keeper.peek(key).map(Credential::current).orElse(null);
    answer.put("expires_at", current == null ? null : current.expiresAt().toString());
    return answer;
  }

  private static String text(Outcome outcome) {
    return outcome.name().toLowerCase(Locale.ROOT);
  }
}
