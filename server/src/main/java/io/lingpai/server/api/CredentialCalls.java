package io.lingpai.server.api;

import io.lingpai.credential.Credential;
import io.lingpai.credential.CredentialKey;
import io.lingpai.credential.Kind;
import io.lingpai.credential.Trouble;
import io.lingpai.keeper.Keeper;
import io.lingpai.keeper.Reading;
import io.lingpai.keeper.Subject;
import io.lingpai.problem.StoreUnavailable;
import io.lingpai.server.access.Authorization;
import io.lingpai.server.access.Caller;
import io.lingpai.server.access.Need;
import io.lingpai.server.http.Answer;
import io.lingpai.server.http.Request;
import io.lingpai.server.http.Route;
import io.lingpai.server.problem.Problem;
import io.lingpai.server.problem.Sort;
import io.lingpai.server.registry.Registry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reading a credential: from memory where it can be, waiting only where there is nothing yet. */
public final class CredentialCalls {

  public static final Duration LONGEST_PROMISE = Duration.ofMinutes(5);

  private static final Duration ACCOUNTS_WITHIN = Duration.ofSeconds(5);
  private static final Duration OBTAIN_WITHIN = Duration.ofSeconds(25);
  private static final int OBTAIN_AT_MOST = 3;
  private static final long LONGEST_WAIT = 60;

  private final Registry registry;
  private final Keeper keeper;
  private final Authorization authorization;
  private final Route.Gate mayRead;
  private final Waits waits;
  private final Troubles troubles;
  private final ReadAnswers answers = new ReadAnswers();

  public CredentialCalls(
      Registry registry,
      Keeper keeper,
      Authorization authorization,
      Waits waits,
      Troubles troubles) {
    this.registry = registry;
    this.keeper = keeper;
    this.authorization = authorization;
    this.mayRead =
        authorization.needs(
            request -> Need.read(request.variable("app"), request.variable("kind")));
    this.waits = waits;
    this.troubles = troubles;
  }

  public List<Route> routes() {
    return List.of(
        Route.gated(
                "GET",
                "/api/v1/apps/{app}/credentials/{kind}",
                "read:{app}/{kind}",
                mayRead,
                this::read)
            .withQuick(this::quickly));
  }

  // On the event loop: a look at three maps, and two numbers written behind a prepared text.
  private @Nullable Answer quickly(Request request) {
    if (!request.query().isEmpty()) {
      return null;
    }
    Caller caller = authorization.quickly(request);
    if (caller == null) {
      return null;
    }
    String app = request.variable("app");
    String kind = request.variable("kind");
    if (!caller.may(Need.read(app, kind))) {
      return null;
    }
    CredentialKey key = new CredentialKey(app, kind);
    Subject subject = registry.find(key).orElse(null);
    if (subject == null || !subject.app().active() || !subject.kind().served()) {
      return null;
    }
    return keeper.read(key, LONGEST_PROMISE).map(answers::of).orElse(null);
  }

  private Answer read(Request request) throws InterruptedException {
    CredentialKey key = new CredentialKey(request.variable("app"), request.variable("kind"));
    Subject subject = subject(registry, key);
    long newerThan = request.number("newer_than", -1, 0, Long.MAX_VALUE);
    long wait = request.number("wait", 0, 0, LONGEST_WAIT);
    Reading reading = reading(subject);
    if (newerThan < 0 || reading.value().version() > newerThan) {
      return answers.of(reading);
    }
    if (wait > 0) {
      waits.await(key, request, Duration.ofSeconds(wait), () -> version(key) > newerThan);
      // Key and app may have gone meanwhile, and the value that came is for neither.
      mayRead.admit(request);
    }
    Reading now = reading(subject(registry, key));
    return now.value().version() > newerThan ? answers.of(now) : Answer.empty(304);
  }

  private long version(CredentialKey key) {
    return keeper.peek(key).map(Credential::version).orElse(0L);
  }

  /** The app and kind a call names, or why there is none. */
  static Subject subject(Registry registry, CredentialKey key) {
    Optional<Subject> subject = registry.find(key);
    if (subject.isEmpty() && registry.app(key.app()).isEmpty() && registry.awaitsAccounts()) {
      throw Problem.of(
              Sort.NOT_READY,
              "there is no app of this name so far; a platform's accounts are yet to be read from"
                  + " the vendor's list")
          .retryAfter(ACCOUNTS_WITHIN)
          .refusal();
    }
    if (subject.isEmpty()) {
      throw Problem.notFound(
              registry.app(key.app()).isPresent()
                  ? "the app has no kind of this name; it has " + kinds(registry, key.app())
                  : "there is no app of this name")
          .refusal();
    }
    if (!subject.get().kind().served()) {
      throw Problem.notFound("this kind is never served").refusal();
    }
    AppProblems.active(subject.get().app());
    return subject.get();
  }

  private static String kinds(Registry registry, String app) {
    return registry.ofApp(app).stream()
        .map(Subject::kind)
        .filter(Kind::served)
        .map(Kind::name)
        .collect(Collectors.joining(", "));
  }

  /**
   * A usable value: the one in memory, or one obtained now. One that was found alive in its last
   * moments, or came so late that it is over, is no reason to send a caller away: it is asked for
   * again, as long as nothing stands in the way.
   */
  public Reading reading(Subject subject) throws InterruptedException {
    Trouble trouble = null;
    for (int i = 0; i < OBTAIN_AT_MOST && trouble == null; i++) {
      Optional<Reading> reading = keeper.read(subject.key(), LONGEST_PROMISE);
      if (reading.isPresent()) {
        return reading.get();
      }
      trouble = await(keeper.obtain(subject.key())).trouble();
    }
    Trouble last = trouble;
    return keeper
        .read(subject.key(), LONGEST_PROMISE)
        .orElseThrow(() -> troubles.of(subject, last).refusal());
  }

  /** Waits for what the keeper does, no longer than a caller would. */
  public static <T> T await(CompletableFuture<T> future) throws InterruptedException {
    try {
      return future.get(OBTAIN_WITHIN.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StoreUnavailable lost) {
        throw lost;
      }
      throw new IllegalStateException("the keeper failed", e.getCause());
    } catch (TimeoutException e) {
      throw Problem.of(Sort.VENDOR_UNAVAILABLE, "the vendor takes too long")
          .retryAfter(Duration.ofSeconds(5))
          .refusal();
    }
  }
}
