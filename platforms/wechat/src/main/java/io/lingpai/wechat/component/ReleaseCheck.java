package io.lingpai.wechat.component;

import io.lingpai.app.App;
import io.lingpai.authorization.AuthorizationJobs;
import io.lingpai.callback.Message;
import io.lingpai.callback.Opening.Opened;
import io.lingpai.callback.Responder;
import io.lingpai.outbox.NewJob;
import io.lingpai.secret.Secret;
import java.util.Map;
import java.util.Optional;

/**
 * WeChat's check before a platform's release: accounts of WeChat's own authorize it and write to
 * it, and expect fixed answers. They are given without any configuration.
 *
 * @see <a
 *     href="https://developers.weixin.qq.com/doc/oplatform/Third-party_Platforms/2.0/operation/thirdparty/releases_instructions.html">checked
 *     2026-11-21</a>
 */
public final class ReleaseCheck implements Responder {

  private static final String TEXT = "TESTCOMPONENT_MSG_TYPE_TEXT";
  private static final String QUERY = "QUERY_AUTH_CODE:";

  /** WeChat's test accounts: the name that is written to, and the app id. */
  private static final Map<String, String> ACCOUNTS =
      Map.of(
          "gh_3c884a361561", "wx570bc396a51b8ff8",
          "gh_8dad206e9538", "wxd101a85aa106f53e",
          "gh_c0f28a78b318", "wx9252c5e0bb1836fc",
          "gh_905ae9d01059", "wxc39235c15087f6f3",
          "gh_3f222ed8d140", "wx8e1097c5bc82cde9",
          "gh_393666f1fdf4", "wx7720d01d4b2a4500",
          "gh_26128078e9ab", "wx14550af28c71a144",
          "gh_39abb5d4e1b7", "wx05d483572dcd5d8b",
          "gh_2b3713f184a6", "wxa35b9c23cfe664eb",
          "gh_7818dcb60240", "wx5910277cae6fd970");

  @Override
  public Optional<String> answer(App app, Message message, Opened opened) {
    if (!concerns(app, opened)) {
      return Optional.empty();
    }
    String content = opened.field("Content");
    if (content.startsWith(QUERY)) {
      // Answered at once with nothing; what is expected follows by a call, see job().
      return Optional.of("");
    }
    if (content.equals(TEXT)) {
      return Optional.of(reply(message, opened, TEXT + "_callback"));
    }
    String event = opened.field("Event");
    boolean plain = event.matches("[A-Za-z_]{1,64}");
    return opened.field("MsgType").equals("event") && plain
        ? Optional.of(reply(message, opened, event + "from_callback"))
        : Optional.empty();
  }

  /** Redeems the code that came as a text, and writes back in the account's name. */
  static Optional<NewJob> job(App app, Message message, Opened opened) {
    String content = opened.field("Content");
    if (!concerns(app, opened) || !content.startsWith(QUERY) || opened.user().isEmpty()) {
      return Optional.empty();
    }
    String code = content.substring(QUERY.length()).strip();
    String account = ACCOUNTS.get(opened.field("ToUserName"));
    if (code.isEmpty() || account == null) {
      return Optional.empty();
    }
    return Optional.of(
        ComponentMessages.job(
            AuthorizationJobs.RELEASE_CHECK,
            app,
            message,
            Map.of(AuthorizationJobs.ACCOUNT, account),
            Map.of(
                AuthorizationJobs.CODE, Secret.of(code),
                AuthorizationJobs.USER, Secret.of(opened.user()),
                AuthorizationJobs.ANSWER, Secret.of(code + "_from_api"))));
  }

  private static boolean concerns(App app, Opened opened) {
    return app.platform().equals(WechatComponent.NAME)
        && ACCOUNTS.containsKey(opened.field("ToUserName"));
  }

  private static String reply(Message message, Opened opened, String content) {
    return "<xml><ToUserName><![CDATA["
        + bare(opened.user())
        + "]]></ToUserName><FromUserName><![CDATA["
        + opened.field("ToUserName")
        + "]]></FromUserName><CreateTime>"
        + message.receivedAt().getEpochSecond()
        + "</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA["
        + content
        + "]]></Content></xml>";
  }

  private static String bare(String user) {
    return user.replace("]]>", "");
  }
}
