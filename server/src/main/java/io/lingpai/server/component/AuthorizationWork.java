package io.lingpai.server.component;

import io.lingpai.app.App;
import io.lingpai.authorization.AuthorizationJobs;
import io.lingpai.authorization.PlatformApp;
import io.lingpai.credential.CredentialKey;
import io.lingpai.credential.VendorError;
import io.lingpai.keeper.Keeper;
import io.lingpai.outbox.Backoff;
import io.lingpai.outbox.Job;
import io.lingpai.outbox.JobHandler;
import io.lingpai.outbox.JobHandler.Outcome;
import io.lingpai.platform.Finding;
import io.lingpai.secret.Secret;
import io.lingpai.server.registry.Registry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What vendors' messages about authorizations leave to be done. */
final class AuthorizationWork {

  private static final Duration EXCHANGE_AT_MOST = Duration.ofSeconds(15);
  private static final int TIMES_AT_MOST = 40;
  private static final Backoff PAUSES = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(2));

  private final Registry registry;
  private final Keeper keeper;
  private final PlatformApp vendor;
  private final PlatformCalls calls;
  private final Exchanges exchanges;
  private final Authorizers authorizers;
  private final Function<Secret, String> opened;

  AuthorizationWork(
      Registry registry,
      Keeper keeper,
      PlatformApp vendor,
      PlatformCalls calls,
      Exchanges exchanges,
      Authorizers authorizers,
      Function<Secret, String> opened) {
    this.registry = registry;
    this.keeper = keeper;
    this.vendor = vendor;
    this.calls = calls;
    this.exchanges = exchanges;
    this.authorizers = authorizers;
    this.opened = opened;
  }

  List<JobHandler> handlers() {
    return List.of(
        handler(AuthorizationJobs.PUSH, this::push),
        handler(AuthorizationJobs.AUTHORIZED, this::authorized),
        handler(AuthorizationJobs.WITHDRAWN, this::withdrawn),
        handler(AuthorizationJobs.RELEASE_CHECK, this::releaseCheck));
  }

  private interface Work {
    Outcome with(App platform, Job job);
  }

  private JobHandler handler(String kind, Work work) {
    return new JobHandler() {
      @Override
      public String kind() {
        return kind;
      }

      @Override
      public Outcome work(Job job) {
        Optional<App> platform = registry.app(job.app());
        return platform.isEmpty()
            ? new Outcome.Parked("there is no app " + job.app())
            : work.with(platform.get(), job);
      }
    };
  }

  private Outcome push(App platform, Job job) {
    CredentialKey key = new CredentialKey(platform.name(), vendor.ticket());
    keeper.arrivals().pushed(key, secret(job, AuthorizationJobs.TICKET), heardAt(job));
    return new Outcome.Done();
  }

  /** A code that is no good any more still tells of an account that stands on the list. */
  private Outcome authorized(App platform, Job job) {
    String account = about(job, AuthorizationJobs.ACCOUNT);
    Instant heardAt = heardAt(job);
    Exchanges.Outcome outcome =
        exchanges.redeem(
            platform, secret(job, AuthorizationJobs.CODE), account, heardAt, EXCHANGE_AT_MOST);
    if (outcome instanceof Exchanges.Outcome.Refused(VendorError why)) {
      outcome = exchanges.recovered(platform, account, heardAt, why);
    }
    if (outcome instanceof Exchanges.Outcome.Authorized) {
      // A newer permission set, or the same account again: what was heard counts by its own time.
      authorizers.find(platform, account).ifPresent(app -> authorizers.standsAsOf(app, heardAt));
    }
    return switch (outcome) {
      case Exchanges.Outcome.Authorized authorized -> new Outcome.Done();
      case Exchanges.Outcome.Refused(VendorError why) -> new Outcome.Parked(why.said());
      case Exchanges.Outcome.NotYet(VendorError why) -> again(job, why.said());
    };
  }

  private Outcome withdrawn(App platform, Job job) {
    authorizers.withdraw(platform, about(job, AuthorizationJobs.ACCOUNT), heardAt(job));
    return new Outcome.Done();
  }

  private Outcome releaseCheck(App platform, Job job) {
    String account = about(job, AuthorizationJobs.ACCOUNT);
    Exchanges.Outcome outcome =
        exchanges.redeem(
            platform, secret(job, AuthorizationJobs.CODE), account, null, EXCHANGE_AT_MOST);
    if (outcome instanceof Exchanges.Outcome.NotYet(VendorError why)) {
      return again(job, why.said());
    }
    Optional<App> app = authorizers.find(platform, account);
    if (app.isEmpty()) {
      return new Outcome.Parked("the account did not authorize the platform");
    }
    Finding<Boolean> said =
        calls.asAccount(
            app.get(),
            token ->
                vendor.say(
                    token,
                    opened.apply(secret(job, AuthorizationJobs.USER)),
                    opened.apply(secret(job, AuthorizationJobs.ANSWER)),
                    PlatformCalls.ANSWER_WITHIN));
    return said instanceof Finding.Found<Boolean>
        ? new Outcome.Done()
        : again(job, "the answer was not taken");
  }

  private static Outcome again(Job job, String why) {
    return job.attempts() >= TIMES_AT_MOST
        ? new Outcome.Parked(why)
        : new Outcome.Again(PAUSES.after(job.attempts(), 0.5), why);
  }

  private static Instant heardAt(Job job) {
    return Instant.ofEpochSecond(Long.parseLong(about(job, AuthorizationJobs.HEARD_AT)));
  }

  private static String about(Job job, String name) {
    return job.about().getOrDefault(name, "");
  }

  private static Secret secret(Job job, String name) {
    Secret secret = job.payload().get(name);
    if (secret == null) {
      throw new IllegalStateException("job " + job.id() + " carries no " + name);
    }
    return secret;
  }
}
