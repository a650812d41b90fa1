package io.lingpai.sandbox.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lingpai.sandbox.wechat.BehindTheScenes;
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
    input.only(
        switch (action) {
          case "kill" -> new String[] {"hands_it_out"};
          case "foreign-fetch" -> new String[] {"line"};
          case "whitelist" -> new String[] {"addresses"};
          case "risk/approve", "risk/refuse" -> new String[] {"address"};
          case "users" -> new String[] {"stranger"};
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
      case "users" -> done.put("openid", app.addUser(!input.flag("stranger")));
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
