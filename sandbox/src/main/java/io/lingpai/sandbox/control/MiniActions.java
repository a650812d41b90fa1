package io.lingpai.sandbox.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lingpai.sandbox.wechat.ClientData;
import io.lingpai.sandbox.wechat.MiniClient;
import io.lingpai.sandbox.wechat.WeChat;

/** What the users of a mini program do on their phones, over HTTP. */
final class MiniActions {
  /** Everything a client sends to log in, in one; worth being seen, so the page shows it. */
  static final String OPEN = "users/open";

  private final WeChat wechat;

  MiniActions(WeChat wechat) {
    this.wechat = wechat;
  }

  /** Whether there is such an action; it has been done then. */
  boolean act(String appid, String action, Input input, ObjectNode done) {
    switch (action) {
      case "users/profile-data", "users/phone-data" -> {
        input.only("openid", "lie");
        ClientData.Lie lie = ClientData.Lie.spelled(input.text("lie").orElse("none"));
        String openid = input.requiredText("openid");
        MiniClient client = wechat.client(appid);
        ClientData made =
            action.equals("users/phone-data")
                ? client.phone(openid, lie)
                : client.profile(openid, lie);
        put(made, done);
      }
      case OPEN -> {
        input.only("openid", "lie");
        ClientData.Lie lie = ClientData.Lie.spelled(input.text("lie").orElse("none"));
        String openid = input.requiredText("openid");
        done.put("code", wechat.users(appid).opensMiniProgram(openid));
        put(wechat.client(appid).profile(openid, lie), done);
      }
      case "users/phone-code" -> {
        input.only("openid");
        done.put("code", wechat.client(appid).sharesPhoneNumber(input.requiredText("openid")));
      }
      case "users/rename" -> {
        input.only("openid", "nickname", "avatar");
        wechat
            .client(appid)
            .isCalled(
                input.requiredText("openid"),
                input.text("nickname").orElse(""),
                input.text("avatar").orElse(null));
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private static void put(ClientData made, ObjectNode done) {
    done.put("raw_data", made.rawData())
        .put("signature", made.signature())
        .put("encrypted_data", made.encryptedData())
        .put("iv", made.iv());
  }
}
