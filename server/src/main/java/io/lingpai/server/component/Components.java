package io.lingpai.server.component;

import io.lingpai.app.App;
import io.lingpai.app.AppStore;
import io.lingpai.authorization.AuthorizationStore;
import io.lingpai.authorization.PlatformApp;
import io.lingpai.credential.CredentialKey;
import io.lingpai.credential.VendorError;
import io.lingpai.keeper.Keeper;
import io.lingpai.keeper.Lending;
import io.lingpai.keeper.Waiting;
import io.lingpai.outbox.JobHandler;
import io.lingpai.platform.Finding;
import io.lingpai.secret.Secret;
import io.lingpai.server.access.Authorization;
import io.lingpai.server.access.Trail;
import io.lingpai.server.http.Route;
import io.lingpai.server.registry.Registry;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;

/** Everything about third-party platforms, put together. */
public final class Components {

  private static final Duration ONCE_A_DAY = Duration.ofHours(24);
  private static final Duration FIRST_TICKET_WITHIN = Duration.ofMinutes(15);
  private static final Duration BETWEEN_LOOKS = Duration.ofMinutes(1);
  private static final Duration AFTER_A_START = Duration.ofMinutes(5);
  private static final Duration REDEEM_WITHIN = Duration.ofSeconds(10);
  private static final Duration KEPT_FOR = Duration.ofDays(30);

  private final Keeper keeper;
  private final Registry registry;
  private final AuthorizationStore store;
  private final PlatformApp vendor;
  private final Authorizers authorizers;
  private final Exchanges exchanges;
  private final Recoveries recoveries;
  private final AuthorizationWork work;
  private final BrowserCalls browser;
  private final AuthorizationCalls calls;
  private final AuthorizerCalls authorizerCalls;
  private final AuthorizerTakeovers takeovers;
  private final InstantSource clock;
  private final Instant begunAt;
  private final Map<String, Instant> lookedAt = new ConcurrentHashMap<>();
  private final Set<String> listed = ConcurrentHashMap.newKeySet();

  /**
   * What it is made from.
   *
   * @param executor runs what waits on vendors
   * @param opened opens a secret; for codes that are hashed and addresses that browsers are sent to
   * @param secrets gives unpredictable texts
   */
  public record Parts(
      PlatformApp vendor,
      AuthorizationStore store,
      AppStore apps,
      Registry registry,
      Keeper keeper,
      Waiting waiting,
      Authorization authorization,
      Trail trail,
      URI publicUrl,
      Executor executor,
      Function<Secret, String> opened,
      Supplier<String> secrets,
      InstantSource clock) {}

  public Components(Parts parts) {
    this.keeper = parts.keeper();
    this.registry = parts.registry();
    this.store = parts.store();
    this.vendor = parts.vendor();
    this.clock = parts.clock();
    this.begunAt = clock.instant();
    PlatformCalls calling = new PlatformCalls(vendor, new Lending(keeper, parts.waiting()));
    this.authorizers = new Authorizers(parts.apps(), registry, keeper, parts.trail());
    this.exchanges =
        new Exchanges(
            store,
            vendor,
            calling,
            authorizers,
            keeper,
            parts.waiting(),
            new Hashes(parts.opened()),
            parts.secrets());
    Attempts attempts =
        new Attempts(store, vendor, calling, keeper, parts.opened(), parts.secrets());
    this.recoveries =
        new Recoveries(
            store,
            vendor,
            calling,
            authorizers,
            keeper,
            clock,
            parts.waiting(),
            parts.executor(),
            parts.secrets());
    this.work =
        new AuthorizationWork(
            registry, keeper, vendor, calling, exchanges, authorizers, parts.opened());
    this.browser = new BrowserCalls(registry, attempts, exchanges, parts.publicUrl());
    this.calls =
        new AuthorizationCalls(
            parts.apps(), parts.authorization(), attempts, recoveries, browser, parts.trail());
    this.authorizerCalls =
        new AuthorizerCalls(
            parts.apps(), registry, parts.authorization(), vendor, calling, parts.trail());
    this.takeovers =
        new AuthorizerTakeovers(
            parts.apps(),
            registry,
            parts.authorization(),
            vendor,
            authorizers,
            keeper,
            parts.trail());
  }

  /**
   * Redeems a code for whoever presents it, or finds what it brought when it was redeemed. Blocks.
   */
  public Finding<App> redeem(App platform, Secret code) {
    return switch (exchanges.redeem(platform, code, null, null, REDEEM_WITHIN)) {
      case Exchanges.Outcome.Authorized(String account) ->
          authorizers
              .find(platform, account)
              .<Finding<App>>map(Finding.Found::new)
              .orElseGet(() -> new Finding.NotThisOne<>(VendorError.of("", "withdrawn")));
      case Exchanges.Outcome.Refused(VendorError why) -> new Finding.NotThisOne<>(why);
      case Exchanges.Outcome.NotYet(VendorError why) -> new Finding.Unavailable<>(why, false);
    };
  }

  /** Calls that need a key. */
  public List<Route> keyedRoutes() {
    List<Route> routes = new ArrayList<>(calls.routes());
    routes.addAll(authorizerCalls.routes());
    routes.addAll(takeovers.routes());
    return routes;
  }

  /** What browsers ask for. */
  public List<Route> browserRoutes() {
    return browser.routes();
  }

  /** What vendors' messages leave to be done. */
  public List<JobHandler> handlers() {
    return work.handlers();
  }

  /**
   * Looks through each platform's list once after a start, as soon as it has a token, and once a
   * day. Called every few seconds: after a start nobody is served before the list is read. What a
   * removed platform has left goes as well.
   */
  public void tend() {
    authorizers.removeOrphans();
    Instant now = clock.instant();
    boolean early = now.isBefore(begunAt.plus(FIRST_TICKET_WITHIN));
    boolean unheardOf = false;
    for (App platform : registry.apps()) {
      if (!platform.active() || !platform.platform().endsWith("-component")) {
        continue;
      }
      unheardOf |= early && !hasBeenListed(platform);
      CredentialKey token = new CredentialKey(platform.name(), vendor.token());
      Instant last = lookedAt.get(platform.name());
      boolean due = last == null || now.isAfter(last.plus(BETWEEN_LOOKS));
      if (due && keeper.read(token, Duration.ZERO).isPresent()) {
        lookedAt.put(platform.name(), now);
        recoveries.begin(platform, last == null ? AFTER_A_START : ONCE_A_DAY);
      }
    }
    registry.awaitAccounts(unheardOf);
  }

  private boolean hasBeenListed(App platform) {
    if (listed.contains(platform.name())) {
      return true;
    }
    return store.hasRecovered(platform.name()) && listed.add(platform.name());
  }

  /** Forgets what is long over. */
  public void forget() {
    store.forgetBefore(clock.instant().minus(KEPT_FOR));
  }
}
