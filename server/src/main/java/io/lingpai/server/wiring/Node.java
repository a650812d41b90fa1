package io.lingpai.server.wiring;

import io.lingpai.app.App;
import io.lingpai.jdbc.JdbcStores;
import io.lingpai.keeper.Keeper;
import io.lingpai.keeper.Policy;
import io.lingpai.keeper.Subject;
import io.lingpai.keeper.Timeline;
import io.lingpai.platform.Platform;
import io.lingpai.secret.Fingerprints;
import io.lingpai.server.access.Authorization;
import io.lingpai.server.access.KeyRing;
import io.lingpai.server.access.KeyText;
import io.lingpai.server.api.AppForm;
import io.lingpai.server.api.EventCalls;
import io.lingpai.server.api.Events;
import io.lingpai.server.api.Metrics;
import io.lingpai.server.api.Waits;
import io.lingpai.server.callback.Callbacks;
import io.lingpai.server.component.Components;
import io.lingpai.server.config.Address;
import io.lingpai.server.config.Configuration;
import io.lingpai.server.directory.DirectoryDesk;
import io.lingpai.server.follower.FollowerDesk;
import io.lingpai.server.http.Limits;
import io.lingpai.server.http.Listener;
import io.lingpai.server.http.Listener.CannotListen;
import io.lingpai.server.http.Route;
import io.lingpai.server.http.Routes;
import io.lingpai.server.login.LoginDesk;
import io.lingpai.server.proxy.Spending;
import io.lingpai.server.registry.Registry;
import io.lingpai.server.wire.TokenOwners;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/**
 * One running server: everything it is made of, put together and started in this order.
 *
 * <ol>
 *   <li>data folder, master key, store;
 *   <li>what the store says of apps and keys, and what the configuration declares;
 *   <li>the keeper's first look, so that the first read finds what was stored;
 *   <li>the sockets; only now does anybody hear of us;
 *   <li>the threads that keep all of it up to date.
 * </ol>
 */
public final class Node implements AutoCloseable {

  private static final Duration FEED_EVERY = Duration.ofMillis(500);
  private static final Duration BEAT_EVERY = Duration.ofSeconds(15);
  private static final Duration SETTLE_EVERY = Duration.ofSeconds(3);
  private static final Duration TEND_EVERY = Duration.ofMinutes(1);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(2);
  private static final Duration FORGET_EVERY = Duration.ofHours(1);
  private static final Duration REPEATS_KNOWN_FOR = Duration.ofDays(1);
  private static final int LISTENERS_AT_MOST = 1000;
  private static final int WAITS_AT_MOST = 10_000;

