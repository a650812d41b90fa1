package io.lingpai.sandbox.wechat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lingpai.sandbox.http.Json;
import java.util.List;
import java.util.Set;

/** Addresses of WeChat's own machines, and its check of where pushes would go. */
final class AddressEndpoints {
  private static final List<String> PUSHES_FROM = List.of("101.226.103.0/25", "203.0.113.61");
  private static final List<String> API = List.of("203.0.113.80", "203.0.113.81");
  private static final Set<String> ACTIONS = Set.of("dns", "ping", "all");
  private static final Set<String> OPERATORS = Set.of("CHINANET", "UNICOM", "CAP", "DEFAULT");

  List<Route> routes() {
    return List.of(
        Route.get("/cgi-bin/getcallbackip", call -> addresses(PUSHES_FROM))
            .daily(10_000)
            .forAnybody(),
        Route.get("/cgi-bin/get_api_domain_ip", call -> addresses(API)).daily(10_000).forAnybody(),
        Route.post("/cgi-bin/callback/check", this::check).daily(1_000));
  }

  private static ObjectNode addresses(List<String> ips) {
    ObjectNode told = Json.object();
    ArrayNode list = told.putArray("ip_list");
    ips.forEach(list::add);
    return told;
  }

  private ObjectNode check(Call call) {
    ObjectNode body = call.body();
    String action = Call.requiredText(body, "action", 40202);
    if (!ACTIONS.contains(action)) {
      throw new Refusal(40202);
    }
    if (!OPERATORS.contains(Call.requiredText(body, "check_operator", 40203))) {
      throw new Refusal(40203);
    }
    if (call.app().callback == null) {
      throw new Refusal(40201);
    }
    ObjectNode told = Json.object();
    if (!action.equals("ping")) {
      told.putArray("dns").addObject().put("ip", "203.0.113.90").put("real_operator", "UNICOM");
    }
    if (!action.equals("dns")) {
      told.putArray("ping")
          .addObject()
          .put("ip", "203.0.113.90")
          .put("from_operator", "UNICOM")
          .put("package_loss", "0%")
          .put("time", "23.079ms");
    }
    return told;
  }
}
