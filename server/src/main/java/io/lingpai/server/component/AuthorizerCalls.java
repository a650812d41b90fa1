package io.lingpai.server.component;

import io.lingpai.app.App;
import io.lingpai.app.AppStore;
import io.lingpai.authorization.PlatformApp;
import io.lingpai.authorization.PlatformApp.Option;
import io.lingpai.credential.VendorError;
import io.lingpai.platform.Finding;
import io.lingpai.server.access.Authorization;
import io.lingpai.server.access.Grant;
import io.lingpai.server.access.Need;
import io.lingpai.server.access.Trail;
import io.lingpai.server.api.AppProblems;
import io.lingpai.server.api.Fields;
import io.lingpai.server.http.Answer;
import io.lingpai.server.http.Json;
import io.lingpai.server.http.Page;
import io.lingpai.server.http.Request;
import io.lingpai.server.http.Route;
import io.lingpai.server.problem.Problem;
import io.lingpai.server.registry.Registry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Those who authorized a platform, and what each of them chose. */
final class AuthorizerCalls {

  private final AppStore apps;
  private final Registry registry;
  private final Authorization authorization;
  private final PlatformApp vendor;
  private final PlatformCalls calls;
  private final Trail trail;

  AuthorizerCalls(
      AppStore apps,
      Registry registry,
      Authorization authorization,
      PlatformApp vendor,
      PlatformCalls calls,
      Trail trail) {
    this.apps = apps;
    this.registry = registry;
    this.authorization = authorization;
    this.vendor = vendor;
    this.calls = calls;
    this.trail = trail;
  }

  List<Route> routes() {
    Route.Gate gate =
        authorization.needs(request -> Need.of(Grant.Action.AUTHORIZE, request.variable("app")));
    String all = "/api/v1/apps/{app}/authorizers";
    String options = all + "/{account}/options";
    String grant = "authorize:{app}";
    return List.of(
        Route.gated("GET", all, grant, gate, this::list),
        Route.gated("GET", all + "/{account}", grant, gate, this::one),
        Route.gated("GET", options, grant, gate, this::options),
        Route.gated("PUT", options + "/{option}", grant, gate, this::choose));
  }

  private Answer list(Request request) {
    App platform = platform(request);
    Page page = Page.of(request);
    List<App> all =
        registry.apps().stream()
            .filter(app -> platform.name().equals(app.component()))
            .filter(app -> app.name().compareTo(page.after()) > 0)
            .sorted(Comparator.comparing(App::name))
            .limit(page.limit() + 1L)
            .toList();
    return page.answer("authorizers", all, App::name, AuthorizerCalls::shown);
  }

  private Answer one(Request request) {
    return Json.answer(200, shown(account(request, platform(request))));
  }

  private static Map<String, @Nullable Object> shown(App app) {
    Map<String, @Nullable Object> shown = new LinkedHashMap<>();
    shown.put("app", app.name());
    shown.put("appid", app.vendorId());
    shown.put("platform", app.platform());
    shown.put("nickname", app.settings().get("nickname"));
    shown.put("user_name", app.settings().get("user_name"));
    shown.put("principal_name", app.settings().get("principal_name"));
    shown.put(
        "permission_sets",
        Arrays.stream(app.setting("permission_sets", "").split(",", -1))
            .filter(set -> !set.isEmpty())
            .toList());
    shown.put("state", app.active() ? "active" : "disabled");
    shown.put("reason", app.reason());
    return shown;
  }

  /** One that the account's permission sets do not cover is shown with the vendor's reason. */
  private Answer options(Request request) {
    App platform = platform(request);
    App account = AppProblems.active(account(request, platform));
    List<Map<String, @Nullable Object>> options = new ArrayList<>();
    for (Option option : vendor.options()) {
      options.add(
          switch (chosen(platform, account, option)) {
            case Finding.AppRefused<String>(VendorError why) -> shown(option, null, why.said());
            case Finding<String> other -> shown(option, PlatformProblems.found(other), null);
          });
    }
    return Json.answer(200, Map.of("app", account.name(), "options", options));
  }

  private Finding<String> chosen(App platform, App account, Option option) {
    return calls.asPlatform(
        platform,
        token ->
            vendor.option(
                platform, token, account.vendorId(), option.name(), PlatformCalls.ANSWER_WITHIN));
  }

  private Answer choose(Request request) {
    App platform = platform(request);
    App account = AppProblems.active(account(request, platform));
    Option option = option(request.variable("option"));
    Fields fields = Fields.of(request);
    String value = fields.required("value");
    fields.nothingElse();
    if (!option.values().contains(value)) {
      throw fields.wrong("value", "expected one of " + String.join(", ", option.values()));
    }
    Finding<Boolean> set =
        calls.asPlatform(
            platform,
            token ->
                vendor.setOption(
                    platform,
                    token,
                    account.vendorId(),
                    option.name(),
                    value,
                    PlatformCalls.ANSWER_WITHIN));
    boolean done = PlatformProblems.found(set);
    if (done) {
      String detail = option.name() + " " + value;
      trail.note(request, "authorizer.option", account.name(), detail);
    }
    return Json.answer(200, shown(option, value, null));
  }

  private static Map<String, @Nullable Object> shown(
      Option option, @Nullable String value, @Nullable String reason) {
    Map<String, @Nullable Object> shown = new LinkedHashMap<>();
    shown.put("option", option.name());
    shown.put("value", value);
    shown.put("values", option.values());
    shown.put("reason", reason);
    return shown;
  }

  private Option option(String name) {
    return vendor.options().stream()
        .filter(option -> option.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                Problem.notFound(
                        vendor.options().stream()
                            .map(Option::name)
                            .collect(
                                Collectors.joining(
                                    ", ", "there is no such option; there are ", "")))
                    .refusal());
  }

  private App platform(Request request) {
    return PlatformProblems.platform(apps, request.variable("app"));
  }

  /** By the vendor's id or by the app's name, which differ in letters' case at most. */
  private App account(Request request, App platform) {
    return apps.find(Authorizers.nameOf(request.variable("account")))
        .filter(app -> platform.name().equals(app.component()))
        .orElseThrow(() -> Problem.notFound("no such account authorized this platform").refusal());
  }
}
