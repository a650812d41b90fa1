package io.lingpai.sandbox.control;

import static io.lingpai.sandbox.control.Bits.button;
import static io.lingpai.sandbox.control.Bits.code;
import static io.lingpai.sandbox.control.Bits.row;
import static io.lingpai.sandbox.http.Html.escape;

import io.lingpai.sandbox.dingtalk.Company;
import io.lingpai.sandbox.dingtalk.Department;
import io.lingpai.sandbox.dingtalk.Desk;
import io.lingpai.sandbox.dingtalk.DingTalk;
import io.lingpai.sandbox.dingtalk.Person;
import java.util.Map;
import java.util.stream.Collectors;

/** DingTalk's apps on the page: their companies, and the people who may open them. */
final class CompanyPart {
  private static final int PEOPLE = 10;

  private final DingTalk dingtalk;

  CompanyPart(DingTalk dingtalk) {
    this.dingtalk = dingtalk;
  }

  void append(StringBuilder body, Language in) {
    if (dingtalk.apps().isEmpty()) {
      return;
    }
    body.append("<h2>").append(in.say("DingTalk apps", "钉钉应用")).append("</h2>");
    dingtalk.apps().forEach(desk -> append(body, desk, in));
  }

  private static void append(StringBuilder body, Desk desk, Language in) {
    String at = "dingtalk/" + desk.app().key() + "/";
    Company company = desk.company();
    body.append("<section><h3>")
        .append(escape(desk.app().name()))
        .append(' ')
        .append(code(desk.app().key()))
        .append("</h3><p>")
        .append(in.say("Company ", "企业 "))
        .append(code(desk.app().corpId()))
        .append(in.say(", agent ", "，AgentId "))
        .append(code(desk.app().agentId()))
        .append("; ")
        .append(company.departments().size())
        .append(in.say(" departments, ", " 个部门，"))
        .append(company.people().size())
        .append(in.say(" people, ", " 人，"))
        .append(desk.logins())
        .append(in.say(" logins", " 次登录"))
        .append("</p><p>")
        .append(button(in, at + "kill", Map.of(), in.say("Kill the token", "使 token 失效"), "harm"))
        .append(
            button(
                in,
                at + "replace-ticket",
                Map.of(),
                in.say("Replace the page ticket", "更换页面票据"),
                "harm"))
        .append("</p><table class=stacks>");
    company.people().stream()
        .limit(PEOPLE)
        .forEach(person -> body.append(person(company, person, at, in)));
    body.append("</table>");
    if (company.people().size() > PEOPLE) {
      body.append("<p>… ").append(company.people().size() - PEOPLE);
      body.append(in.say(" more", " 人未列出")).append("</p>");
    }
    body.append("</section>");
  }

  private static String person(Company company, Person person, String at, Language in) {
    String departments =
        person.departments().stream()
            .flatMap(id -> company.department(id).stream())
            .map(Department::name)
            .collect(Collectors.joining(in.say(", ", "、")));
    Map<String, String> fields = Map.of("userid", person.userid());
    return row(
        "td",
        escape(person.name()),
        code(person.userid()),
        escape(departments),
        button(in, at + "login", fields, in.say("Open the app", "打开应用"), "")
            + button(in, at + "leave", fields, in.say("Leave the company", "离职"), "harm"));
  }
}
