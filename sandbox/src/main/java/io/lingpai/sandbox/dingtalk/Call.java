package io.lingpai.sandbox.dingtalk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lingpai.sandbox.http.Json;
import io.lingpai.sandbox.http.Request;
import java.util.Optional;

/**
 * One call as DingTalk reads it: what it needs may stand in the query, in a form or in JSON.
 *
 * @param path beneath the host
 * @param newer whether the newer host was called
 */
record Call(Request request, String path, boolean newer, ObjectNode json) {

  static Call of(Request request, String path, boolean newer) {
    return new Call(request, path, newer, Json.parseObject(request.body()).orElseGet(Json::object));
  }

  Optional<String> text(String name) {
    JsonNode inBody = json.path(name);
    if (inBody.isValueNode() && !inBody.isNull() && !inBody.asText().isEmpty()) {
      return Optional.of(inBody.asText());
    }
    return request.field(name).or(() -> request.parameter(name));
  }

  String demand(String name) {
    return text(name).orElseThrow(() -> new Refused(400002));
  }

  long number(String name, long otherwise) {
    try {
      return text(name).map(Long::parseLong).orElse(otherwise);
    } catch (NumberFormatException notANumber) {
      throw new Refused(400002);
    }
  }

  /** The app's token, where this host looks for it. */
  Optional<String> token() {
    return newer
        ? request
            .header("x-acs-dingtalk-access-token")
            .filter(value -> !value.isEmpty())
            .or(() -> request.header("authorization").flatMap(Call::bearer))
        : request.parameter("access_token");
  }

  private static Optional<String> bearer(String authorization) {
    return authorization.startsWith("Bearer ")
        ? Optional.of(authorization.substring("Bearer ".length()))
        : Optional.empty();
  }

  void demandMethod(String method) {
    if (!request.method().equals(method)) {
      throw new Refused(method.equals("GET") ? 43001 : 43002);
    }
  }
}
