package io.lingpai.server.wiring;

import io.lingpai.server.component.Components;
import io.lingpai.server.config.Configuration;
import io.lingpai.server.http.Route;
import io.lingpai.server.proxy.BrowserPages;
import io.lingpai.server.proxy.WechatProxy;
import io.lingpai.server.wire.Handles;
import io.lingpai.server.wire.WechatPlatformWire;
import io.lingpai.server.wire.WechatWire;
import java.util.ArrayList;
import java.util.List;

/** WeChat's three hosts as they are played here: what is answered, and what is passed on. */
final class WechatSurface {

  private final WechatWire answered;
  private final WechatPlatformWire ofPlatforms;
  private final WechatProxy passedOn;
  private final BrowserPages mp;
  private final BrowserPages open;

  WechatSurface(WireParts parts, Components components) {
    Configuration configuration = parts.configuration();
    Handles handles = new Handles(parts.hash());
    this.answered = new WechatWire(parts.tokens(), parts.metrics());
    this.ofPlatforms =
        new WechatPlatformWire(
            parts.bearers(), parts.virtual(), handles, components::redeem, parts.metrics());
    this.passedOn =
        new WechatProxy(
            configuration.host("wechat-api"),
            parts.dispatch(),
            parts.bearers(),
            handles,
            parts.vault());
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
