package io.lingpai.sandbox.wechat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lingpai.sandbox.http.Json;
import java.util.List;

/** Users of an official account: who they are, who follows, and a message to one of them. */
final class FollowerEndpoints {
  private static final int MOST_AT_ONCE = 100;
  private static final int PAGE = 10_000;

  List<Route> routes() {
    return List.of(
        Route.get("/cgi-bin/user/info", this::info).daily(5_000_000).needing(2, 100),
        Route.post("/cgi-bin/user/info/batchget", this::several).daily(500_000).needing(2, 100),
        Route.get("/cgi-bin/user/get", this::list).daily(500).needing(2, 100),
        Route.post("/cgi-bin/message/custom/send", this::message).daily(500_000).needing(1, 19));
  }

  private ObjectNode info(Call call) {
    requireOfficial(call);
    String openid = call.required("openid", 40003);
    return describe(call.app(), openid, call.optional("lang").orElse("zh_CN"));
  }

  private ObjectNode several(Call call) {
    requireOfficial(call);
    JsonNode asked = call.body().path("user_list");
    if (!asked.isArray() || asked.isEmpty()) {
      throw new Refusal(40097);
    }
    if (asked.size() > MOST_AT_ONCE) {
      throw new Refusal(40032);
    }
    ArrayNode found = Json.array();
    for (JsonNode one : asked) {
      String openid = Call.requiredText(one, "openid", 40003);
      String language = Call.text(one, "lang").orElse("zh_CN");
      found.add(describe(call.app(), openid, language));
    }
    ObjectNode answer = Json.object();
    answer.set("user_info_list", found);
    return answer;
  }

  private static ObjectNode describe(App app, String openid, String language) {
    Followers.User user = app.followers.find(openid).orElseThrow(() -> new Refusal(40003));
    ObjectNode told = Json.object().put("subscribe", user.subscribed ? 1 : 0);
    told.put("openid", user.openid);
    if (user.subscribed) {
      told.put("nickname", "")
          .put("sex", 0)
          .put("language", language)
          .put("city", "")
          .put("province", "")
          .put("country", "")
          .put("headimgurl", "")
          .put("subscribe_time", user.subscribedAt.getEpochSecond());
    }
    app.followers.unionid(user, app.openPlatform).ifPresent(id -> told.put("unionid", id));
    if (user.subscribed) {
      told.put("remark", "").put("groupid", 0);
      told.set("tagid_list", Json.array());
      user.scene.describe(told);
    }
    return told;
  }

  private ObjectNode list(Call call) {
    requireOfficial(call);
    List<String> all = call.app().followers.following();
    int from = call.optional("next_openid").map(last -> after(all, last)).orElse(0);
    List<String> page = all.subList(from, Math.min(all.size(), from + PAGE));
    ObjectNode told = Json.object().put("total", all.size()).put("count", page.size());
    if (!page.isEmpty()) {
      ArrayNode openids = told.putObject("data").putArray("openid");
      page.forEach(openids::add);
    }
    return told.put("next_openid", page.isEmpty() ? "" : page.get(page.size() - 1));
  }

  private static int after(List<String> all, String last) {
    int index = all.indexOf(last);
    if (index < 0) {
      throw new Refusal(40003);
    }
    return index + 1;
  }

  private ObjectNode message(Call call) {
    ObjectNode body = call.body();
    String openid = Call.requiredText(body, "touser", 40003);
    String type = Call.requiredText(body, "msgtype", 40008);
    if (!body.path(type).isObject()) {
      throw new Refusal(47001);
    }
    Followers.User user = call.app().followers.find(openid).orElseThrow(() -> new Refusal(40003));
    if (call.app().official() && !user.subscribed) {
      throw new Refusal(43004);
    }
    String content =
        type.equals("text")
            ? Call.requiredText(body.path(type), "content", 44004)
            : Json.write(body.path(type));
    String by =
        call.owner() instanceof Authorization authorization
            ? authorization.component.appid()
            : call.app().appid();
    call.app().inbox.add(new SentMessage(openid, type, content, call.now(), by));
    return Call.ok();
  }

  private static void requireOfficial(Call call) {
    if (!call.app().official()) {
      throw new Refusal(48001);
    }
  }
}
