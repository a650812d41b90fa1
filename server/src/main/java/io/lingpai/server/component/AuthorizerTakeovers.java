package io.lingpai.server.component;

import io.lingpai.app.App;
import io.lingpai.app.AppStore;
import io.lingpai.authorization.PlatformApp;
import io.lingpai.authorization.PlatformApp.Account;
import io.lingpai.credential.CredentialKey;
import io.lingpai.keeper.Keeper;
import io.lingpai.keeper.Subject;
import io.lingpai.keeper.Takeover.Outcome;
import io.lingpai.server.access.Authorization;
import io.lingpai.server.access.Need;
import io.lingpai.server.access.Trail;
import io.lingpai.server.api.Fields;
import io.lingpai.server.api.HandedIn;
import io.lingpai.server.http.Answer;
import io.lingpai.server.http.Json;
import io.lingpai.server.http.Request;
import io.lingpai.server.http.Route;
import io.lingpai.server.problem.Problem;
import io.lingpai.server.problem.Sort;
import io.lingpai.server.registry.Registry;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes in an account that authorized a platform, with the refresh token that another program keeps
 * for it. The vendor is not asked: what only it knows of the account is filled in when its list is
 * read next.
 */
final class AuthorizerTakeovers {

  private static final String TOKEN = "access_token";

  private final AppStore apps;
  private final Registry registry;
  private final Authorization authorization;
  private final PlatformApp vendor;
  private final Authorizers authorizers;
  private final Keeper keeper;
  private final Trail trail;

  AuthorizerTakeovers(
      AppStore apps,
      Registry registry,
      Authorization authorization,
      PlatformApp vendor,
      Authorizers authorizers,
      Keeper keeper,
      Trail trail) {
    this.apps = apps;
    this.registry = registry;
    this.authorization = authorization;
    this.vendor = vendor;
    this.authorizers = authorizers;
    this.keeper = keeper;
    this.trail = trail;
  }

  List<Route> routes() {
    return List.of(
        Route.gated(
            "POST",
            "/api/v1/apps/{app}/authorizers",
            "admin",
            authorization.needs(request -> Need.ADMIN),
            this::take));
  }

  private Answer take(Request request) {
    App platform = PlatformProblems.platform(apps, request.variable("app"));
    Fields fields = Fields.of(request);
    String id = fields.required("appid");
    Optional<String> sort = fields.text("platform");
    HandedIn handedIn = HandedIn.of(fields);
    fields.nothingElse();
    if (!id.matches("[A-Za-z0-9_-]{1,64}")) {
      throw fields.wrong("appid", "expected the vendor's id of an account");
    }
    if (sort.isPresent() && !vendor.accountPlatforms().contains(sort.get())) {
      throw fields.wrong("platform", expected());
    }
    Optional<App> known = authorizers.find(platform, id);
    if (known.isEmpty() && sort.isEmpty()) {
      throw fields.wrong("platform", "missing: the account is not known here; " + expected());
    }
    if (known.isEmpty() && apps.find(Authorizers.nameOf(id)).isPresent()) {
      throw taken(id);
    }
    Outcome outcome = Outcome.TAKEN;
    if (known.isPresent() || !handedIn.dryRun()) {
      App app = known.orElseGet(() -> admitted(platform, id, sort.orElseThrow()));
      outcome = handedIn.to(keeper, subject(app));
    }
    if (!handedIn.dryRun()) {
      trail.note(request, "authorizer.takeover", Authorizers.nameOf(id), HandedIn.text(outcome));
    }
    return Json.answer(200, answer(id, known.isEmpty(), outcome, handedIn.dryRun()));
  }

  private String expected() {
    return "expected one of " + String.join(", ", vendor.accountPlatforms());
  }

  /** As of a time before all that the vendor may say about it. */
  private App admitted(App platform, String id, String sort) {
    Account bare = new Account(id, sort, Map.of(), List.of(), null);
    return authorizers.admit(platform, bare, Instant.EPOCH).orElseThrow(() -> taken(id));
  }

  private static RuntimeException taken(String id) {
    return Problem.of(Sort.CONFLICT, "an app that is not this platform's has the name of " + id)
        .refusal();
  }

  private Subject subject(App app) {
    return registry
        .find(new CredentialKey(app.name(), TOKEN))
        .orElseThrow(() -> new IllegalStateException(app.name() + " has no token"));
  }

  private static Map<String, @Nullable Object> answer(
      String id, boolean fresh, Outcome outcome, boolean dryRun) {
    Map<String, @Nullable Object> answer = new LinkedHashMap<>();
    answer.put("app", Authorizers.nameOf(id));
    answer.put("appid", id);
    answer.put("added", fresh);
    answer.put("outcome", HandedIn.text(outcome));
    answer.put("dry_run", dryRun);
    return answer;
  }
}
