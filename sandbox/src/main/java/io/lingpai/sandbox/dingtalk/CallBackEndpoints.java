package io.lingpai.sandbox.dingtalk;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lingpai.sandbox.http.Json;
import java.util.HashSet;
import java.util.Set;

/**
 * The older calls by which an app says where events go. What is registered here is sealed for the
 * company, where what is entered in the console is sealed for the app's key.
 */
final class CallBackEndpoints {
  static final String BENEATH = "/call_back/";

  private static final int EXISTS = 71006;
  private static final int MISSING = 71007;
  private static final int NOT_REACHABLE = 71012;

  private CallBackEndpoints() {}

  /** The fields of an answer. */
  static ObjectNode fields(Desk desk, Call call) {
    return switch (call.path().substring(BENEATH.length())) {
      case "register_call_back" -> registered(desk, call, false);
      case "update_call_back" -> registered(desk, call, true);
      case "get_call_back" -> shown(desk, call);
      case "delete_call_back" -> {
        call.demandMethod("GET");
        desk.eventPost().to(null);
        yield Json.object();
      }
      case "get_call_back_failed_result" -> failed(desk, call);
      default -> throw new Refused(404);
    };
  }

  private static ObjectNode registered(Desk desk, Call call, boolean update) {
    call.demandMethod("POST");
    if (desk.eventPost().address().isPresent() != update) {
      throw new Refused(update ? MISSING : EXISTS);
    }
    Set<String> tags = new HashSet<>();
    call.json().path("call_back_tag").forEach(tag -> tags.add(tag.asText()));
    EventPost.Address address;
    try {
      address =
          new EventPost.Address(
              call.demand("url"),
              call.demand("token"),
              call.demand("aes_key"),
              desk.app().corpId(),
              tags);
    } catch (IllegalArgumentException unusable) {
      throw new Refused(400002);
    }
    if (!desk.eventPost().check(address)) {
      throw new Refused(NOT_REACHABLE);
    }
    desk.eventPost().to(address);
    return Json.object();
  }

  private static ObjectNode shown(Desk desk, Call call) {
    call.demandMethod("GET");
    EventPost.Address address = desk.eventPost().address().orElseThrow(() -> new Refused(MISSING));
    ObjectNode fields =
        Json.object()
            .put("token", address.token())
            .put("aes_key", address.aesKey())
            .put("url", address.url());
    ArrayNode tags = fields.putArray("call_back_tag");
    address.tags().forEach(tags::add);
    return fields;
  }

  private static ObjectNode failed(Desk desk, Call call) {
    call.demandMethod("GET");
    ObjectNode answer = Json.object().put("has_more", false);
    ArrayNode list = answer.putArray("failed_list");
    desk.events().stream()
        .filter(EventPush::failed)
        .forEach(push -> list.addObject().put("call_back_tag", push.type()));
    return answer;
  }
}
