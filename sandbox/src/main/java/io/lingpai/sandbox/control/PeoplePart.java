package io.lingpai.sandbox.control;

import static io.lingpai.sandbox.control.Bits.button;
import static io.lingpai.sandbox.control.Bits.code;
import static io.lingpai.sandbox.control.Bits.form;
import static io.lingpai.sandbox.control.Bits.row;
import static io.lingpai.sandbox.control.Bits.time;
import static io.lingpai.sandbox.http.Html.escape;

import io.lingpai.sandbox.callback.Delivery;
import io.lingpai.sandbox.wechat.AppView;
import io.lingpai.sandbox.wechat.WeChat;
import io.lingpai.sandbox.wechat.WeChatApp;
import java.util.List;
import java.util.Map;

/** An app's users on the page, what they may do, and what was pushed of it. */
final class PeoplePart {
  private static final int PUSHES = 30;

  private final WeChat wechat;

  PeoplePart(WeChat wechat) {
    this.wechat = wechat;
  }

  void append(StringBuilder body, AppView app, Language in) {
    String at = "apps/" + app.appid() + "/users/";
    boolean official = app.kind() == WeChatApp.Kind.OFFICIAL;
    body.append("<p>");
    if (app.callbackUrl() != null) {
      body.append(in.say("Pushes to ", "推送至 ")).append(code(app.callbackUrl())).append(". ");
    }
    body.append(app.followers())
        .append(official ? in.say(" followers", " 位关注者") : in.say(" users", " 位用户"));
    body.append("</p><table class=stacks>");
    for (AppView.Person person : app.people()) {
      body.append(
          row(
              person.follows() ? "td" : "td class=dead",
              escape(person.nickname()),
              code(person.openid()),
              actions(person, official, at, in)));
    }
    body.append("</table>");
  }

  private static String actions(AppView.Person person, boolean official, String at, Language in) {
    Map<String, String> fields = Map.of("openid", person.openid());
    String says =
        form(
            in,
            at + "say",
            fields,
            "<input name=content size=12 required aria-label='"
                + in.say("text", "文字")
                + "' placeholder='"
                + in.say("text", "文字")
                + "'>",
            in.say("Write", "发消息"),
            "quiet");
    if (!official) {
      return button(in, at + "open", fields, in.say("Open the mini program", "打开小程序"), "") + says;
    }
    String scans =
        form(
            in,
            at + "scan",
            fields,
            "<input name=scene size=10 required aria-label='"
                + in.say("scene or ticket", "场景值或 ticket")
                + "' placeholder='"
                + in.say("scene or ticket", "场景值或 ticket")
                + "'>",
            in.say("Scan a QR code", "扫带参二维码"),
            "quiet");
    String follows =
        person.follows()
            ? button(in, at + "unfollow", fields, in.say("Unfollow", "取消关注"), "harm")
            : button(in, at + "follow", fields, in.say("Follow", "关注"), "");
    return follows + scans + says;
  }

  void appendPushes(StringBuilder body, Language in) {
    List<Delivery> all = wechat.pushes().all();
    if (all.isEmpty()) {
      return;
    }
    body.append("<h2>").append(in.say("Pushes", "推送")).append("</h2><section><table class=stacks>");
    body.append(
        row(
            "th",
            "#",
            in.say("Time", "时间"),
            in.say("Of", "账号"),
            in.say("What", "内容"),
            in.say("Attempts", "次数"),
            in.say("Outcome", "结果"),
            in.say("Answer", "回复")));
    for (int i = all.size() - 1; i >= Math.max(0, all.size() - PUSHES); i--) {
      Delivery one = all.get(i);
      body.append(
          row(
              "td class=wide",
              String.valueOf(one.number()),
              time(one.at()),
              escape(one.push().account()),
              escape(one.push().kind()),
              String.valueOf(one.attempts().size()),
              outcome(one.outcome(), in),
              escape(one.trouble().isEmpty() ? said(one) : one.trouble())));
    }
    body.append("</table></section>");
  }

  private static String outcome(Delivery.Outcome outcome, Language in) {
    return switch (outcome) {
      case HELD -> in.say("held", "扣住");
      case UNDERWAY -> in.say("underway", "推送中");
      case TAKEN -> in.say("taken", "已接收");
      case REPLIED -> in.say("replied", "已回复");
      case MISUNDERSTOOD -> "<b class=bad>" + in.say("misunderstood", "回复无效") + "</b>";
      case UNANSWERED -> "<b class=bad>" + in.say("unanswered", "无应答") + "</b>";
    };
  }

  private static String said(Delivery delivery) {
    return delivery.reply().getOrDefault("Content", delivery.reply().getOrDefault("MsgType", ""));
  }
}
