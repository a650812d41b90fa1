package io.lingpai.sandbox.control;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lingpai.sandbox.callback.Callback;
import io.lingpai.sandbox.callback.Delivery;
import io.lingpai.sandbox.http.Json;
import io.lingpai.sandbox.wechat.BehindTheScenes;
import io.lingpai.sandbox.wechat.Users;
import io.lingpai.sandbox.wechat.WeChat;
import java.time.Duration;
import java.util.List;

/** What an app's users do that the app is told of, and where it is told. */
final class MessagingActions {
  private final WeChat wechat;

  MessagingActions(WeChat wechat) {
    this.wechat = wechat;
  }

  /** Whether there is such an action; it has been done then. */
  boolean act(String appid, String action, Input input, ObjectNode done) {
    BehindTheScenes app = wechat.behind(appid);
    Users users = wechat.users(appid);
    switch (action) {
      case "callback" -> app.calledBackAt(callback(input, "url"));
      case "callback/none" -> app.calledBackAt(null);
      case "callback/verify" -> done.put("verified", app.verifiesCallback());
      case "hold" -> app.holdsPushes();
      case "release" -> app.releasesPushes(ComponentActions.order(input));
      case "copies" -> app.pushesTimes(input.requiredNumber("copies"));
      case "delay" -> app.pushesLate(Duration.ofMillis(input.requiredNumber("millis")));
      case "open-platform" -> app.bindsTo(input.text("account").orElse(null));
      case "users/crowd" -> {
        ArrayNode openids = done.putArray("openids");
        users
            .addCrowd(input.requiredNumber("count"), !input.flag("strangers"))
            .forEach(openids::add);
      }
      case "users/follow", "users/unfollow" -> {
        boolean follows = action.endsWith("/follow");
        List<Delivery> told =
            input.number("count").isPresent()
                ? users.followAtOnce(input.requiredNumber("count"), follows)
                : users.follow(input.requiredText("openid"), follows);
        done.put("pushes", told.size());
      }
      case "users/scan" ->
          done.put(
              "pushes",
              users.scansCode(input.requiredText("openid"), input.requiredText("scene")).size());
      case "users/say" ->
          ComponentActions.told(
              users.writes(input.requiredText("openid"), input.requiredText("content")),
              input,
              done);
      case "users/send" -> {
        List<Delivery> told =
            users.sends(
                input.requiredText("openid"), input.requiredText("type"), input.object("fields"));
        done.put("pushes", told.size());
        if (!told.isEmpty()) {
          ComponentActions.told(told.get(0), input, done);
        }
      }
      case "users/unionid" ->
          users.withholdsUnionid(
              input.requiredText("openid"), input.requiredNumber("withheld_times"));
      default -> {
        return false;
      }
    }
    return true;
  }

  static Callback callback(Input input, String urlField) {
    return new Callback(
        input.requiredText(urlField),
        input.text("token").orElse("sandbox"),
        input.text("aes_key").orElse(""),
        Callback.mode(input.text("mode").orElse("plain")),
        Callback.format(input.text("format").orElse("xml")));
  }

  static ObjectNode messages(Users users) {
    ObjectNode told = Json.object();
    ArrayNode list = told.putArray("messages");
    users
        .messages()
        .forEach(
            one ->
                list.addObject()
                    .put("openid", one.openid())
                    .put("type", one.type())
                    .put("content", one.content())
                    .put("at", one.at().toString())
                    .put("by", one.by()));
    return told;
  }

  static ObjectNode users(Users users) {
    ObjectNode told = Json.object();
    ArrayNode list = told.putArray("openids");
    users.openids().forEach(list::add);
    return told;
  }
}
