package io.lingpai.server.component;

import io.lingpai.app.App;
import io.lingpai.authorization.PlatformApp.Device;
import io.lingpai.secret.Secret;
import io.lingpai.server.component.Exchanges.Outcome;
import io.lingpai.server.http.Answer;
import io.lingpai.server.http.Request;
import io.lingpai.server.http.Route;
import io.lingpai.server.problem.Problem;
import io.lingpai.server.problem.Refusal;
import io.lingpai.server.problem.Sort;
import io.lingpai.server.registry.Registry;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;

/**
 * What browsers ask for: the page an authorization begins at, and the address it comes back to.
 * Neither needs a key. What comes back is believed only if it was begun here, by this very browser,
 * and has not come back before.
 */
final class BrowserCalls {

  private static final Duration EXCHANGE_AT_MOST = Duration.ofSeconds(20);
  private static final String COOKIE = "lingpai_authorization_";

  private final Registry registry;
  private final Attempts attempts;
  private final Exchanges exchanges;
  private final URI publicUrl;

  BrowserCalls(Registry registry, Attempts attempts, Exchanges exchanges, URI publicUrl) {
    this.registry = registry;
    this.attempts = attempts;
    this.exchanges = exchanges;
    this.publicUrl = publicUrl;
  }

  List<Route> routes() {
    return List.of(
        Route.open("GET", "/authorizations/{component}/begin", this::begin),
        Route.open("GET", "/authorizations/{component}/return", this::comeBack));
  }

  URI beginning(App platform, String state, Device device) {
    String phone = device == Device.PHONE ? "&device=phone" : "";
    return at(platform, "/begin?state=" + encoded(state) + phone);
  }

  private Answer begin(Request request) {
    App platform = platform(request);
    String state = required(request, "state");
    Attempts.Open attempt =
        attempts.find(platform, state).orElseThrow(BrowserCalls::nobodyBeganThis);
    Device device = "phone".equals(request.parameter("device")) ? Device.PHONE : Device.COMPUTER;
    URI comeBack = at(platform, "/return?state=" + encoded(state));
    boolean secure = publicUrl.getScheme().equals("https");
    String cookie =
        cookieName(attempt)
            + "="
            + attempt.binding()
            + "; Path=/authorizations/"
            + platform.name()
            + "; HttpOnly; SameSite=Lax; Max-Age=3600"
            + (secure ? "; Secure" : "");
    return BrowserPages.onward(
            attempts.vendorsPage(platform, attempt, device, comeBack), request.language())
        .with("set-cookie", cookie);
  }

  private Answer comeBack(Request request) {
    App platform = platform(request);
    Attempts.Open attempt =
        attempts
            .find(platform, required(request, "state"))
            .filter(found -> holds(request, found))
            .orElseThrow(BrowserCalls::nobodyBeganThis);
    String code = required(request, "auth_code");
    if (!attempts.comeBack(attempt)) {
      throw nobodyBeganThis();
    }
    Outcome outcome = exchanges.redeem(platform, Secret.of(code), null, null, EXCHANGE_AT_MOST);
    return switch (outcome) {
      case Outcome.Authorized(String account) ->
          Answer.empty(302).with("location", redirect(attempt, account));
      case Outcome.Refused(var why) ->
          throw Problem.of(Sort.VENDOR_REFUSED, "the authorization was not accepted")
              .vendor(why)
              .refusal();
      case Outcome.NotYet(var why) ->
          throw Problem.of(
                  Sort.VENDOR_UNAVAILABLE,
                  "the authorization cannot be completed just now; if the vendor has it, it is"
                      + " taken in by itself")
              .vendor(why)
              .retryAfter(Duration.ofMinutes(1))
              .refusal();
    };
  }

  /** The caller's own address with its own query, the account, and the caller's own state. */
  private static String redirect(Attempts.Open attempt, String account) {
    String url = attempt.redirectUrl();
    int hash = url.indexOf('#');
    String fragment = hash < 0 ? "" : url.substring(hash);
    String base = hash < 0 ? url : url.substring(0, hash);
    String joint =
        base.indexOf('?') < 0 ? "?" : base.endsWith("?") || base.endsWith("&") ? "" : "&";
    return base
        + joint
        + "app="
        + encoded(account)
        + attempt.state().map(state -> "&state=" + encoded(state)).orElse("")
        + fragment;
  }

  private static boolean holds(Request request, Attempts.Open attempt) {
    String name = cookieName(attempt) + "=";
    byte[] expected = attempt.binding().getBytes(StandardCharsets.UTF_8);
    for (String header : request.headers("cookie")) {
      for (String cookie : header.split(";", -1)) {
        String pair = cookie.strip();
        if (pair.startsWith(name)
            && MessageDigest.isEqual(
                expected, pair.substring(name.length()).getBytes(StandardCharsets.UTF_8))) {
          return true;
        }
      }
    }
    return false;
  }

  private static String cookieName(Attempts.Open attempt) {
    return COOKIE + attempt.stateHash().substring(0, 12);
  }

  /** One answer for all that is wrong: unknown, expired, used, another's. */
  private static Refusal nobodyBeganThis() {
    return Problem.of(
            Sort.NOT_ALLOWED,
            "no authorization under way was begun here in this browser with this state; begin again")
        .refusal();
  }

  private App platform(Request request) {
    return registry
        .app(request.variable("component"))
        .filter(App::active)
        .filter(app -> app.platform().endsWith("-component"))
        .orElseThrow(BrowserCalls::nobodyBeganThis);
  }

  private static String required(Request request, String name) {
    String value = request.parameter(name);
    if (value == null || value.isEmpty() || value.length() > 1024) {
      throw nobodyBeganThis();
    }
    return value;
  }

  private URI at(App platform, String rest) {
    String base = publicUrl.toString();
    String root = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    return URI.create(root + "/authorizations/" + platform.name() + rest);
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
