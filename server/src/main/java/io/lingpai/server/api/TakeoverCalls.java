package io.lingpai.server.api;

import io.lingpai.credential.Credential;
import io.lingpai.credential.CredentialKey;
import io.lingpai.credential.Kind;
import io.lingpai.credential.Value;
import io.lingpai.keeper.Keeper;
import io.lingpai.keeper.Subject;
import io.lingpai.keeper.Takeover.Outcome;
import io.lingpai.server.access.Authorization;
import io.lingpai.server.access.Need;
import io.lingpai.server.access.Trail;
import io.lingpai.server.http.Answer;
import io.lingpai.server.http.Json;
import io.lingpai.server.http.Request;
import io.lingpai.server.http.Route;
import io.lingpai.server.problem.Problem;
import io.lingpai.server.registry.Registry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Hands in what another program fetched and what is in use, so that nobody need fetch it anew. */
public final class TakeoverCalls {

  private final Registry registry;
  private final Keeper keeper;
  private final Authorization authorization;
  private final Trail trail;

  public TakeoverCalls(Registry registry, Keeper keeper, Authorization authorization, Trail trail) {
    this.registry = registry;
    this.keeper = keeper;
    this.authorization = authorization;
    this.trail = trail;
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
    HandedIn handedIn = HandedIn.of(fields);
    fields.nothingElse();
    if (handedIn.partner() != null
        && !(subject.kind().source() instanceof Kind.Source.OwnPartner)) {
      throw fields.wrong("refresh_token", "this kind is refreshed without one");
    }
    Outcome outcome = handedIn.to(keeper, subject);
    if (!handedIn.dryRun()) {
      trail.note(request, "credential.takeover", key.toString(), HandedIn.text(outcome));
    }
    return Json.answer(200, answer(key, outcome, handedIn.dryRun()));
  }

  private Map<String, @Nullable Object> answer(CredentialKey key, Outcome outcome, boolean dryRun) {
    Map<String, @Nullable Object> answer = new LinkedHashMap<>();
    answer.put("app", key.app());
    answer.put("kind", key.kind());
    answer.put("outcome", HandedIn.text(outcome));
    answer.put("dry_run", dryRun);
    Value current = keeper.peek(key).map(Credential::current).orElse(null);
    answer.put("expires_at", current == null ? null : current.expiresAt().toString());
    return answer;
  }
}
