package io.lingpai.sandbox.control;

import static io.lingpai.sandbox.control.Bits.button;
import static io.lingpai.sandbox.control.Bits.code;
import static io.lingpai.sandbox.control.Bits.row;
import static io.lingpai.sandbox.control.Bits.time;
import static io.lingpai.sandbox.http.Html.escape;

import io.lingpai.sandbox.call.Mask;
import io.lingpai.sandbox.wechat.AppView;
import io.lingpai.sandbox.wechat.ComponentView;
import io.lingpai.sandbox.wechat.ReleaseReport;
import io.lingpai.sandbox.wechat.WeChat;
import io.lingpai.sandbox.wechat.WeChatApp;
import java.util.List;
import java.util.Map;

/** Third-party platforms on the page: their tickets, who authorized them, the release check. */
final class PlatformPart {
  private static final int SHOWN = 20;

  private final WeChat wechat;

  PlatformPart(WeChat wechat) {
    this.wechat = wechat;
  }

  void append(StringBuilder body, Language in) {
    if (wechat.components().isEmpty()) {
      return;
    }
    body.append("<h2>").append(in.say("Third-party platforms", "第三方平台")).append("</h2>");
    wechat.components().stream()
        .map(platform -> wechat.component(platform.appid()).view())
        .forEach(platform -> append(body, platform, in));
  }

  private void append(StringBuilder body, ComponentView platform, Language in) {
    String at = "components/" + platform.appid() + "/";
    body.append("<section><h3>")
        .append(escape(platform.name()))
        .append(' ')
        .append(code(platform.appid()))
        .append("</h3><p>");
    if (platform.eventUrl() == null) {
      body.append(in.say("No callback URL: nothing is pushed.", "没有回调地址，不推送任何内容。"));
    } else {
      body.append(in.say("Pushes to ", "推送至 "))
          .append(code(platform.eventUrl()))
          .append(in.say(", messages to ", "，消息推送至 "))
          .append(code(String.valueOf(platform.messageUrl())))
          .append(in.say(". Next ticket: ", "。下一个票据："))
          .append(platform.pushing() ? time(platform.nextPush()) : in.say("stopped", "已停止"));
    }
    body.append("</p><p>");
    appendPushButtons(body, platform, at, in);
    appendTokenButtons(body, platform, at, in);
    body.append("</p>");
    appendTokens(body, platform, in);
    appendAccounts(body, platform, at, in);
    if (platform.lastReport() != null) {
      appendReport(body, platform.lastReport(), in);
    }
    body.append("</section>");
  }

  private static void appendPushButtons(
      StringBuilder body, ComponentView platform, String at, Language in) {
    if (platform.eventUrl() == null) {
      return;
    }
    body.append(button(in, at + "push", Map.of(), in.say("Push a ticket", "推送票据"), ""));
    body.append(
        platform.pushing()
            ? button(in, at + "stop", Map.of(), in.say("Stop tickets", "停止推送票据"), "harm")
            : button(in, at + "start", Map.of(), in.say("Start tickets", "恢复推送票据"), "quiet"));
    if (platform.held()) {
      body.append(button(in, at + "release", Map.of(), in.say("Release pushes", "放行推送"), "quiet"));
      body.append(
          button(
              in,
              at + "release",
              Map.of("order", "newest_first"),
              in.say("Release, newest first", "倒序放行"),
              "quiet"));
    } else {
      body.append(button(in, at + "hold", Map.of(), in.say("Hold pushes", "扣住推送"), "harm"));
    }
    body.append(
        button(in, at + "copies", Map.of("copies", "2"), in.say("Double pushes", "重复推送"), "harm"));
    body.append(
        button(in, at + "copies", Map.of("copies", "1"), in.say("Push once", "恢复单次推送"), "quiet"));
    body.append(button(in, at + "release-check", Map.of(), in.say("Release check", "全网发布检测"), ""));
  }

