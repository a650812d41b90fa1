package io.lingpai.sandbox;

import static io.lingpai.sandbox.SampleApps.MINI;
import static io.lingpai.sandbox.SampleApps.MINI_SECRET;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** What a mini program's client sends, asked for as a test in another language would. */
class MiniClientTest {

  @Test
  void one_call_makes_everything_a_login_sends_and_the_data_opens() throws Exception {
    try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().apps(SampleApps.wechat()))) {
      String openid = sandbox.wechat().users(MINI).add(false);
      JsonNode sent = open(sandbox, "{\"openid\":\"" + openid + "\"}", "application/json");
      JsonNode session =
          new Caller(sandbox)
              .get(
                  "/sns/jscode2session?appid=%s&secret=%s&js_code=%s&grant_type=authorization_code"
                      .formatted(MINI, MINI_SECRET, sent.get("code").asText()));

      JsonNode data = opened(sent, session.get("session_key").asText());
      assertThat(data.get("openId").asText()).isEqualTo(openid);
      assertThat(data.get("unionId").asText()).isEqualTo(session.get("unionid").asText());
      assertThat(data.at("/watermark/appid").asText()).isEqualTo(MINI);
      assertThat(sent.get("signature").asText()).matches("[0-9a-f]{40}");
    }
  }

  @Test
  void the_page_shows_it_and_a_lie_that_is_none_is_refused() throws Exception {
    try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().apps(SampleApps.wechat()))) {
      String openid = sandbox.wechat().users(MINI).add(false);
      String form = "openid=" + openid + "&lie=old";
      assertThat(open(sandbox, form, "application/x-www-form-urlencoded").has("code")).isTrue();
      JsonNode refused =
          open(sandbox, "{\"openid\":\"" + openid + "\",\"lie\":\"x\"}", "application/json");
      assertThat(refused.get("error").asText()).contains("wrong_signature");
    }
  }

  private static JsonNode open(Sandbox sandbox, String body, String type) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(sandbox.baseUrl() + "/_sandbox/apps/" + MINI + "/users/open"))
            .header("content-type", type)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> answer =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    return new JsonMapper().readTree(answer.body());
  }

  private static JsonNode opened(JsonNode sent, String key) throws Exception {
    Base64.Decoder base64 = Base64.getDecoder();
    Cipher aes = Cipher.getInstance("AES/CBC/PKCS5Padding");
    aes.init(
        Cipher.DECRYPT_MODE,
        new SecretKeySpec(base64.decode(key), "AES"),
        new IvParameterSpec(base64.decode(sent.get("iv").asText())));
    byte[] plain = aes.doFinal(base64.decode(sent.get("encrypted_data").asText()));
    return new JsonMapper().readTree(plain);
  }
}
