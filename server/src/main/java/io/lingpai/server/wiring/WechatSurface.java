package io.lingpai.server.wiring;

import io.lingpai.keeper.Keeper;
import io.lingpai.secret.Vault;
import io.lingpai.secret.Vault.KeyedHash;
import io.lingpai.server.access.KeyRing;
import io.lingpai.server.api.CredentialCalls;
import io.lingpai.server.api.Metrics;
import io.lingpai.server.api.Suspicions;
import io.lingpai.server.component.Components;
import io.lingpai.server.config.Configuration;
import io.lingpai.server.http.Origin;
import io.lingpai.server.http.Route;
import io.lingpai.server.proxy.BrowserPages;
import io.lingpai.server.proxy.Spending;
import io.lingpai.server.proxy.WechatProxy;
import io.lingpai.server.registry.Registry;
import io.lingpai.server.wire.Bearers;
import io.lingpai.server.wire.Handles;
import io.lingpai.server.wire.VirtualTokens;
import io.lingpai.server.wire.WechatPlatformWire;
import io.lingpai.server.wire.WechatWire;
import io.lingpai.server.wire.WireValues;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** WeChat's three hosts as they are played here: what is answered, and what is passed on. */
final class WechatSurface {

  /** No app can have this name, so its data key is the virtual tokens' alone. */
  private static final String KEY_NAME = "~virtual-tokens";

  private final WechatWire answered;
  private final WechatPlatformWire ofPlatforms;
  private final WechatProxy passedOn;
  private final BrowserPages mp;
  private final BrowserPages open;

  WechatSurface(
      Configuration configuration,
      Vault vault,
      Registry registry,
      KeyRing ring,
      Keeper keeper,
      CredentialCalls credentials,
      Suspicions suspicions,
      WireValues values,
      Metrics metrics,
      Spending spending,
      Components components,
      InstantSource clock) {
    KeyedHash hash = vault.keyedHash(KEY_NAME);
    VirtualTokens virtual = new VirtualTokens(hash, clock);
    Handles handles = new Handles(hash);
    Bearers bearers = new Bearers(registry, ring, virtual);
    this.answered =
        new WechatWire(
            registry, ring, bearers, virtual, values, metrics, configuration.wireTokens());
    this.ofPlatforms =
        new WechatPlatformWire(registry, bearers, virtual, handles, components::redeem, metrics);
    this.passedOn =
        new WechatProxy(
            Origin.of(configuration.host("wechat-api")),
            registry,
            keeper,
            credentials,
            suspicions,
            bearers,
            handles,
            vault,
            spending);
    this.mp = new BrowserPages(configuration.host("wechat-mp"));
    this.open = new BrowserPages(configuration.host("wechat-open"));
  }

  /** All of them, for the port that serves everything. */
  List<Route> beneathPrefixes() {
    List<Route> routes = new ArrayList<>(api("/wechat"));
    routes.addAll(mp.routes("/wechat-mp"));
    routes.addAll(open.routes("/wechat-open"));
    return routes;
  }

  /** One of them, by its name among the hosts, for a port of its own; empty for another's name. */
  List<Route> atRoot(String vendor) {
    return switch (vendor) {
      case "wechat-api" -> api("");
      case "wechat-mp" -> mp.routes("");
      case "wechat-open" -> open.routes("");
      default -> List.of();
    };
  }

  private List<Route> api(String prefix) {
    List<Route> routes = new ArrayList<>(answered.routes(prefix));
    routes.addAll(ofPlatforms.routes(prefix));
    routes.addAll(passedOn.routes(prefix));
    return routes;
  }
}
