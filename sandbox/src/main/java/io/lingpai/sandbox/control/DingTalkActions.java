package io.lingpai.sandbox.control;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lingpai.sandbox.dingtalk.Company;
import io.lingpai.sandbox.dingtalk.Department;
import io.lingpai.sandbox.dingtalk.Desk;
import io.lingpai.sandbox.dingtalk.DingTalk;
import io.lingpai.sandbox.dingtalk.Person;
import io.lingpai.sandbox.http.Json;
import java.time.Duration;

/** What can be done to a DingTalk app and its company over HTTP. */
final class DingTalkActions {
  private final DingTalk dingtalk;

  DingTalkActions(DingTalk dingtalk) {
    this.dingtalk = dingtalk;
  }

  /** Whether there is such an action; it has been done then. */
  boolean act(String key, String action, Input input, ObjectNode done) {
    Desk desk = dingtalk.app(key);
    Company company = desk.company();
    input.only(
        switch (action) {
          case "kill" -> new String[] {"hands_it_out"};
          case "whitelist" -> new String[] {"addresses"};
          case "rate" -> new String[] {"calls"};
          case "login", "consent", "leave", "hide" -> new String[] {"userid"};
          case "callback" -> new String[] {"url", "token", "aes_key"};
          case "departments" -> new String[] {"name", "parent"};
          case "people" -> new String[] {"userid", "name", "departments", "mobile", "title"};
          case "grow" -> new String[] {"departments", "people", "levels"};
          case "page-config" ->
              new String[] {"url", "agentId", "corpId", "timeStamp", "nonceStr", "signature"};
          default -> new String[0];
        });
    switch (action) {
      case "login" -> done.put("code", desk.opens(input.requiredText("userid")));
      case "callback" ->
          desk.calledBackAt(
              input.requiredText("url"),
              input.requiredText("token"),
              input.requiredText("aes_key"));
      case "check-address" -> done.put("taken", desk.checksAddress().taken(Duration.ofMinutes(2)));
      case "consent" -> done.put("code", desk.consents(input.requiredText("userid")));
      case "kill" -> desk.revokesToken(input.flag("hands_it_out"));
      case "replace-ticket" -> desk.replacesTicket();
      case "secret-reset" -> done.put("secret", desk.resetsSecret());
      case "whitelist" -> desk.allowsOnly(input.texts("addresses"));
      case "rate" -> desk.allows(input.requiredNumber("calls"));
      case "hide" -> desk.hides(input.requiredText("userid"));
      case "leave" -> company.leaves(input.requiredText("userid"));
      case "departments" ->
          done.put(
              "id",
              company.adds(
                  input.requiredText("name"),
                  input.number("parent").map(Integer::longValue).orElse(Department.ROOT)));
      case "people" -> company.has(person(input));
      case "grow" ->
          company.grows(
              input.requiredNumber("departments"),
              input.requiredNumber("people"),
              input.number("levels").orElse(3),
              1);
      case "page-config" ->
          done.put(
              "says",
              desk.pageSays(
                  input.requiredText("agentId"),
                  input.requiredText("corpId"),
                  input.requiredText("url"),
                  input.requiredText("nonceStr"),
                  input.requiredText("timeStamp"),
                  input.requiredText("signature")));
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Every app, and how large its company is. */
  ObjectNode state() {
    ObjectNode state = Json.object();
    ArrayNode apps = state.putArray("apps");
    for (Desk desk : dingtalk.apps()) {
      apps.addObject()
          .put("app_key", desk.app().key())
          .put("name", desk.app().name())
          .put("corp_id", desk.app().corpId())
          .put("agent_id", desk.app().agentId())
          .put("departments", desk.company().departments().size())
          .put("people", desk.company().people().size())
          .put("logins", desk.logins());
    }
    return state;
  }

  private static Person person(Input input) {
    Long[] departments =
        input.texts("departments").stream().map(Long::valueOf).toArray(Long[]::new);
    Person person =
        Person.of(
            input.requiredText("userid"),
            input.requiredText("name"),
            departments.length == 0 ? new Long[] {Department.ROOT} : departments);
    person = input.text("mobile").map(person::reachedAt).orElse(person);
    return input.text("title").map(person::as).orElse(person);
  }
}