  private final Configuration configuration;
  private final InstantSource clock = InstantSource.system();
  private final SecureRandom random = new SecureRandom();
  private final Instant startedAt = clock.instant();
  private final JdbcStores stores;
  private final Registry registry;
  private final KeyRing ring;
  private final Keeper keeper;
  private final Metrics metrics = new Metrics();
  private final Waits waits = new Waits(WAITS_AT_MOST);
  private final TokenOwners owners = new TokenOwners();
  private final Events events;
  private final Components components;
  private final Callbacks callbacks;
  private final Spending spending;
  private final ExecutorService renewals =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("renewal-", 0).factory());
  private final Listener listener;
  private final List<AutoCloseable> running = new ArrayList<>();
  private final Ground ground;
  private final LoginDesk logins;
  private final FollowerDesk followers;
  private final DirectoryDesk directory;
  private final PublishDesk redis;
  private final boolean adminKeyMade;
  private int port;
  private List<Route> routes = List.of();
  private volatile boolean stopping;
  private volatile boolean started;

  private Node(Configuration configuration) throws CannotStart {
    this.configuration = configuration;
    this.listener =
        new Listener(Limits.USUAL, metrics, configuration.outbound().proxy().orElse(null));
    DataFolder folder = new DataFolder(configuration.data());
    folder.prepare();
    this.stores = Stores.open(configuration, folder, clock, random);
    this.events = new Events(KeyText.newId(random), LISTENERS_AT_MOST);
    Fingerprints fingerprints = stores.vault().fingerprints();
    List<Platform> platforms = Platforms.of(configuration);
    this.registry = new Registry(stores.apps(), platforms, this::appChanged);
    this.ring =
        new KeyRing(stores.keys(), clock, configuration.offlineGrace(), registry::component);
    this.spending = new Spending(metrics, stores.usage(), clock);
    this.redis = new PublishDesk(configuration.redis(), registry, metrics);
    Happenings happenings = new Happenings(metrics);
    this.keeper =
        new Keeper(
            stores.credentials(),
            () -> KeyText.newSecret(random),
            registry,
            Policy.DEFAULT.renewing(
                configuration.renewal().margin(), configuration.renewal().jitter()),
            new Timeline(clock, System::nanoTime),
            new RealWaiting(),
            renewals,
            random,
            fingerprints,
            happenings::happened,
            credential -> {
              owners.arrived(credential);
              waits.arrived(credential);
              redis.arrived(credential);
              events.tell("credential", EventCalls.credential(credential, fingerprints));
            });
    this.ground =
        new Ground(
            configuration,
            stores,
            registry,
            keeper,
            new Authorization(ring, registry::hearOf),
            clock,
            random);
    this.logins = LoginWiring.desk(ground);
    this.directory = DirectoryWiring.desk(ground, logins);
    this.components = ComponentWiring.components(ground, renewals);
    this.followers = FollowerWiring.desk(ground);
    this.callbacks =
        CallbackWiring.callbacks(ground, metrics, events, components, directory.jobs(), followers);
    try {
      this.adminKeyMade =
          new AdminKey(stores.keys(), folder, clock, random).ensure(configuration.adminKey());
      load();
    } catch (CannotStart | RuntimeException e) {
      stores.close();
      throw e;
    }
  }

  /** Starts a server; when this returns it answers. */
  public static Node start(Configuration configuration) throws CannotStart, CannotListen {
    Node node = new Node(configuration);
    try {
      node.listen();
    } catch (CannotListen | RuntimeException e) {
      node.close();
      throw e;
    }
    node.beat();
    node.started = true;
    return node;
  }

  private void load() throws CannotStart {
    List<String> changed =
        new DeclaredApps(stores.apps(), new AppForm(registry.platforms()))
            .apply(configuration.apps());
    registry.listen();
    ring.listen();
    keeper.step();
    spending.settle();
    registry.apps().forEach(this::adopt);
    changed.forEach(keeper::reconsider);
    metrics.show(registry, keeper);
  }

  // Kept credentials of an app that this node hears of for the first time must exist.
  private void appChanged(App app) {
    if (started) {
      adopt(app);
      String state = app.active() ? "active" : "disabled";
      events.tell("app", Map.of("app", app.name(), "state", state));
      String component = app.component();
      if (component != null) {
        events.tell(
            "authorizer",
            Map.of(
                "app",
                app.name(),
                "component",
                component,
                "appid",
                app.vendorId(),
                "state",
                state));
      }
    }
  }

  private void adopt(App app) {
    for (Subject subject : registry.ofApp(app.name())) {
      if (subject.kept() && keeper.peek(subject.key()).isEmpty()) {
        keeper.adopt(app.name());
        return;
      }
    }
  }

  private void listen() throws CannotListen {
    Api api =
        new Api(
            ground,
            ring,
            metrics,
            waits,
            events,
            owners,
            callbacks,
            spending,
            components,
            this::unready,
            new NodeStatus(configuration, startedAt, ring, stores)::now,
            keyedRoutes());
    Address main = configuration.listen();
    boolean split = configuration.publicListen().isPresent();
    routes = api.main(!split);
    port = listener.listen(main.host(), main.port(), new Routes(routes));
    if (split) {
      Address open = configuration.publicListen().get();
      listener.listen(open.host(), open.port(), new Routes(api.open()));
    }
    for (Map.Entry<String, Address> own : configuration.wireListen().entrySet()) {
      List<Route> one = api.atRoot(own.getKey());
      if (!one.isEmpty()) {
        listener.listen(own.getValue().host(), own.getValue().port(), new Routes(one));
      }
    }
  }

  private List<Route> keyedRoutes() {
    List<Route> all = new ArrayList<>(logins.routes());
    all.addAll(followers.routes(ground.authorization(), logins.sessions()::find));
    all.addAll(directory.routes());
    return all;
  }

  private void beat() {
    callbacks.start();
    redis.start(keeper).ifPresent(running::add);
    running.add(new Pulse("tend", this::tend));
    running.add(new Pulse("authorizers", this::tendAuthorizers));
    running.add(new Pulse("keeper", keeper::step));
    running.add(
        new Pulse(
            "usage",
            () -> {
              spending.settle();
              return SETTLE_EVERY;
            }));
    running.add(new Pulse("forget", this::forget));
    running.add(new Pulse("forget-logins", logins::forget));
    running.addAll(FollowerWiring.pulses(followers));
    running.add(
        new Pulse(
            "feeds",
            () -> {
              registry.listen();
              ring.listen();
              events.dismiss();
              return FEED_EVERY;
            }));
    running.add(
        new Pulse(
            "beat",
            () -> {
              events.beat();
              metrics.refresh();
              return BEAT_EVERY;
            }));
  }

  private Duration tend() {
    callbacks.tend();
    return TEND_EVERY;
  }

  private Duration tendAuthorizers() {
    components.tend();
    return LOOK_EVERY;
  }

  private Duration forget() {
    components.forget();
    stores.idempotency().forgetBefore(clock.instant().minus(REPEATS_KNOWN_FOR));
    spending.forget();
    return FORGET_EVERY;
  }

  private Optional<String> unready() {
    if (stopping) {
      return Optional.of("the server is stopping");
    }
    if (ring.silence().compareTo(configuration.offlineGrace()) > 0) {
      return Optional.of("the store has not been heard for longer than offline-grace");
    }
    return started ? Optional.empty() : Optional.of("the server is starting");
  }

  /** The port of {@code listen}. */
  public int port() {
    return port;
  }

  /** What {@code listen} serves. */
  List<Route> routes() {
    return routes;
  }

  /** Whether this start made the first administrator's key. */
  public boolean adminKeyMade() {
    return adminKeyMade;
  }

  /** No new work, answers in flight finished, leases given back, then the end. */
  @Override
  public void close() {
    stopping = true;
    waits.stop();
    events.stop();
    closeAll(running);
    listener.close();
    closeAll(List.of(spending::settle));
    callbacks.close();
    renewals.shutdown();
    try {
      // A call to a vendor that is under way is worth its answer: what it brings must be stored.
      if (!renewals.awaitTermination(15, TimeUnit.SECONDS)) {
        renewals.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    stores.close();
  }

  private static void closeAll(List<AutoCloseable> closeables) {
    for (AutoCloseable closeable : closeables) {
      try {
        closeable.close();
      } catch (Exception e) {
        LoggerFactory.getLogger(Node.class).warn("event=stop_failed", e);
      }
    }
  }
}
