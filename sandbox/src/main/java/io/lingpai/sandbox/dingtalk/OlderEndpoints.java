package io.lingpai.sandbox.dingtalk;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lingpai.sandbox.http.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The older host's calls from before {@code /topapi}: GET, and answers without {@code result}. */
final class OlderEndpoints {
  private OlderEndpoints() {}

  /** The fields of an answer; null if there is no such call. */
  static @Nullable ObjectNode fields(Desk desk, Call call) {
    return switch (call.path()) {
      case "/get_jsapi_ticket" ->
          Json.object().put("ticket", desk.issueTicket()).put("expires_in", desk.lifeInSeconds());
      case "/user/getuserinfo" -> {
        Person person = desk.redeem(call.demand("code"));
        yield Json.object()
            .put("userid", person.userid())
            .put("name", person.name())
            .put("deviceId", "sandbox")
            .put("is_sys", false)
            .put("sys_level", 0);
      }
      case "/user/get" -> person(desk.seen(call.demand("userid")));
      case "/department/get" -> department(desk.department(call.number("id", 1)));
      case "/department/list" -> {
        ObjectNode answer = Json.object();
        ArrayNode list = answer.putArray("department");
        boolean whole = call.text("fetch_child").map("true"::equals).orElse(true);
        children(desk, call.number("id", Department.ROOT), whole, list);
        yield answer;
      }
      case "/department/list_parent_depts_by_dept" ->
          Json.object()
              .set(
                  "parentIds",
                  DirectoryEndpoints.numbers(
                      desk.company().chain(desk.department(call.number("id", 1)).id())));
      default -> null;
    };
  }

  private static void children(Desk desk, long id, boolean whole, ArrayNode list) {
    List<Department> beneath = desk.company().beneath(desk.department(id).id());
    for (Department child : beneath) {
      list.add(department(child));
      if (whole) {
        children(desk, child.id(), true, list);
      }
    }
  }

  private static ObjectNode department(Department department) {
    ObjectNode json =
        Json.object()
            .put("id", department.id())
            .put("name", department.name())
            .put("createDeptGroup", true)
            .put("autoAddUser", true);
    return department.parent() == 0 ? json : json.put("parentid", department.parent());
  }

  private static ObjectNode person(Person person) {
    ObjectNode json =
        Json.object()
            .put("userid", person.userid())
            .put("unionid", person.unionid())
            .put("name", person.name())
            .put("mobile", person.mobile())
            .put("position", person.title())
            .put("active", person.active())
            .put("isAdmin", false)
            .put("isBoss", false);
    json.set("department", DirectoryEndpoints.numbers(person.departments()));
    return json;
  }
}
