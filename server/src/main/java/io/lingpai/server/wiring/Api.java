package io.lingpai.server.wiring;

import io.lingpai.jdbc.JdbcStores;
import io.lingpai.keeper.Keeper;
import io.lingpai.secret.Fingerprints;
import io.lingpai.server.access.Authorization;
import io.lingpai.server.access.KeyRing;
import io.lingpai.server.access.Trail;
import io.lingpai.server.api.AppCalls;
import io.lingpai.server.api.CredentialCalls;
import io.lingpai.server.api.EventCalls;
import io.lingpai.server.api.Events;
import io.lingpai.server.api.KeyCalls;
import io.lingpai.server.api.Metrics;
import io.lingpai.server.api.OpenCalls;
import io.lingpai.server.api.PageSigning;
import io.lingpai.server.api.PassedOn;
import io.lingpai.server.api.RenewalCalls;
import io.lingpai.server.api.SignatureCalls;
import io.lingpai.server.api.Suspicions;
import io.lingpai.server.api.TakeoverCalls;
import io.lingpai.server.api.Troubles;
import io.lingpai.server.api.VendorQuotas;
import io.lingpai.server.api.Waits;
import io.lingpai.server.api.WatchCalls;
import io.lingpai.server.callback.Callbacks;
import io.lingpai.server.component.Components;
import io.lingpai.server.config.Configuration;
import io.lingpai.server.http.Route;
import io.lingpai.server.proxy.Dispatch;
import io.lingpai.server.proxy.Spending;
import io.lingpai.server.registry.Registry;
import io.lingpai.server.wire.TokenOwners;
import io.lingpai.server.wire.WireValues;
import io.lingpai.wechat.quota.WechatQuotas;
import io.lingpai.wechat.signing.PageSigner;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** All calls there are, by the address they are served at. */
final class Api {

  private static final int SUSPICIONS_A_DAY = 100;

  private final OpenCalls open;
  private final Callbacks callbacks;
  private final Components components;
  private final WechatSurface wechat;
  private final DingTalkSurface dingtalk;
  private final List<Route> keyed = new ArrayList<>();

  Api(
      Ground ground,
      KeyRing ring,
      Metrics metrics,
      Waits waits,
      Events events,
      TokenOwners owners,
      Callbacks callbacks,
      Spending spending,
      Components components,
      Supplier<Optional<String>> unready,
      Supplier<Map<String, @Nullable Object>> status,
      List<Route> more) {
    Configuration configuration = ground.configuration();
    JdbcStores stores = ground.stores();
    Registry registry = ground.registry();
    Keeper keeper = ground.keeper();
    Authorization authorization = ground.authorization();
    InstantSource clock = ground.clock();
    SecureRandom random = ground.random();
    Fingerprints fingerprints = stores.vault().fingerprints();
    this.callbacks = callbacks;
    keyed.addAll(more);
    this.components = components;
    this.open = new OpenCalls(unready);
    Trail trail = ground.trail();
    Troubles troubles = ground.troubles();
    Suspicions suspicions = new Suspicions(keeper, SUSPICIONS_A_DAY, clock);
    CredentialCalls credentials =
        new CredentialCalls(registry, keeper, authorization, waits, troubles);
    PageSigning pages = new WechatPages(new PageSigner(clock, random));
    keyed.addAll(credentials.routes());
    keyed.addAll(
        new RenewalCalls(registry, keeper, authorization, credentials, troubles, suspicions, trail)
            .routes());
    keyed.addAll(new TakeoverCalls(registry, keeper, authorization, trail).routes());
    keyed.addAll(new EventCalls(events, registry, keeper, authorization, fingerprints).routes());
    keyed.addAll(
        new SignatureCalls(
                registry,
                keeper,
                authorization,
                credentials,
                Map.of("wechat-official", pages, "dingtalk", new DingTalkPages(clock, random)))
            .routes());
    keyed.addAll(
        new AppCalls(
                stores.apps(),
                stores.credentials(),
                registry,
                keeper,
                authorization,
                trail,
                fingerprints)
            .routes());
    keyed.addAll(
        new KeyCalls(stores.keys(), ring, stores.idempotency(), authorization, trail, clock, random)
            .routes());
    keyed.addAll(
        new WatchCalls(
                registry,
                keeper,
                authorization,
                stores.audit(),
                metrics,
                fingerprints,
                new PassedOn(spending),
                new VendorQuotas(
                    registry,
                    keeper,
                    ground.lending(),
                    troubles,
                    new WechatQuotas(
                        configuration.host("wechat-api"), Platforms.http(configuration))),
                status)
            .routes());
    keyed.addAll(callbacks.deliveryRoutes());
    keyed.addAll(components.keyedRoutes());
    WireParts wire =
        WireParts.of(
            configuration,
            registry,
            ring,
            stores.vault(),
            new WireValues(registry, keeper, credentials, suspicions, waits, owners, clock),
            new Dispatch(registry, keeper, credentials, suspicions, spending),
            metrics,
            clock);
    this.wechat = new WechatSurface(wire, components);
    this.dingtalk = new DingTalkSurface(wire);
  }

  /** What {@code listen} serves. */
  List<Route> main(boolean withOpen) {
    List<Route> routes = new ArrayList<>(keyed);
    routes.addAll(open.pages());
    routes.addAll(wechat.beneathPrefixes());
    routes.addAll(dingtalk.beneathPrefixes());
    if (withOpen) {
      routes.addAll(open());
    }
    return routes;
  }

  /** What {@code public-listen} serves. */
  List<Route> open() {
    List<Route> routes = new ArrayList<>(open.health());
    routes.addAll(callbacks.callbackRoutes());
    routes.addAll(components.browserRoutes());
    return routes;
  }

  /** One vendor's API at the root of a port of its own; nothing where there is none yet. */
  List<Route> atRoot(String vendor) {
    List<Route> routes = wechat.atRoot(vendor);
    return routes.isEmpty() ? dingtalk.atRoot(vendor) : routes;
  }
}
