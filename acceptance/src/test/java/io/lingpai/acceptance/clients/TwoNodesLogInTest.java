package io.lingpai.acceptance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.lingpai.acceptance.stage.Await;
import io.lingpai.acceptance.stage.Caller;
import io.lingpai.acceptance.stage.Caller.Answer;
import io.lingpai.acceptance.stage.RealPostgres;
import io.lingpai.sandbox.Sandbox;
import io.lingpai.sandbox.SandboxOptions;
import io.lingpai.sandbox.wechat.ClientData;
import io.lingpai.sandbox.wechat.Users;
import io.lingpai.sandbox.wechat.WeChatApp;
import io.lingpai.server.wiring.Node;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever node a login reaches, it is one login; whatever node is asked, it is known. */
class TwoNodesLogInTest {

  private static final String LOGINS = "/api/v1/apps/mini/logins";
  private static final String ASK = "/api/v1/sessions/introspections";

  @Test
  void a_double_tap_that_reaches_both_nodes_is_one_login_known_to_both(@TempDir Path data)
      throws Exception {
    try (EmbeddedPostgres postgres = RealPostgres.start();
        Sandbox sandbox = Sandbox.start(SandboxOptions.defaults());
        Node first = node(sandbox, postgres, data.resolve("first"));
        Node second = node(sandbox, postgres, data.resolve("second"));
        Caller one = new Caller("http://127.0.0.1:" + first.port());
        Caller two = new Caller("http://127.0.0.1:" + second.port())) {
      WeChatApp mini = Stage.mini();
      sandbox.wechat().add(mini);
      Map<String, Object> app =
          Map.of(
              "name", "mini",
              "platform", "wechat-mini",
              "appid", mini.appid(),
              "secret", mini.secret(),
              "keep", List.of());
      assertThat(one.post(Caller.ADMIN, "/api/v1/apps", app).status()).isEqualTo(201);
      Await.until("the app, at the other node", Duration.ofSeconds(20), () -> knowsTheApp(two));
      Users users = sandbox.wechat().users(mini.appid());
      String user = users.add(false);

      for (int tap = 0; tap < 40; tap++) {
        Map<String, Object> login = login(users, sandbox, mini, user);
        List<Answer> answers = new ArrayList<>();
        try (ExecutorService fingers = Executors.newVirtualThreadPerTaskExecutor()) {
          List<Future<Answer>> taps = new ArrayList<>();
          for (Caller caller : List.of(one, two, one, two)) {
            taps.add(fingers.submit(() -> caller.post(Caller.ADMIN, LOGINS, login)));
          }
          for (Future<Answer> each : taps) {
            answers.add(each.get());
          }
        }
        assertThat(answers).extracting(Answer::status).as(answers.toString()).containsOnly(200);
        assertThat(answers).extracting(Answer::body).containsOnly(answers.getFirst().body());
        assertThat(answers.getFirst().json().at("/member/login_count").asInt()).isEqualTo(tap + 1);
        Map<String, Object> session =
            Map.of("session", answers.getFirst().json().get("session").asText());
        assertThat(one.post(Caller.ADMIN, ASK, session).json().get("active").asBoolean()).isTrue();
        assertThat(two.post(Caller.ADMIN, ASK, session).json().get("active").asBoolean()).isTrue();
      }
    }
  }

  /** By the node's own copy: the app itself would be read from the store both share. */
  private static boolean knowsTheApp(Caller caller) {
    try {
      return caller.get(Caller.ADMIN, "/api/v1/apps/mini/usage").status() == 200;
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static Map<String, Object> login(
      Users users, Sandbox sandbox, WeChatApp mini, String user) {
    String code = users.opensMiniProgram(user);
    ClientData data = sandbox.wechat().client(mini.appid()).profile(user);
    return Map.of(
        "code", code,
        "raw_data", data.rawData(),
        "signature", data.signature(),
        "encrypted_data", data.encryptedData(),
        "iv", data.iv());
  }

  private static Node node(Sandbox sandbox, EmbeddedPostgres postgres, Path data) throws Exception {
    return Stage.node(
        sandbox,
        Map.of(
            "LINGPAI_DATA",
            data.toString(),
            "LINGPAI_MASTER_KEY",
            Base64.getEncoder().encodeToString(new byte[32]),
            "LINGPAI_STORE_URL",
            "jdbc:postgresql://localhost:" + postgres.getPort() + "/postgres",
            "LINGPAI_STORE_USER",
            "postgres"));
  }
}
