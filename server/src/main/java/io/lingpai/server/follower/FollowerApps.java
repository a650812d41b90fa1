package io.lingpai.server.follower;

import io.lingpai.app.App;
import io.lingpai.credential.CredentialKey;
import io.lingpai.credential.Trouble;
import io.lingpai.credential.VendorError;
import io.lingpai.follower.FollowerSource;
import io.lingpai.keeper.Lending;
import io.lingpai.keeper.Loan;
import io.lingpai.platform.Finding;
import io.lingpai.secret.Secret;
import io.lingpai.server.api.AppProblems;
import io.lingpai.server.problem.Problem;
import io.lingpai.server.registry.Registry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The accounts that can be followed, own ones and authorizers, and how their vendors are asked. */
public final class FollowerApps {

  /** How long a vendor may take. */
  static final Duration ANSWER_WITHIN = Duration.ofSeconds(8);

  private static final Duration TOKEN_WITHIN = Duration.ofSeconds(5);

  private final Registry registry;
  private final Lending lending;
  private final Map<String, FollowerSource> sources;

  /**
   * @param sources who knows an account's followers, by the platform's name
   */
  public FollowerApps(Registry registry, Lending lending, Map<String, FollowerSource> sources) {
    this.registry = registry;
    this.lending = lending;
    this.sources = Map.copyOf(sources);
  }

  Optional<App> find(String name) {
    return registry.app(name);
  }

  /** The app, or the refusal of one. */
  App known(String name) {
    return AppProblems.known(registry.app(name));
  }

  /** The app, or why there is none to be used. */
  App active(String name) {
    return AppProblems.active(known(name));
  }

  /** An account that can be followed and asked about, or why this is none. */
  App account(String name) {
    App app = active(name);
    if (!isAccount(app)) {
      throw Problem.notFound("apps of " + app.platform() + " have no followers").refusal();
    }
    return app;
  }

  boolean isAccount(App app) {
    return sources.containsKey(app.platform());
  }

  /** Every account that is served. */
  List<App> accounts() {
    return registry.apps().stream().filter(app -> app.active() && isAccount(app)).toList();
  }

  int atOnce(App app) {
    return source(app).atOnce();
  }

  private FollowerSource source(App app) {
    FollowerSource source = sources.get(app.platform());
    if (source == null) {
      throw new IllegalArgumentException("apps of " + app.platform() + " have no followers");
    }
    return source;
  }

  /** Asks with the app's token; that there is none is a finding like others. */
  <T> Finding<T> ask(App app, BiFunction<FollowerSource, Secret, Finding<T>> question) {
    FollowerSource source = source(app);
    Loan<Finding<T>> loan =
        lending.call(
            new CredentialKey(app.name(), "access_token"),
            TOKEN_WITHIN,
            token -> question.apply(source, token),
            finding -> finding instanceof Finding.TokenDead);
    return switch (loan) {
      case Loan.Answered<Finding<T>>(Finding<T> finding) -> finding;
      case Loan.Missing<Finding<T>>(@Nullable Trouble why) -> missing(app, why);
    };
  }

  private static <T> Finding<T> missing(App app, @Nullable Trouble why) {
    if (why == null) {
      return new Finding.Unavailable<>(
          VendorError.of("", "there is no access_token of " + app.name() + " just now"), false);
    }
    return switch (why.nature()) {
      case REFUSED -> new Finding.AppRefused<>(why.error());
      case QUOTA_SPENT -> new Finding.TooMany<>(why.error(), Duration.ZERO);
      case RISK_PENDING, UNAVAILABLE, UNKNOWN, BLOCKED_BY_PARENT, NOT_READY ->
          new Finding.Unavailable<>(why.error(), false);
    };
  }
}
