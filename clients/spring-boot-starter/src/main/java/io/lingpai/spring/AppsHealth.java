package io.lingpai.spring;

import io.lingpai.client.Credential;
import io.lingpai.client.LingpaiClient;
import io.lingpai.client.LingpaiException;
import io.lingpai.client.LingpaiProblem;
import io.lingpai.spring.LingpaiProperties.App;
import io.lingpai.spring.LingpaiProperties.Platform;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Whether this application has a token for each of its apps. Mostly answered from memory, as a call
 * of the vendor would be; when Lingpai is away and the tokens live, the application is well.
 */
final class AppsHealth {

  private final LingpaiClient client;
  private final Map<String, App> apps;

  AppsHealth(LingpaiClient client, LingpaiProperties properties) {
    this.client = client;
    this.apps = properties.apps();
  }

  Report report() {
    if (apps.isEmpty()) {
      return new Report(State.UNKNOWN, Map.of("apps", "none in lingpai.apps"));
    }
    State state = State.UP;
    Map<String, Object> details = new LinkedHashMap<>();
    for (Map.Entry<String, App> app : apps.entrySet()) {
      try {
        details.put(app.getKey(), told(client.credential(app.getKey(), kind(app.getValue()))));
      } catch (LingpaiException e) {
        state = State.DOWN;
        details.put(app.getKey(), told(e));
      }
    }
    return new Report(state, details);
  }

  private static String kind(App app) {
    return app.platform() == Platform.WECHAT_COMPONENT ? "component_access_token" : "access_token";
  }

  private static Map<String, Object> told(Credential credential) {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("version", credential.version());
    told.put("expires_at", credential.expiresAt().toString());
    return told;
  }

  private static Map<String, Object> told(LingpaiException failure) {
    Map<String, Object> told = new LinkedHashMap<>();
    if (failure instanceof LingpaiProblem problem) {
      told.put("problem", problem.slug());
      problem.whatToDo().ifPresent(what -> told.put("what_to_do", what));
      problem.requestId().ifPresent(id -> told.put("request_id", id));
      return told;
    }
    told.put("problem", "unreachable");
    return told;
  }

  enum State {
    UP,
    DOWN,
    UNKNOWN
  }

  record Report(State state, Map<String, Object> details) {}
}
