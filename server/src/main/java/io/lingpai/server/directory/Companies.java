package io.lingpai.server.directory;

import io.lingpai.app.App;
import io.lingpai.credential.CredentialKey;
import io.lingpai.credential.Trouble;
import io.lingpai.directory.Workplace;
import io.lingpai.keeper.Lending;
import io.lingpai.keeper.Loan;
import io.lingpai.keeper.Subject;
import io.lingpai.platform.Finding;
import io.lingpai.secret.Secret;
import io.lingpai.server.api.AppProblems;
import io.lingpai.server.api.PageSigning;
import io.lingpai.server.api.Troubles;
import io.lingpai.server.problem.Problem;
import io.lingpai.server.problem.Sort;
import io.lingpai.server.registry.Registry;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The apps that companies made for their people, and how their vendors are asked. */
public final class Companies {

  /** How long a vendor may take; a person waits. */
  static final Duration ANSWER_WITHIN = Duration.ofSeconds(8);

  private static final Duration TOKEN_WITHIN = Duration.ofSeconds(10);
  private static final String TOKEN = "access_token";

  private final Registry registry;
  private final Lending lending;
  private final Troubles troubles;
  private final Map<String, Workplace> workplaces;
  private final Map<String, PageSigning> pages;

  /**
   * @param workplaces who knows a company's people, by the platform's name
   * @param pages likewise who signs for its pages
   */
  public Companies(
      Registry registry,
      Lending lending,
      Troubles troubles,
      Map<String, Workplace> workplaces,
      Map<String, PageSigning> pages) {
    this.registry = registry;
    this.lending = lending;
    this.troubles = troubles;
    this.workplaces = Map.copyOf(workplaces);
    this.pages = Map.copyOf(pages);
  }

  /** The app, disabled or not. */
  App known(String name) {
    App app = AppProblems.known(registry.app(name));
    workplace(app);
    return app;
  }

  /** The app, or why there is none to be used. */
  App active(String name) {
    return AppProblems.active(known(name));
  }

  boolean serves(String name) {
    return registry.app(name).map(App::active).orElse(false);
  }

  Workplace workplace(App app) {
    Workplace found = workplaces.get(app.platform());
    if (found == null) {
      throw Problem.notFound("apps of " + app.platform() + " have no directory").refusal();
    }
    return found;
  }

  PageSigning pages(App app) {
    PageSigning found = pages.get(app.platform());
    if (found == null) {
      throw Problem.notFound("apps of " + app.platform() + " have no page signatures").refusal();
    }
    return found;
  }

  /** A credential's value as it is now, obtained if it is absent. */
  Loan<Secret> value(App app, String kind) {
    return lending.call(
        new CredentialKey(app.name(), kind), TOKEN_WITHIN, value -> value, value -> false);
  }

  /** Asks with the app's token; one that is dead is replaced, and the call made once more. */
  <T> Loan<Finding<T>> ask(App app, Function<Secret, Finding<T>> call) {
    return lending.call(
        new CredentialKey(app.name(), TOKEN),
        TOKEN_WITHIN,
        call,
        found -> found instanceof Finding.TokenDead);
  }

  /** Why there is no value. */
  Problem missing(App app, String kind, @Nullable Trouble trouble) {
    Subject subject = registry.find(new CredentialKey(app.name(), kind)).orElse(null);
    return subject == null
        ? Problem.of(Sort.NOT_READY, "there is no " + kind + " of " + app.name())
            .retryAfter(TOKEN_WITHIN)
        : troubles.of(subject, trouble);
  }

  Problem tokenMissing(App app, @Nullable Trouble trouble) {
    return missing(app, TOKEN, trouble);
  }
}