  private static void appendTokenButtons(
      StringBuilder body, ComponentView platform, String at, Language in) {
    body.append(
        platform.rotates()
            ? button(
                in, at + "rotate/off", Map.of(), in.say("Keep refresh tokens", "刷新令牌不变"), "quiet")
            : button(
                in, at + "rotate/on", Map.of(), in.say("Rotate refresh tokens", "刷新令牌轮换"), "harm"));
    body.append(button(in, at + "kill", Map.of(), in.say("Kill the token", "使 token 失效"), "harm"));
    body.append(
        button(in, at + "forget-tickets", Map.of(), in.say("Forget tickets", "作废全部票据"), "harm"));
  }

  private static void appendTokens(StringBuilder body, ComponentView platform, Language in) {
    if (platform.tokens().isEmpty()) {
      return;
    }
    body.append("<table class=stacks>");
    for (AppView.Held held : platform.tokens()) {
      body.append(
          row(
              held.usable() ? "td" : "td class=dead",
              escape(held.kind()),
              code(Mask.of(held.value())),
              time(held.issuedAt()),
              time(held.usableUntil()),
              held.usable() ? in.say("alive", "有效") : in.say("dead", "失效")));
    }
    body.append("</table>");
  }

  private void appendAccounts(StringBuilder body, ComponentView platform, String at, Language in) {
    body.append("<p>")
        .append(in.say("Accounts that authorize it: ", "已授权的账号："))
        .append(platform.authorizers())
        .append(". ");
    List<String> standing =
        platform.newest().stream()
            .filter(ComponentView.Authorizer::standing)
            .map(ComponentView.Authorizer::appid)
            .toList();
    wechat.apps().stream()
        .filter(app -> !standing.contains(app.appid()))
        .limit(platform.authorizers() > SHOWN ? 0 : SHOWN)
        .forEach(app -> body.append(scan(app, at, in)));
    body.append("</p>");
    if (platform.newest().isEmpty()) {
      return;
    }
    body.append("<table class=stacks>");
    platform.newest().stream()
        .limit(SHOWN)
        .forEach(account -> body.append(account(account, at, in)));
    body.append("</table>");
  }

  private static String scan(WeChatApp app, String at, Language in) {
    return button(
        in,
        at + "authorize",
        Map.of("account", app.appid()),
        in.say("Scan for ", "扫码授权 ") + app.name(),
        "");
  }

  private static String account(ComponentView.Authorizer account, String at, Language in) {
    Map<String, String> fields = Map.of("account", account.appid());
    String actions =
        account.standing()
            ? button(in, at + "withdraw", fields, in.say("Withdraw", "取消授权"), "harm")
                + button(
                    in,
                    at + "refresh-token/replace",
                    fields,
                    in.say("Replace the refresh token", "更换刷新令牌"),
                    "harm")
                + button(
                    in,
                    at + "kill-account",
                    fields,
                    in.say("Kill its token", "使其 token 失效"),
                    "harm")
            : in.say("withdrawn", "已取消");
    return row(
        account.standing() ? "td" : "td class=dead",
        escape(account.name()) + " " + code(account.appid()),
        code(Mask.of(account.refreshToken())),
        time(account.since()),
        actions);
  }

  private static void appendReport(StringBuilder body, ReleaseReport report, Language in) {
    body.append("<h4>")
        .append(in.say("Release check", "全网发布检测"))
        .append(": ")
        .append(report.passed() ? in.say("passed", "通过") : in.say("failed", "未通过"))
        .append("</h4><table class=stacks>");
    for (ReleaseReport.Step step : report.steps()) {
      body.append(
          row(
              "td class=wide",
              escape(step.name()),
              step.passed()
                  ? in.say("passed", "通过")
                  : "<b class=bad>" + in.say("failed", "未通过") + "</b>",
              step.millis() + " ms",
              escape(step.passed() ? "" : step.expected()),
              escape(step.passed() ? "" : step.saw())));
    }
    body.append("</table>");
  }
}
