package io.lingpai.server.api;

import io.lingpai.app.App;
import io.lingpai.app.AppStore;
import io.lingpai.keeper.Keeper;
import io.lingpai.secret.Fingerprints;
import io.lingpai.secret.Secret;
import io.lingpai.server.access.Authorization;
import io.lingpai.server.access.Need;
import io.lingpai.server.access.Trail;
import io.lingpai.server.http.Answer;
import io.lingpai.server.http.Json;
import io.lingpai.server.http.Page;
import io.lingpai.server.http.Request;
import io.lingpai.server.http.Route;
import io.lingpai.server.problem.Problem;
import io.lingpai.server.problem.Sort;
import io.lingpai.server.registry.Registry;
import io.lingpai.store.CredentialStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Apps: added, shown, changed, removed. */
public final class AppCalls {

  private static final List<String> PLAIN =
      List.of(
          "appid", "app_key", "app_id", "corp_id", "agent_id", "token_mode", "signature_digest");
  private static final List<String> SECRET = List.of("secret", "app_secret", "corp_secret");

  private final AppStore store;
  private final CredentialStore credentials;
  private final Registry registry;
  private final Keeper keeper;
  private final Authorization authorization;
  private final Trail trail;
  private final AppForm form;
  private final AppAnswers answers;

  public AppCalls(
      AppStore store,
      CredentialStore credentials,
      Registry registry,
      Keeper keeper,
      Authorization authorization,
      Trail trail,
      Fingerprints fingerprints) {
    this.store = store;
    this.credentials = credentials;
    this.registry = registry;
    this.keeper = keeper;
    this.authorization = authorization;
    this.trail = trail;
    this.form = new AppForm(registry.platforms());
    this.answers = new AppAnswers(registry, keeper, fingerprints);
  }

  public List<Route> routes() {
    Route.Gate admin = authorization.needs(request -> Need.ADMIN);
    return List.of(
        Route.gated("GET", "/api/v1/apps", "admin", admin, this::list),
        Route.gated("POST", "/api/v1/apps", "admin", admin, this::add),
        Route.gated("GET", "/api/v1/apps/{app}", "admin", admin, this::show),
        Route.gated("PATCH", "/api/v1/apps/{app}", "admin", admin, this::change),
        Route.gated("DELETE", "/api/v1/apps/{app}", "admin", admin, this::remove));
  }

  private Answer list(Request request) {
    Page page = Page.of(request);
    List<App> apps = store.list(page.after(), page.limit() + 1);
    return page.answer("apps", apps, App::name, answers::of);
  }

  private Answer show(Request request) {
    return Json.answer(200, answers.of(find(request)));
  }

  private App find(Request request) {
    return AppProblems.known(store.find(request.variable("app")));
  }

  // The name is the app's identity, so a repeated call with an Idempotency-Key needs no memory: the
  // same fields find the same app, other fields are a conflict.
  private Answer add(Request request) {
    Fields fields = Fields.of(request);
    ForwardFields forward = ForwardFields.of(fields.objects("forward").orElse(List.of()));
    Map<String, String> settings = settings(fields);
    settings.putAll(forward.settings());
    Map<String, Secret> secrets = secrets(fields);
    secrets.putAll(forward.secrets());
    AppForm.Given given =
        new AppForm.Given(
            fields.text("name").orElse(null),
            fields.required("platform"),
            settings,
            secrets,
            fields.texts("keep").orElse(null),
            fields.texts("sign_domains").orElse(List.of()));
    fields.nothingElse();
    App app;
    try {
      app = form.app(given, false);
    } catch (AppForm.Wrong e) {
      throw Problem.malformed(e.field(), String.valueOf(e.getMessage())).refusal();
    }
    if (!store.add(app)) {
      return repeated(request, app);
    }
    registry.put(app);
    trail.note(request, "app.create", app.name(), app.platform() + " " + app.vendorId());
    return created(app);
  }

  private Answer repeated(Request request, App app) {
    App stored = store.find(app.name()).orElse(null);
    boolean same =
        stored != null
            && request.header("idempotency-key") != null
            && stored.platform().equals(app.platform())
            && stored.vendorId().equals(app.vendorId())
            && stored.settings().equals(app.settings())
            && stored.secrets().equals(app.secrets());
    if (stored != null && same) {
      return created(stored);
    }
    throw Problem.of(
            Sort.CONFLICT,
            "an app of this name, or of this platform and vendor's id, is there already")
        .refusal();
  }

  private Answer created(App app) {
    return Json.answer(201, answers.of(app)).with("location", "/api/v1/apps/" + app.name());
  }

