package io.lingpai.server.wiring;

import io.lingpai.dingtalk.DingTalkErrors;
import io.lingpai.server.http.Route;
import io.lingpai.server.proxy.DingTalkProxy;
import io.lingpai.server.wire.DingTalkShape;
import io.lingpai.server.wire.DingTalkWire;
import java.util.ArrayList;
import java.util.List;

/** DingTalk's two hosts as they are played here: what is answered, and what is passed on. */
final class DingTalkSurface {

  private final DingTalkWire answered;
  private final DingTalkProxy older;
  private final DingTalkProxy newer;

  DingTalkSurface(WireParts parts) {
    this.answered = new DingTalkWire(parts.tokens(), parts.metrics());
    this.older = proxy(parts, "dingtalk-oapi", DingTalkShape.OLDER);
    this.newer = proxy(parts, "dingtalk-api", DingTalkShape.NEWER);
  }

  private static DingTalkProxy proxy(WireParts parts, String host, DingTalkShape shape) {
    return new DingTalkProxy(
        parts.configuration().host(host),
        shape,
        code -> DingTalkErrors.of(code).sort(),
        parts.dispatch(),
        parts.bearers(),
        parts.vault());
  }

  /** Both of them, for the port that serves everything. */
  List<Route> beneathPrefixes() {
    List<Route> routes = new ArrayList<>(older("/dingtalk/oapi"));
    routes.addAll(newer("/dingtalk/api"));
    return routes;
  }

  /** One of them, by its name among the hosts, for a port of its own; empty for another's name. */
  List<Route> atRoot(String vendor) {
    return switch (vendor) {
      case "dingtalk-oapi" -> older("");
      case "dingtalk-api" -> newer("");
      default -> List.of();
    };
  }

  private List<Route> older(String prefix) {
    List<Route> routes = new ArrayList<>(answered.older(prefix));
    routes.addAll(older.routes(prefix));
    return routes;
  }

  private List<Route> newer(String prefix) {
    List<Route> routes = new ArrayList<>(answered.newer(prefix));
    routes.addAll(newer.routes(prefix));
    return routes;
  }
}
