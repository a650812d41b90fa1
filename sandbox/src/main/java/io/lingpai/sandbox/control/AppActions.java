package io.lingpai.sandbox.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lingpai.sandbox.wechat.BehindTheScenes;
import io.lingpai.sandbox.wechat.Users;
import io.lingpai.sandbox.wechat.WeChat;

/** What can be done to one app over HTTP. */
final class AppActions {
  private final WeChat wechat;
  private final MessagingActions messaging;

  AppActions(WeChat wechat) {
    this.wechat = wechat;
    this.messaging = new MessagingActions(wechat);
  }

  /** Whether there is such an action; it has been done then. */
  boolean act(String appid, String action, Input input, ObjectNode done) {
    BehindTheScenes app = wechat.behind(appid);
    Users users = wechat.users(appid);
    input.only(
        switch (action) {
          case "kill" -> new String[] {"hands_it_out"};
          case "foreign-fetch" -> new String[] {"line"};
          case "whitelist" -> new String[] {"addresses"};
          case "risk/approve", "risk/refuse" -> new String[] {"address"};
          case "page-config" -> new String[] {"url", "timestamp", "nonceStr", "signature"};
          case "users" -> new String[] {"stranger"};
          case "users/consent" -> new String[] {"openid", "scope"};
          case "users/crowd" -> new String[] {"count", "strangers"};
          case "users/scan" -> new String[] {"openid", "scene"};
          case "users/say" -> new String[] {"openid", "content", "wait"};
          case "users/send" -> new String[] {"openid", "type", "fields", "wait"};
          case "users/unionid" -> new String[] {"openid", "withheld_times"};
          case "callback" -> new String[] {"url", "token", "aes_key", "mode", "format"};
          case "open-platform" -> new String[] {"account"};
          case "release" -> new String[] {"order"};
          case "copies" -> new String[] {"copies"};
          case "delay" -> new String[] {"millis"};
          case "users/follow", "users/unfollow" -> new String[] {"openid", "count"};
          case "users/login",
              "users/session-key",
              "users/password",
              "users/block",
              "users/unblock" ->
              new String[] {"openid"};
          default -> new String[0];
        });
    switch (action) {
      case "kill" -> {
        if (input.flag("hands_it_out")) {
          app.killTokenAndHandItOutStill();
        } else {
          app.killToken();
        }
      }
      case "foreign-fetch" -> done.put("access_token", app.foreignFetch(line(input)));
      case "secret-reset" -> done.put("secret", app.resetSecret());
      case "freeze" -> app.freezeSecret(true);
      case "unfreeze" -> app.freezeSecret(false);
      case "whitelist" -> app.whitelist(input.texts("addresses"));
      case "risk/on" -> app.confirmsAddresses(true);
      case "risk/off" -> app.confirmsAddresses(false);
      case "risk/approve" -> app.approve(input.requiredText("address"));
      case "risk/refuse" -> app.refuse(input.requiredText("address"));
      case "page-config" ->
          done.put(
              "says",
              app.pageSays(
                  input.requiredText("url"),
                  input.requiredText("timestamp"),
                  input.requiredText("nonceStr"),
                  input.requiredText("signature")));
      case "users" -> done.put("openid", users.add(!input.flag("stranger")));
      case "users/login" -> done.put("code", users.opensMiniProgram(input.requiredText("openid")));
      case "users/consent" ->
          done.put(
              "code",
              users.consents(
                  input.requiredText("openid"), input.text("scope").orElse("snsapi_base")));
      case "users/session-key" -> users.changesSessionKey(input.requiredText("openid"));
      case "users/password" -> users.changesPassword(input.requiredText("openid"));
      case "users/block" -> users.isBlocked(input.requiredText("openid"), true);
      case "users/unblock" -> users.isBlocked(input.requiredText("openid"), false);
      default -> {
        return messaging.act(appid, action, input, done);
      }
    }
    return true;
  }

  private static BehindTheScenes.Line line(Input input) {
    String name = input.text("line").orElse("stable");
    return switch (name) {
      case "stable" -> BehindTheScenes.Line.STABLE;
      case "classic" -> BehindTheScenes.Line.CLASSIC;
      default ->
          throw new IllegalArgumentException("line: " + name + " (expected: stable or classic)");
    };
  }
}
