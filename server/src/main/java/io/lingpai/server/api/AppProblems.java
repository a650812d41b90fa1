package io.lingpai.server.api;

import io.lingpai.app.App;
import io.lingpai.server.problem.Problem;
import io.lingpai.server.problem.Sort;
import java.util.Optional;

/** An app that a call names, or why there is none to be used. */
public final class AppProblems {

  private AppProblems() {}

  /** The app that was looked for by its name, disabled or not. */
  public static App known(Optional<App> found) {
    return found.orElseThrow(() -> Problem.notFound("there is no app of this name").refusal());
  }

  /** The app, unless it is disabled; a withdrawn authorizer is the vendor's refusal. */
  public static App active(App app) {
    if (app.active()) {
      return app;
    }
    String reason = app.reason() == null ? "by an administrator" : app.reason();
    Sort sort = app.component() == null ? Sort.CONFLICT : Sort.VENDOR_REFUSED;
    throw Problem.of(sort, "the app " + app.name() + " is disabled: " + reason).refusal();
  }
}
