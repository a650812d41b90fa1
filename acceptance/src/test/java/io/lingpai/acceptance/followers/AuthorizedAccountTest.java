package io.lingpai.acceptance.followers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lingpai.acceptance.stage.Await;
import io.lingpai.acceptance.stage.Caller;
import io.lingpai.sandbox.Sandbox;
import io.lingpai.sandbox.SandboxOptions;
import io.lingpai.sandbox.wechat.ComponentDesk;
import io.lingpai.sandbox.wechat.Users;
import io.lingpai.sandbox.wechat.WeChatApp;
import io.lingpai.sandbox.wechat.WeChatComponent;
import io.lingpai.server.wiring.Node;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The followers of an account that authorized a platform are known like those of one's own. */
class AuthorizedAccountTest {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String PLATFORM = "wxc00000000000f0c1";
  private static final String ACCOUNT = "wx00000000000f0c02";
  private static final String SECRET = "f".repeat(32);

  @Test
  void events_and_imports_of_an_authorizer_are_its_own(@TempDir Path data) throws Exception {
    try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults());
        Node node = Server.node(data, sandbox, Map.of("LINGPAI_FOLLOWERS_CALL_EVERY", "5ms"));
        Desk caller = new Desk("http://127.0.0.1:" + node.port())) {
      authorized(sandbox, caller);
      Users users = sandbox.wechat().users(ACCOUNT);
      String came = users.add(false);

      users.follow(came, true);

      Await.until(
          "the question that follows from the event",
          SOON,
          () -> sandbox.calls().count("/cgi-bin/user/info", ACCOUNT) > 0);
      Await.until("its answer", SOON, () -> !explained(caller, came).path("unionid").isNull());
      JsonNode known = explained(caller, came);
      Await.until("the follower", SOON, () -> follows(caller, known.path("unionid").asText()));

      String path = caller.beginImport(ACCOUNT);
      Await.until(
          "the end", SOON, () -> !caller.get(path).json().path("state").asText().equals("running"));

      JsonNode end = caller.get(path).json();
      assertThat(end.path("state").asText()).isEqualTo("done");
      assertThat(end.path("done").asInt()).isEqualTo(251);
      // Neither the vendor nor the platform's own app was asked in another's name.
      assertThat(sandbox.calls().count("/cgi-bin/token", ACCOUNT)).isZero();
      String key = caller.key("followers:platform.*");
      assertThat(caller.get(key, "/api/v1/followers?unionid=u").status()).isEqualTo(200);
      assertThat(caller.get(key, path).status()).isEqualTo(200);
    }
  }

  private static void authorized(Sandbox sandbox, Desk caller) throws Exception {
    sandbox.wechat().add(WeChatApp.official(ACCOUNT, SECRET).boundToOpenPlatform().followedBy(250));
    sandbox
        .wechat()
        .add(
            WeChatComponent.of(PLATFORM, SECRET)
                .calledBackAt(
                    caller.base() + "/callbacks/platform",
                    caller.base() + "/callbacks/platform/$APPID$",
                    Desk.TOKEN,
                    Desk.AES_KEY));
    Caller.expect(
        201,
        caller.post(
            "/api/v1/apps",
            Map.of(
                "name",
                "platform",
                "platform",
                "wechat-component",
                "appid",
                PLATFORM,
                "secret",
                SECRET,
                "keep",
                List.of(),
                "callback",
                Map.of("token", Desk.TOKEN, "aes_key", Desk.AES_KEY, "mode", "secure"))));
    ComponentDesk wechat = sandbox.wechat().component(PLATFORM);
    wechat.pushTicket();
    Await.until(
        "the platform's token", SOON, () -> reads(caller, "platform", "component_access_token"));
    wechat.authorizes(ACCOUNT);
    Await.until("the account's token", SOON, () -> reads(caller, ACCOUNT, "access_token"));
  }

  private static boolean reads(Desk caller, String app, String kind) throws Exception {
    return caller.get("/api/v1/apps/" + app + "/credentials/" + kind).status() == 200;
  }

  private static boolean follows(Desk caller, String unionid) throws Exception {
    return caller.following(unionid).path("following").asBoolean();
  }

  private static JsonNode explained(Desk caller, String openid) throws Exception {
    return Caller.expect(
            200, caller.get("/api/v1/apps/" + ACCOUNT + "/unionid-explanations?openid=" + openid))
        .json();
  }
}
