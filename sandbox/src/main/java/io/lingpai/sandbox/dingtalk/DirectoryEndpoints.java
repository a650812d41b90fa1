package io.lingpai.sandbox.dingtalk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lingpai.sandbox.http.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The directory's calls of the newer sort, beneath {@code /topapi}. */
final class DirectoryEndpoints {
  private static final int LARGEST_PAGE = 100;

  private DirectoryEndpoints() {}

  /** The {@code result} of a call; null if there is no such call. */
  static @Nullable JsonNode result(Desk desk, Call call) {
    return switch (call.path()) {
      case "/topapi/v2/department/get" ->
          department(desk.department(call.number("dept_id", Department.ROOT)));
      case "/topapi/v2/department/listsub" -> {
        ArrayNode list = Json.array();
        Department parent = desk.department(call.number("dept_id", Department.ROOT));
        desk.company().beneath(parent.id()).forEach(child -> list.add(department(child)));
        yield list;
      }
      case "/topapi/v2/department/listsubid" -> {
        ArrayNode ids = Json.array();
        desk.company()
            .beneath(call.number("dept_id", Department.ROOT))
            .forEach(child -> ids.add(child.id()));
        yield Json.object().set("dept_id_list", ids);
      }
      case "/topapi/v2/department/listparentbydept" ->
          Json.object()
              .set(
                  "parent_id_list",
                  numbers(
                      desk.company()
                          .chain(desk.department(call.number("dept_id", Department.ROOT)).id())));
      case "/topapi/v2/department/listparentbyuser" -> chains(desk, call);
      case "/topapi/v2/user/get" -> person(desk.seen(call.demand("userid")));
      case "/topapi/v2/user/list" -> page(desk, call, false);
      case "/topapi/user/listsimple" -> page(desk, call, true);
      case "/topapi/user/listid" -> {
        ArrayNode ids = Json.array();
        desk.in(call.number("dept_id", 0)).forEach(person -> ids.add(person.userid()));
        yield Json.object().set("userid_list", ids);
      }
      case "/topapi/user/getbyunionid" -> {
        String unionid = call.demand("unionid");
        Person found =
            desk.company().people().stream()
                .filter(person -> person.unionid().equals(unionid))
                .findFirst()
                .orElseThrow(() -> new Refused(60121));
        yield Json.object().put("contact_type", 0).put("userid", found.userid());
      }
      default -> null;
    };
  }

  /** The newer host's search by name; only the first page. */
  static ObjectNode search(Desk desk, String word) {
    ArrayNode ids = Json.array();
    desk.company().people().stream()
        .filter(person -> person.name().contains(word))
        .limit(LARGEST_PAGE)
        .forEach(person -> ids.add(person.userid()));
    ObjectNode found = Json.object().put("hasMore", false).put("totalCount", ids.size());
    return found.set("list", ids);
  }

  private static JsonNode chains(Desk desk, Call call) {
    ArrayNode chains = Json.array();
    for (long id : desk.seen(call.demand("userid")).departments()) {
      ObjectNode chain = Json.object();
      chain.set("parent_dept_id_list", numbers(desk.company().chain(id)));
      chains.add(chain);
    }
    return Json.object().set("parent_list", chains);
  }

  private static JsonNode page(Desk desk, Call call, boolean simple) {
    long cursor = call.number("cursor", 0);
    long size = call.number("size", LARGEST_PAGE);
    if (size < 1 || size > LARGEST_PAGE) {
      throw new Refused(40069);
    }
    if (cursor < 0) {
      throw new Refused(40068);
    }
    List<Person> all = desk.in(call.number("dept_id", 0));
    int from = (int) Math.min(cursor, all.size());
    int to = (int) Math.min(from + size, all.size());
    ObjectNode page = Json.object().put("has_more", to < all.size());
    if (to < all.size()) {
      page.put("next_cursor", to);
    }
    ArrayNode list = page.putArray("list");
    for (Person person : all.subList(from, to)) {
      list.add(
          simple
              ? Json.object().put("userid", person.userid()).put("name", person.name())
              : person(person));
    }
    return page;
  }

  static ObjectNode person(Person person) {
    ObjectNode json =
        Json.object()
            .put("userid", person.userid())
            .put("unionid", person.unionid())
            .put("name", person.name())
            .put("mobile", person.mobile())
            .put("state_code", "86")
            .put("hide_mobile", false)
            .put("title", person.title())
            .put("active", person.active())
            .put("real_authed", true)
            .put("senior", false)
            .put("admin", false)
            .put("boss", false)
            .put("exclusive_account", false);
    json.set("dept_id_list", numbers(person.departments()));
    return json;
  }

  private static ObjectNode department(Department department) {
    ObjectNode json =
        Json.object()
            .put("dept_id", department.id())
            .put("name", department.name())
            .put("auto_add_user", true)
            .put("create_dept_group", true);
    return department.parent() == 0 ? json : json.put("parent_id", department.parent());
  }

  static ArrayNode numbers(List<Long> numbers) {
    ArrayNode array = Json.array();
    numbers.forEach(array::add);
    return array;
  }
}
