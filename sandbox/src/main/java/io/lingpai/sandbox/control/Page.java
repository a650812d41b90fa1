package io.lingpai.sandbox.control;

import static io.lingpai.sandbox.control.Bits.button;
import static io.lingpai.sandbox.control.Bits.row;
import static io.lingpai.sandbox.control.Bits.time;
import static io.lingpai.sandbox.http.Html.escape;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lingpai.sandbox.call.Asked;
import io.lingpai.sandbox.call.CallLog;
import io.lingpai.sandbox.call.Mask;
import io.lingpai.sandbox.dingtalk.DingTalk;
import io.lingpai.sandbox.fault.Fault;
import io.lingpai.sandbox.fault.FaultPlan;
import io.lingpai.sandbox.http.Answer;
import io.lingpai.sandbox.http.Html;
import io.lingpai.sandbox.http.Request;
import io.lingpai.sandbox.wechat.AppView;
import io.lingpai.sandbox.wechat.WeChat;
import io.lingpai.sandbox.wechat.WeChatApp;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The page at {@code /}: what the sandbox holds, what it was asked, and buttons for what may go
 * wrong. Each button posts to the control API. Everything shown is escaped, secrets are masked.
 */
final class Page {
  private static final int CALLS = 50;
  private static final int APPS = 20;

  private final WeChat wechat;
  private final FaultPlan faults;
  private final CallLog calls;
  private final PlatformPart platforms;
  private final CompanyPart companies;
  private final PeoplePart people;

  Page(WeChat wechat, DingTalk dingtalk, FaultPlan faults, CallLog calls) {
    this.wechat = wechat;
    this.faults = faults;
    this.calls = calls;
    this.platforms = new PlatformPart(wechat);
    this.companies = new CompanyPart(dingtalk);
    this.people = new PeoplePart(wechat);
  }

  Answer show(Request request) {
    Language in = Language.of(request);
    StringBuilder body = new StringBuilder();
    body.append("<h1>").append(in.say("Sandbox", "沙箱")).append("</h1>");
    body.append("<p>")
        .append(
            in.say(
                "Plays WeChat (api, mp and open.weixin.qq.com) and DingTalk (beneath /dingtalk/api"
                    + " and /dingtalk/oapi). Nothing here is real.",
                "模拟微信（api、mp、open.weixin.qq.com）和钉钉（/dingtalk/api 与 /dingtalk/oapi），这里的一切都不是真的。"))
        .append(" <a href='/?lang=" + in.tag() + "'>")
        .append(in.say("Refresh", "刷新"))
        .append("</a> · <a href='/?lang=en'>English</a> · <a href='/?lang=zh-CN'>中文</a></p>");
    appendFaults(body, in);
    body.append("<h2>").append(in.say("Apps", "应用")).append("</h2>");
    List<WeChatApp> apps = wechat.apps();
    apps.stream()
        .limit(APPS)
        .map(app -> wechat.behind(app.appid()).view())
        .forEach(app -> appendApp(body, app, in));
    if (apps.size() > APPS) {
      body.append("<p>… ").append(apps.size() - APPS).append(in.say(" more", " 个未列出"));
      body.append("</p>");
    }
    platforms.append(body, in);
    companies.append(body, in);
    people.appendPushes(body, in);
    appendCalls(body, in);
    String title = in.say("Lingpai sandbox", "令牌沙箱");
    return Html.page(in.tag(), title, body.toString());
  }

  /** What a client was given, for somebody to hand to a server. */
  static Answer brought(ObjectNode done, Language in) {
    done.remove("done");
    String body =
        "<h1>"
            + in.say("What the client sends to its server", "客户端发给服务端的内容")
            + "</h1><section><pre>"
            + escape(done.toPrettyString())
            + "</pre></section><p><a href='/?lang="
            + in.tag()
            + "'>"
            + in.say("Back", "返回")
            + "</a></p>";
    return Html.page(in.tag(), in.say("Lingpai sandbox", "令牌沙箱"), body);
  }

  private void appendFaults(StringBuilder body, Language in) {
    body.append("<h2>").append(in.say("Faults", "故障")).append("</h2><section><p>");
    body.append(in.say("The next call … ", "下一次调用 … "));
    body.append(
        fault(in, "refuses", Map.of("code", "40001"), in.say("is refused, 40001", "被拒绝 40001")));
    body.append(fault(in, "answers_minus_one", Map.of(), in.say("is told −1, busy", "返回 −1 系统繁忙")));
    body.append(
        fault(in, "refuses", Map.of("code", "45009"), in.say("is over quota", "超过配额 45009")));
    body.append(fault(in, "loses_the_answer", Map.of(), in.say("loses its answer", "丢失响应")));
    body.append(fault(in, "loses_the_request", Map.of(), in.say("never arrives", "请求丢失")));
    body.append(fault(in, "is_slow", Map.of("millis", "10000"), in.say("takes 10 s", "慢 10 秒")));
    body.append(fault(in, "cuts_the_body", Map.of(), in.say("is cut short", "响应被截断")));
    body.append(fault(in, "answers_garbage", Map.of(), in.say("gets HTML", "返回 HTML")));
    body.append(
        fault(in, "answers_status", Map.of("status", "502"), in.say("gets a 502", "返回 502")));
    body.append("</p><p>").append(in.say("All calls … ", "所有调用 … "));
    body.append(fault(in, "is_down", Map.of(), in.say("fail: the vendor is down", "失败：平台宕机")));
    body.append(button(in, "faults/clear", Map.of(), in.say("Clear faults", "清除故障"), "quiet"));
    body.append("</p>");
    List<Fault> pending = faults.pending();
    if (!pending.isEmpty()) {
      body.append("<ul>");
      pending.forEach(one -> body.append("<li>").append(escape(one.toString())).append("</li>"));
      body.append("</ul>");
    }
    body.append("</section>");
  }

