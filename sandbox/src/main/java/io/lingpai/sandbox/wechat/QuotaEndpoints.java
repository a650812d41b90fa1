package io.lingpai.sandbox.wechat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lingpai.sandbox.http.Request;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Looking at quotas, resetting them, and looking up an error's request id. */
final class QuotaEndpoints {
  private static final Pattern RID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}");

  private final World world;
  private final Supplier<Map<String, Route>> routes;

  QuotaEndpoints(World world, Supplier<Map<String, Route>> routes) {
    this.world = world;
    this.routes = routes;
  }

  List<Route> routes() {
    return List.of(
        Route.post("/cgi-bin/clear_quota", this::reset).forAnybody(),
        Route.post("/cgi-bin/clear_quota/v2", this::resetWithSecret).withoutToken(),
        Route.post("/cgi-bin/openapi/quota/get", this::quota).forAnybody(),
        Route.post("/cgi-bin/openapi/rid/get", this::incident).forAnybody());
  }

  private ObjectNode reset(Call call) {
    String appid = Call.requiredText(call.body(), "appid", 41002);
    if (!appid.equals(call.owner().appid())) {
      throw new Refusal(40013);
    }
    call.owner().quota().reset(call.now());
    return Call.ok();
  }

  /** Needs no token, for when the quota of tokens themselves is spent. */
  private ObjectNode resetWithSecret(Call call) {
    ObjectNode body = call.body();
    String appid = Call.requiredText(body, "appid", 41002);
    String secret = Call.requiredText(body, "appsecret", 41004);
    world.authenticate(appid, secret, 40125).quota.reset(call.now());
    return Call.ok();
  }

  private ObjectNode quota(Call call) {
    String path = Call.requiredText(call.body(), "cgi_path", 76003);
    if (!path.startsWith("/")) {
      throw new Refusal(76003);
    }
    if (path.startsWith("/sns/")) {
      throw new Refusal(76022);
    }
    Route route = routes.get().get(path);
    if (route == null) {
      throw new Refusal(76021);
    }
    Quota.Limits limits = call.owner().limits(route);
    int used = call.owner().quota().used(path, call.now());
    ObjectNode told = Call.ok();
    told.putObject("quota")
        .put("daily_limit", limits.daily())
        .put("used", used)
        .put("remain", Math.max(0, limits.daily() - used));
    if (limits.perMinute() > 0) {
      told.putObject("rate_limit").put("call_count", limits.perMinute()).put("refresh_second", 60);
    }
    return told;
  }

  private ObjectNode incident(Call call) {
    String rid = Call.requiredText(call.body(), "rid", 76002);
    if (!RID.matcher(rid).matches()) {
      throw new Refusal(76002);
    }
    if (toldAt(rid).isBefore(call.now().minus(Rids.LIFE))) {
      throw new Refusal(76004);
    }
    Rids.Incident incident = world.rids.find(rid).orElseThrow(() -> new Refusal(76001));
    if (incident.app().filter(call.owner().appid()::equals).isEmpty()) {
      throw new Refusal(76003);
    }
    Request request = incident.request();
    ObjectNode told = Call.ok();
    // With the token in the address, as at the real one.
    told.putObject("request")
        .put("invoke_time", incident.at().getEpochSecond())
        .put("cost_in_ms", 1)
        .put("request_url", request.rawQuery())
        .put("request_body", request.body())
        .put("response_body", incident.answer())
        .put("client_ip", world.addressOf(request));
    return told;
  }

  private static Instant toldAt(String rid) {
    return Instant.ofEpochSecond(Long.parseLong(rid.substring(0, 8), 16));
  }
}
