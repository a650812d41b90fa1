package io.lingpai.server.login;

import io.lingpai.app.App;
import io.lingpai.credential.CredentialKey;
import io.lingpai.keeper.Lending;
import io.lingpai.keeper.Loan;
import io.lingpai.keeper.Subject;
import io.lingpai.login.MiniProgram;
import io.lingpai.login.OnBehalf;
import io.lingpai.login.WebLogin;
import io.lingpai.platform.Finding;
import io.lingpai.secret.Secret;
import io.lingpai.server.api.AppProblems;
import io.lingpai.server.api.Troubles;
import io.lingpai.server.problem.Problem;
import io.lingpai.server.problem.Sort;
import io.lingpai.server.registry.Registry;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The apps people log in to, and how their vendors are asked. */
public final class LoginApps {

  /** How long a vendor may take; a person waits. */
  static final Duration ANSWER_WITHIN = Duration.ofSeconds(8);

  private static final Duration TOKEN_WITHIN = Duration.ofSeconds(10);

  private final Registry registry;
  private final Lending lending;
  private final Troubles troubles;
  private final Map<String, MiniProgram> miniPrograms;
  private final Map<String, WebLogin> webLogins;

  /**
   * @param miniPrograms who knows the people of mini programs, by the platform's name
   * @param webLogins who knows the people on web pages, by the platform's name
   */
  public LoginApps(
      Registry registry,
      Lending lending,
      Troubles troubles,
      Map<String, MiniProgram> miniPrograms,
      Map<String, WebLogin> webLogins) {
    this.registry = registry;
    this.lending = lending;
    this.troubles = troubles;
    this.miniPrograms = Map.copyOf(miniPrograms);
    this.webLogins = Map.copyOf(webLogins);
  }

  /** The app, or why there is none to be used. */
  App active(String name) {
    return AppProblems.active(known(name));
  }

  /** The app, disabled or not. */
  App known(String name) {
    return AppProblems.known(registry.app(name));
  }

  boolean serves(String name) {
    return registry.app(name).map(App::active).orElse(false);
  }

  MiniProgram miniProgram(App app) {
    MiniProgram found = miniPrograms.get(app.platform());
    if (found == null) {
      throw Problem.notFound("apps of " + app.platform() + " are no mini programs").refusal();
    }
    return found;
  }

  WebLogin webLogin(App app) {
    WebLogin found = webLogins.get(app.platform());
    if (found == null) {
      throw Problem.notFound("apps of " + app.platform() + " have no web login").refusal();
    }
    return found;
  }

  /** Asks as the app itself, or in its name where a component acts for it. */
  <T> Finding<T> ask(App app, Function<@Nullable OnBehalf, Finding<T>> call) {
    String component = app.component();
    if (component == null) {
      return call.apply(null);
    }
    String appid = known(component).vendorId();
    return lent(
        new CredentialKey(component, "component_access_token"),
        token -> call.apply(new OnBehalf(appid, token)));
  }

  /** Asks with the app's token. */
  <T> Finding<T> askWithToken(App app, Function<Secret, Finding<T>> call) {
    return lent(new CredentialKey(app.name(), "access_token"), call);
  }

  private <T> Finding<T> lent(CredentialKey key, Function<Secret, Finding<T>> call) {
    Loan<Finding<T>> loan =
        lending.call(key, TOKEN_WITHIN, call, found -> found instanceof Finding.TokenDead);
    return switch (loan) {
      case Loan.Answered<Finding<T>>(Finding<T> answer) -> answer;
      case Loan.Missing<Finding<T>>(var trouble) -> {
        Subject subject = registry.find(key).orElse(null);
        throw (subject == null
                ? Problem.of(Sort.NOT_READY, "there is no " + key.kind() + " of " + key.app())
                    .retryAfter(TOKEN_WITHIN)
                : troubles.of(subject, trouble))
            .refusal();
      }
    };
  }
}
