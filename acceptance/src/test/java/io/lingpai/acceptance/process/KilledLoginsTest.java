package io.lingpai.acceptance.process;

import static io.lingpai.acceptance.stage.ServerProcess.ADMIN;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lingpai.acceptance.stage.Client;
import io.lingpai.acceptance.stage.ServerProcess;
import io.lingpai.sandbox.Sandbox;
import io.lingpai.sandbox.SandboxOptions;
import io.lingpai.sandbox.wechat.Users;
import io.lingpai.sandbox.wechat.WeChatApp;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A login that was answered outlives a kill -9; one that was not is there whole or not at all. */
class KilledLoginsTest {

  private static final String APPID = "wx00000000000000ee";
  private static final String LOGINS = "/api/v1/apps/mini/logins";
  private static final int KILLS = 3;

  @TempDir Path data;

  @Test
  void every_answered_login_outlives_kills_and_no_member_is_there_twice() throws Exception {
    String secret = "5b5ec7e70000000000000000000000ee";
    WeChatApp mini = WeChatApp.mini(APPID, secret).boundToOpenPlatform();
    try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().app(mini))) {
      Map<String, String> settings =
          Map.of("LINGPAI_ADMIN_KEY", ADMIN, "LINGPAI_HOSTS_WECHAT_API", sandbox.baseUrl());
      try (ServerProcess server = ServerProcess.start(data, settings)) {
        Map<String, Object> app = new HashMap<>();
        app.put("name", "mini");
        app.put("platform", "wechat-mini");
        app.put("appid", APPID);
        app.put("secret", secret);
        assertThat(server.client().post(ADMIN, "/api/v1/apps", app).statusCode()).isEqualTo(201);
      }
      Users users = sandbox.wechat().users(APPID);
      Map<String, JsonNode> answered = new ConcurrentHashMap<>();
      for (int kill = 0; kill < KILLS; kill++) {
        logInUntilKilled(users, settings, answered);
      }
      try (ServerProcess server = ServerProcess.start(data, settings)) {
        lookFor(server.client(), users, answered);
      }
    }
  }

  private void logInUntilKilled(
      Users users, Map<String, String> settings, Map<String, JsonNode> answered) {
    int before = answered.size();
    try (ServerProcess server = ServerProcess.start(data, settings);
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 8; i++) {
        String openid = users.add(false);
        callers.submit(() -> logInAgainAndAgain(server, users, openid, answered));
      }
      ServerProcess.await("some logins", () -> answered.size() > before + 40);
      server.kill();
    }
  }

  private static void logInAgainAndAgain(
      ServerProcess server, Users users, String openid, Map<String, JsonNode> answered) {
    while (server.isAlive()) {
      String code = users.opensMiniProgram(openid);
      try {
        HttpResponse<String> answer = server.client().post(ADMIN, LOGINS, Map.of("code", code));
        if (answer.statusCode() != 200) {
          return;
        }
        answered.put(code, Client.json(answer));
      } catch (AssertionError killed) {
        return;
      }
    }
  }

  private static void lookFor(Client client, Users users, Map<String, JsonNode> answered) {
    answered.forEach(
        (code, answer) -> {
          String session = answer.get("session").asText();
          JsonNode asked =
              Client.json(
                  client.post(
                      ADMIN, "/api/v1/sessions/introspections", Map.of("session", session)));
          assertThat(asked.get("active").asBoolean()).isTrue();
          assertThat(asked.at("/member/id")).isEqualTo(answer.at("/member/id"));
          assertThat(Client.json(client.post(ADMIN, LOGINS, Map.of("code", code))))
              .isEqualTo(answer);
        });
    List<String> openids = new ArrayList<>();
    JsonNode all = Client.json(client.get(ADMIN, "/api/v1/apps/mini/members?limit=1000"));
    all.get("members").forEach(member -> openids.add(member.get("openid").asText()));
    assertThat(openids).doesNotHaveDuplicates().isSubsetOf(users.openids());
    assertThat(answered.values().stream().map(one -> one.at("/member/openid").asText()).toList())
        .isSubsetOf(openids);
  }
}
