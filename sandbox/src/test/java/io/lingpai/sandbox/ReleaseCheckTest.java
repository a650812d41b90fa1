package io.lingpai.sandbox;

import static io.lingpai.sandbox.SampleApps.PLATFORM;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lingpai.sandbox.callback.PushRules;
import io.lingpai.sandbox.callback.Written;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import me.chanjar.weixin.common.util.crypto.WxCryptUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReleaseCheckTest {
  private final Endpoint endpoint = new Endpoint();
  private final WxCryptUtil crypt = new WxCryptUtil(Endpoint.TOKEN, Endpoint.AES_KEY, PLATFORM);
  private Sandbox sandbox;
  private Caller caller;
  private volatile String ticket = "";

  @BeforeEach
  void connect() {
    sandbox = Sandbox.start(SandboxOptions.defaults().component(SampleApps.platform()));
    caller = new Caller(sandbox);
    sandbox
        .wechat()
        .component(PLATFORM)
        .calledBackAt(
            endpoint.url("/events"),
            endpoint.url("/messages/$APPID$"),
            Endpoint.TOKEN,
            Endpoint.AES_KEY);
  }

  @AfterEach
  void disconnect() {
    sandbox.close();
    endpoint.close();
  }

  @Test
  void a_server_that_does_as_documented_passes() {
    endpoint.answers = this::asDocumented;

    JsonNode report =
        caller
            .post("/_sandbox/components/" + PLATFORM + "/release-check", "{\"group\":3}")
            .path("report");

    assertThat(report.path("steps")).hasSize(9).allMatch(step -> step.path("passed").asBoolean());
    assertThat(report.path("passed").asBoolean()).isTrue();
    assertThat(sandbox.wechat().component(PLATFORM).authorizers()).isEmpty();
    assertThat(caller.answer(caller.request("/?lang=zh-CN").GET()).body()).contains("全网发布检测: 通过");
  }

  @Test
  void a_server_that_only_says_success_fails_where_more_is_asked() {
    sandbox.wechat().pushes().rules(PushRules.usual().waiting(Duration.ofSeconds(2)));
    JsonNode report =
        caller.post("/_sandbox/components/" + PLATFORM + "/release-check", "").path("report");

    assertThat(report.path("passed").asBoolean()).isFalse();
    assertThat(report.path("steps"))
        .filteredOn(step -> !step.path("passed").asBoolean())
        .extracting(step -> step.path("name").asText())
        .containsExactly(
            "text", "text by API, official account", "text by API, mini program", "event");
  }

  private String asDocumented(Endpoint.Got got) {
    Map<String, String> message = Written.read(got.opened(PLATFORM));
    if (message.containsKey("InfoType")) {
      ticket = message.getOrDefault("ComponentVerifyTicket", ticket);
      return "success";
    }
    String content = message.getOrDefault("Content", "");
    if (content.startsWith("QUERY_AUTH_CODE:")) {
      CompletableFuture.runAsync(() -> answerByApi(message, content.substring(16)));
      return "";
    }
    String said =
        message.containsKey("Event")
            ? message.get("Event") + "from_callback"
            : content + "_callback";
    return crypt.encrypt(
        Written.xml(
            Map.of(
                "ToUserName",
                message.get("FromUserName"),
                "FromUserName",
                message.get("ToUserName"),
                "CreateTime",
                1L,
                "MsgType",
                "text",
                "Content",
                said)));
  }

  private void answerByApi(Map<String, String> message, String code) {
    PlatformCaller calls = new PlatformCaller(caller);
    String token = calls.token(ticket).path("component_access_token").asText();
    String onBehalf =
        calls
            .query(token, code)
            .path("authorization_info")
            .path("authorizer_access_token")
            .asText();
    caller.post(
        "/cgi-bin/message/custom/send?access_token=" + onBehalf,
        "{\"touser\":\"%s\",\"msgtype\":\"text\",\"text\":{\"content\":\"%s_from_api\"}}"
            .formatted(message.get("FromUserName"), code));
  }
}