  private Answer change(Request request) {
    App before = find(request);
    if (before.declared()) {
      throw Problem.of(
              Sort.CONFLICT,
              "the app is declared in the configuration file: change it there and restart")
          .refusal();
    }
    Fields fields = Fields.of(request);
    App after = changed(before, fields);
    fields.nothingElse();
    try {
      form.check(after);
    } catch (AppForm.Wrong e) {
      throw Problem.malformed(e.field(), String.valueOf(e.getMessage())).refusal();
    }
    if (!store.replace(after)) {
      throw Problem.of(Sort.CONFLICT, "the app was changed meanwhile; read it again").refusal();
    }
    App stored = after.withRevision(before.revision() + 1);
    registry.put(stored);
    keeper.reconsider(stored.name());
    trail.note(request, "app.change", stored.name(), String.join(",", names(request)));
    return Json.answer(200, answers.of(stored));
  }

  private static App changed(App before, Fields fields) {
    Map<String, String> settings = new HashMap<>(before.settings());
    settings.putAll(settings(fields));
    if (settings.remove(AppForm.idField(before)) != null) {
      throw fields.wrong(AppForm.idField(before), "the vendor's id cannot change; add another app");
    }
    Map<String, Secret> secrets = new HashMap<>(before.secrets());
    secrets.putAll(secrets(fields));
    // The vendor goes on with the old key for a while after the new one is set in its console.
    Secret old = before.secrets().get("callback.aes_key");
    if (old != null && !secrets.containsValue(old)) {
      secrets.put("callback.previous_aes_key", old);
    }
    App app = before.withSettings(settings).withSecrets(secrets);
    if (fields.has("forward")) {
      app = ForwardFields.of(fields.objects("forward").orElse(List.of())).replacing(app);
    }
    if (fields.has("keep")) {
      app = app.withKeep(fields.texts("keep").orElse(null));
    }
    if (fields.has("sign_domains")) {
      app = app.withSignDomains(fields.texts("sign_domains").orElse(List.of()));
    }
    String state = fields.text("state").orElse(null);
    return switch (state) {
      case null -> app;
      case "active" -> app.withState(App.State.ACTIVE, null);
      case "disabled" -> app.withState(App.State.DISABLED, "by an administrator");
      default -> throw fields.wrong("state", "expected active or disabled");
    };
  }

  private Answer remove(Request request) {
    App app = find(request);
    if (app.declared() && app.active()) {
      throw Problem.of(
              Sort.CONFLICT,
              "the app is declared in the configuration file: take it out there and restart,"
                  + " which disables it")
          .refusal();
    }
    long authorizers = authorizersOf(app);
    if (authorizers > 0 && !"remove".equals(request.parameter("authorizers"))) {
      throw Problem.of(
              Sort.CONFLICT,
              "accounts that authorized this platform, and cannot be served without it: "
                  + authorizers
                  + "; `?authorizers=remove` removes them as well")
          .refusal();
    }
    credentials.removeApp(app.name());
    store.remove(app.name());
    registry.forget(app.name());
    trail.note(
        request, "app.remove", app.name(), authorizers > 0 ? authorizers + " authorizers" : "");
    return Answer.empty(204);
  }

  /** They are removed one by one after the answer, by {@code Components.tend}. */
  private long authorizersOf(App app) {
    return registry.apps().stream().filter(one -> app.name().equals(one.component())).count();
  }

  private static Map<String, String> settings(Fields fields) {
    Map<String, String> settings = new HashMap<>();
    PLAIN.forEach(name -> fields.text(name).ifPresent(value -> settings.put(name, value)));
    fields
        .texts("redirect_hosts")
        .ifPresent(hosts -> settings.put("redirect_hosts", String.join(",", hosts)));
    fields
        .object("callback")
        .flatMap(callback -> callback.text("mode"))
        .ifPresent(mode -> settings.put("callback.mode", mode));
    return settings;
  }

  private static Map<String, Secret> secrets(Fields fields) {
    Map<String, Secret> secrets = new HashMap<>();
    SECRET.forEach(
        name -> fields.text(name).ifPresent(value -> secrets.put(name, Secret.of(value))));
    fields
        .object("callback")
        .ifPresent(
            callback -> {
              callback.text("mode");
              for (String name : List.of("token", "aes_key")) {
                callback
                    .text(name)
                    .ifPresent(value -> secrets.put("callback." + name, Secret.of(value)));
              }
              callback.nothingElse();
            });
    return secrets;
  }

  private static List<String> names(Request request) {
    List<String> names = new ArrayList<>();
    Json.object(request).fieldNames().forEachRemaining(names::add);
    return names;
  }
}