  private static String fault(Language in, String word, Map<String, String> more, String label) {
    Map<String, String> fields = new TreeMap<>(more);
    fields.put("fault", word);
    return button(in, "faults", fields, label, "harm");
  }

  private void appendApp(StringBuilder body, AppView app, Language in) {
    String at = "apps/" + app.appid() + "/";
    body.append("<section><h3>")
        .append(escape(app.name()))
        .append(" <code>")
        .append(escape(app.appid()))
        .append("</code></h3><p>")
        .append(
            switch (app.kind()) {
              case OFFICIAL -> in.say("official account", "公众号");
              case MINI -> in.say("mini program", "小程序");
            })
        .append(in.say(", tokens live ", "，token 有效期 "))
        .append(app.life().toSeconds())
        .append(in.say(" s", " 秒"));
    if (app.frozen()) {
      body.append(", <b class=bad>").append(in.say("secret frozen", "密钥已冻结")).append("</b>");
    }
    if (!app.whitelist().isEmpty()) {
      body.append(in.say(", whitelist: ", "，白名单：")).append(escape(app.whitelist().toString()));
    }
    body.append("</p><p>");
    body.append(button(in, at + "kill", Map.of(), in.say("Kill the token", "使 token 失效"), "harm"));
    body.append(
        button(
            in,
            at + "foreign-fetch",
            Map.of("line", "classic"),
            in.say("Foreign fetch (classic)", "他人获取（普通）"),
            "harm"));
    body.append(
        button(
            in,
            at + "foreign-fetch",
            Map.of("line", "stable"),
            in.say("Foreign fetch (stable)", "他人强制刷新（稳定版）"),
            "harm"));
    body.append(
        app.frozen()
            ? button(in, at + "unfreeze", Map.of(), in.say("Unfreeze the secret", "解冻密钥"), "quiet")
            : button(in, at + "freeze", Map.of(), in.say("Freeze the secret", "冻结密钥"), "harm"));
    body.append(
        app.risky()
            ? button(
                in, at + "risk/off", Map.of(), in.say("Trust all addresses", "不再要求风险确认"), "quiet")
            : button(
                in, at + "risk/on", Map.of(), in.say("Find addresses risky", "要求风险确认"), "harm"));
    body.append("</p>");
    appendRisk(body, app, at, in);
    appendHeld(body, app, in);
    people.append(body, app, in);
    body.append("</section>");
  }

  private static void appendRisk(StringBuilder body, AppView app, String at, Language in) {
    app.risk()
        .forEach(
            (address, state) -> {
              Map<String, String> fields = Map.of("address", address);
              body.append("<p>")
                  .append(in.say("Administrator: ", "管理员："))
                  .append("<code>")
                  .append(escape(address))
                  .append("</code> ")
                  .append(escape(state.toLowerCase(Locale.ROOT)))
                  .append(' ')
                  .append(button(in, at + "risk/approve", fields, in.say("Confirm", "确认"), ""))
                  .append(button(in, at + "risk/refuse", fields, in.say("Refuse", "拒绝"), "harm"))
                  .append("</p>");
            });
  }

  private static void appendHeld(StringBuilder body, AppView app, Language in) {
    if (app.held().isEmpty()) {
      body.append("<p>").append(in.say("Nothing issued yet.", "尚未签发。")).append("</p>");
      return;
    }
    body.append("<table class=stacks>");
    body.append(
        row(
            "th",
            in.say("Kind", "种类"),
            in.say("Value", "值"),
            in.say("Issued", "签发"),
            in.say("Works until", "可用至"),
            ""));
    for (AppView.Held held : app.held()) {
      body.append(
          row(
              held.usable() ? "td" : "td class=dead",
              escape(held.kind()),
              "<code>" + escape(Mask.of(held.value())) + "</code>",
              time(held.issuedAt()),
              time(held.usableUntil()),
              held.usable() ? in.say("alive", "有效") : in.say("dead", "失效")));
    }
    body.append("</table>");
  }

  private void appendCalls(StringBuilder body, Language in) {
    body.append("<h2>")
        .append(in.say("Calls", "调用"))
        .append("</h2><section><p>")
        .append(calls.total())
        .append(in.say(" in all", " 次"))
        .append(' ')
        .append(button(in, "reset", Map.of(), in.say("Reset everything", "全部重置"), "harm"))
        .append("</p><table class='stacks calls'>");
    body.append(
        row(
            "th",
            "#",
            in.say("Time", "时间"),
            in.say("Call", "接口"),
            in.say("App", "应用"),
            in.say("With", "参数"),
            in.say("Answer", "结果")));
    for (Asked call : calls.newestFirst(CALLS)) {
      String app = call.app() == null ? "" : call.app();
      String fault = call.fault() == null ? "" : " " + call.fault();
      body.append(
          row(
              "td class=wide",
              String.valueOf(call.number()),
              time(call.at()),
              escape(call.method() + " " + call.path()),
              escape(app),
              escape(
                  call.parameters().entrySet().stream()
                      .map(one -> one.getKey() + "=" + one.getValue())
                      .collect(Collectors.joining(" "))),
              escape(call.code() + fault)));
    }
    body.append("</table></section>");
  }
}
