package io.lingpai.server.api;

import io.lingpai.credential.CredentialKey;
import io.lingpai.keeper.Grounds;
import io.lingpai.keeper.Keeper;
import io.lingpai.keeper.Reading;
import io.lingpai.keeper.Report;
import io.lingpai.keeper.Subject;
import io.lingpai.secret.Secret;
import io.lingpai.server.access.Authorization;
import io.lingpai.server.access.Caller;
import io.lingpai.server.access.Grant;
import io.lingpai.server.access.Need;
import io.lingpai.server.access.Trail;
import io.lingpai.server.http.Answer;
import io.lingpai.server.http.Request;
import io.lingpai.server.http.Route;
import io.lingpai.server.registry.Registry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The passive refresh: a caller says that a value is dead, and at most one check is made of it. */
public final class RenewalCalls {

  private final Registry registry;
  private final Keeper keeper;
  private final Authorization authorization;
  private final CredentialCalls credentials;
  private final Troubles troubles;
  private final Suspicions suspicions;
  private final Trail trail;
  private final ReadAnswers answers = new ReadAnswers();

  public RenewalCalls(
      Registry registry,
      Keeper keeper,
      Authorization authorization,
      CredentialCalls credentials,
      Troubles troubles,
      Suspicions suspicions,
      Trail trail) {
    this.registry = registry;
    this.keeper = keeper;
    this.authorization = authorization;
    this.credentials = credentials;
    this.troubles = troubles;
    this.suspicions = suspicions;
    this.trail = trail;
  }

  public List<Route> routes() {
    return List.of(
        Route.gated(
            "POST",
            "/api/v1/apps/{app}/credentials/{kind}/renewals",
            "renew:{app}",
            authorization.needs(request -> Need.of(Grant.Action.RENEW, request.variable("app"))),
            this::renew));
  }

  private Answer renew(Request request) throws InterruptedException {
    CredentialKey key = new CredentialKey(request.variable("app"), request.variable("kind"));
    Fields fields = Fields.of(request);
    Optional<String> rejected = fields.text("rejected");
    fields.nothingElse();
    Caller caller = request.caller(Caller.class);
    if (rejected.isEmpty()) {
      Authorization.require(caller, Need.ADMIN);
    }
    Subject subject = CredentialCalls.subject(registry, key);
    boolean renewed =
        rejected.isPresent()
            ? suspicions
                .voice(caller, key, Secret.of(rejected.get()), Grounds.HEARSAY)
                .map(Report::renewed)
                .orElse(false)
            : forced(request, subject);
    return answer(caller, credentials.reading(subject), renewed);
  }

  private boolean forced(Request request, Subject subject) throws InterruptedException {
    Report report = CredentialCalls.await(keeper.renew(subject.key()));
    trail.note(
        request,
        "credential.renew",
        subject.key().toString(),
        report.renewed() ? "renewed" : "unchanged");
    if (!report.renewed() && report.refused() != null) {
      throw troubles.of(subject, report.refused()).refusal();
    }
    return report.renewed();
  }

  private Answer answer(Caller caller, Reading reading, boolean renewed) {
    CredentialKey key = reading.credential().key();
    String more = ",\"renewed\":" + renewed;
    if (caller.may(Need.read(key.app(), key.kind()))) {
      return answers.of(reading, more).with("cache-control", "no-store");
    }
    String start =
        new String(ReadAnswers.start(key, reading.value(), false), StandardCharsets.UTF_8);
    String body =
        start
            + ",\"expires_in\":"
            + ReadAnswers.expiresIn(reading)
            + ",\"fresh_for\":"
            + reading.freshFor().toSeconds()
            + more
            + "}";
    return Answer.json(200, body.getBytes(StandardCharsets.UTF_8));
  }
}
