package io.lingpai.server.component;

import io.lingpai.app.App;
import io.lingpai.app.AppStore;
import io.lingpai.authorization.PlatformApp.Asked;
import io.lingpai.authorization.PlatformApp.Device;
import io.lingpai.authorization.Recovery;
import io.lingpai.platform.Finding;
import io.lingpai.server.access.Authorization;
import io.lingpai.server.access.Grant;
import io.lingpai.server.access.Need;
import io.lingpai.server.access.Trail;
import io.lingpai.server.api.Fields;
import io.lingpai.server.http.Answer;
import io.lingpai.server.http.Json;
import io.lingpai.server.http.Request;
import io.lingpai.server.http.Route;
import io.lingpai.server.problem.Problem;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Authorizations begun, recoveries begun and followed. */
final class AuthorizationCalls {

  private static final Set<String> TYPES = Set.of("official", "mini", "any");

  private final AppStore apps;
  private final Authorization authorization;
  private final Attempts attempts;
  private final Recoveries recoveries;
  private final BrowserCalls browser;
  private final Trail trail;

  AuthorizationCalls(
      AppStore apps,
      Authorization authorization,
      Attempts attempts,
      Recoveries recoveries,
      BrowserCalls browser,
      Trail trail) {
    this.apps = apps;
    this.authorization = authorization;
    this.attempts = attempts;
    this.recoveries = recoveries;
    this.browser = browser;
    this.trail = trail;
  }

  List<Route> routes() {
    Route.Gate gate =
        authorization.needs(request -> Need.of(Grant.Action.AUTHORIZE, request.variable("app")));
    String app = "/api/v1/apps/{app}/";
    String grant = "authorize:{app}";
    return List.of(
        Route.gated("POST", app + "authorizations", grant, gate, this::begin),
        Route.gated("POST", app + "authorizer-recoveries", grant, gate, this::recover),
        Route.gated("GET", app + "authorizer-recoveries/{id}", grant, gate, this::recovery));
  }

  private Answer begin(Request request) {
    App platform = platform(request);
    Fields fields = Fields.of(request);
    String redirectUrl = fields.required("redirect_url");
    String types = fields.text("account_type").orElse("any");
    Optional<String> account = fields.text("account");
    Optional<String> state = fields.text("state");
    fields.nothingElse();
    if (!TYPES.contains(types)) {
      throw fields.wrong("account_type", "expected official, mini or any");
    }
    if (account.isPresent() && !account.get().matches("[A-Za-z0-9_-]{1,64}")) {
      throw fields.wrong("account", "expected the vendor's id of an account");
    }
    if (state.isPresent() && state.get().length() > 512) {
      throw fields.wrong("state", "expected at most 512 characters");
    }
    URI redirect = redirect(fields, platform, redirectUrl);
    Finding<Attempts.Begun> begun =
        attempts.begin(platform, new Asked(types, account), redirect, state);
    return begun(request, platform, PlatformProblems.found(begun));
  }

  private Answer begun(Request request, App platform, Attempts.Begun begun) {
    trail.note(request, "authorization.begin", platform.name(), "");
    return Json.answer(
        201,
        Map.of(
            "authorize_url",
            browser.beginning(platform, begun.state(), Device.COMPUTER).toString(),
            "mobile_url",
            browser.beginning(platform, begun.state(), Device.PHONE).toString(),
            "expires_at",
            Json.time(begun.expiresAt())));
  }

  private static URI redirect(Fields fields, App platform, String url) {
    URI redirect;
    try {
      redirect = new URI(url);
    } catch (URISyntaxException e) {
      throw fields.wrong("redirect_url", "expected an http or https URL");
    }
    String scheme = redirect.getScheme();
    String host = redirect.getHost();
    boolean web =
        scheme != null && Set.of("http", "https").contains(scheme.toLowerCase(Locale.ROOT));
    if (!web || host == null || redirect.getUserInfo() != null) {
      throw fields.wrong("redirect_url", "expected an http or https URL");
    }
    List<String> hosts =
        Arrays.stream(platform.setting("redirect_hosts", "").split(",", -1))
            .filter(allowed -> !allowed.isEmpty())
            .toList();
    if (!hosts.isEmpty() && hosts.stream().noneMatch(host::equalsIgnoreCase)) {
      throw fields.wrong("redirect_url", "its host is not one of this app's redirect_hosts");
    }
    return redirect;
  }

  private Answer recover(Request request) {
    App platform = platform(request);
    Recovery recovery = recoveries.begin(platform, Duration.ZERO);
    trail.note(request, "authorizers.recover", platform.name(), "");
    String place = "/api/v1/apps/" + platform.name() + "/authorizer-recoveries/" + recovery.id();
    return Json.answer(202, shown(recovery)).with("location", place);
  }

  private Answer recovery(Request request) {
    return recoveries
        .find(platform(request), request.variable("id"))
        .map(recovery -> Json.answer(200, shown(recovery)))
        .orElseThrow(() -> Problem.notFound("there is no recovery of this id").refusal());
  }

  private static Map<String, @Nullable Object> shown(Recovery recovery) {
    Map<String, @Nullable Object> shown = new LinkedHashMap<>();
    shown.put("id", recovery.id());
    shown.put("state", recovery.state().name().toLowerCase(Locale.ROOT));
    shown.put("done", recovery.done());
    shown.put("total", recovery.total());
    shown.put("found", recovery.found());
    shown.put("restored", recovery.restored());
    shown.put("withdrawn", recovery.withdrawn());
    shown.put("reason", recovery.detail());
    shown.put("began_at", Json.time(recovery.beganAt()));
    shown.put("changed_at", Json.time(recovery.changedAt()));
    return shown;
  }

  private App platform(Request request) {
    return PlatformProblems.platform(apps, request.variable("app"));
  }
}
