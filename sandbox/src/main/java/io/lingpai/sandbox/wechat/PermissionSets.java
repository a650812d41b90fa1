package io.lingpai.sandbox.wechat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.lingpai.sandbox.http.Json;
import java.util.Set;
import java.util.TreeSet;

/** Permission sets by number, as accounts grant them to platforms. */
final class PermissionSets {
  static final int MESSAGES = 1;
  static final int USERS = 2;
  static final int ACCOUNT = 3;
  static final int CUSTOMER_SERVICE = 6;

  private static final Set<Integer> OFFICIAL = Set.of(1, 2, 3, 4, 6, 7, 11, 15);
  private static final Set<Integer> MINI = Set.of(17, 18, 19, 25, 30, 31);

  private PermissionSets() {}

  static Set<Integer> usual(WeChatApp.Kind kind) {
    return kind == WeChatApp.Kind.OFFICIAL ? OFFICIAL : MINI;
  }

  static ArrayNode asFunctionInfo(Set<Integer> sets) {
    ArrayNode info = Json.array();
    new TreeSet<>(sets)
        .forEach(id -> info.addObject().putObject("funcscope_category").put("id", id));
    return info;
  }
}
