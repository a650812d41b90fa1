package io.lingpai.sandbox.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lingpai.sandbox.wechat.BehindTheScenes;
import io.lingpai.sandbox.wechat.Users;
import io.lingpai.sandbox.wechat.WeChat;

/** What can be done to one app over HTTP. */
final class AppActions {
  private final WeChat wechat;

  AppActions(WeChat wechat) {
    this.wechat = wechat;
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
          case "users/follow",
              "users/unfollow",
              "users/login",
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
      case "users/follow" -> users.follow(input.requiredText("openid"), true);
      case "users/unfollow" -> users.follow(input.requiredText("openid"), false);
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
        return false;
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
