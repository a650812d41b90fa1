package io.lingpai.server.follower;

import io.lingpai.app.App;
import io.lingpai.follower.FollowerImport;
import io.lingpai.follower.FollowerImports;
import io.lingpai.server.access.Authorization;
import io.lingpai.server.access.Caller;
import io.lingpai.server.access.Grant;
import io.lingpai.server.access.Need;
import io.lingpai.server.access.Trail;
import io.lingpai.server.http.Answer;
import io.lingpai.server.http.Json;
import io.lingpai.server.http.Request;
import io.lingpai.server.http.Route;
import io.lingpai.server.problem.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Imports begun by hand, and how far they are. */
final class ImportCalls {

  private final Authorization authorization;
  private final FollowerApps apps;
  private final FollowerImports imports;
  private final Importer importer;
  private final Trail trail;

  ImportCalls(
      Authorization authorization,
      FollowerApps apps,
      FollowerImports imports,
      Importer importer,
      Trail trail) {
    this.authorization = authorization;
    this.apps = apps;
    this.imports = imports;
    this.importer = importer;
    this.trail = trail;
  }

  List<Route> routes() {
    Route.Gate followers =
        authorization.needs(request -> Need.of(Grant.Action.FOLLOWERS, request.variable("app")));
    return List.of(
        Route.gated(
            "POST",
            "/api/v1/apps/{app}/follower-imports",
            "followers:{app}",
            followers,
            this::begin),
        Route.gated(
            "GET",
            "/api/v1/apps/{app}/follower-imports/{id}",
            "followers:{app}",
            followers,
            this::show));
  }

  /** One that runs already is the one that was asked for. */
  private Answer begin(Request request) {
    Json.object(request);
    App app = apps.account(request.variable("app"));
    String proposed = importer.newId();
    Caller caller = request.caller(Caller.class);
    FollowerImport begun = imports.begin(app.name(), proposed, caller.keyId());
    if (begun.id().equals(proposed)) {
      trail.note(request, "followers.import", app.name(), begun.id());
    }
    return Json.answer(202, shown(begun))
        .with("Location", "/api/v1/apps/" + app.name() + "/follower-imports/" + begun.id());
  }

  private Answer show(Request request) {
    App app = apps.known(request.variable("app"));
    return imports
        .find(app.name(), request.variable("id"))
        .map(found -> Json.answer(200, shown(found)))
        .orElseThrow(() -> Problem.notFound("there is no import of this id").refusal());
  }

  private static Map<String, @Nullable Object> shown(FollowerImport it) {
    Map<String, @Nullable Object> shown = new LinkedHashMap<>();
    shown.put("id", it.id());
    shown.put("app", it.app());
    shown.put("state", it.state().name().toLowerCase(Locale.ROOT));
    shown.put("done", it.done());
    shown.put("total", it.total());
    shown.put("gone", it.gone());
    shown.put("started_at", Json.timeIfAny(it.startedAt()));
    shown.put("updated_at", Json.timeIfAny(it.updatedAt()));
    shown.put("finished_at", Json.timeIfAny(it.finishedAt()));
    shown.put("problem", it.problem().isEmpty() ? null : it.problem());
    return shown;
  }
}
