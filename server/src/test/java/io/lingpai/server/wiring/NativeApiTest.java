package io.lingpai.server.wiring;

import static io.lingpai.server.wiring.RunningServer.ADMIN;
import static io.lingpai.server.wiring.RunningServer.OFFICIAL;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lingpai.server.wiring.RunningServer.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What all calls of the native API have in common, and signatures. */
class NativeApiTest {

  @TempDir Path data;
  private RunningServer server;

  @BeforeEach
  void start() throws Exception {
    server = new RunningServer(data, Map.of()).withShop();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void pages_are_signed_and_refused_signatures_explained() throws Exception {
    String key = server.key("sign:shop");
    JsonNode signed =
        server
            .post(key, "/api/v1/apps/shop/signatures", Map.of("url", "https://a.cn/p?q=中#top"))
            .json();

    assertThat(signed.get("appId").asText()).isEqualTo(OFFICIAL);
    assertThat(signed.get("url").asText()).isEqualTo("https://a.cn/p?q=中");
    assertThat(signed.get("signature").asText()).matches("[0-9a-f]{40}");
    for (String wrong : List.of("/p", "ftp://a.cn", "javascript:x", "")) {
      assertThat(server.post(key, "/api/v1/apps/shop/signatures", Map.of("url", wrong)).status())
          .as(wrong)
          .isEqualTo(400);
    }
    assertThat(
            server
                .post(
                    key,
                    "/api/v1/apps/shop/signatures",
                    Map.of("url", "https://a.cn", "use", "odd"))
                .status())
        .isEqualTo(400);
    Answer why =
        server.post(
            key,
            "/api/v1/apps/shop/signature-explanations",
            Map.of(
                "url", "https://a.cn/p?q=中",
                "timestamp", signed.get("timestamp").asText(),
                "nonceStr", signed.get("nonceStr").asText(),
                "signature", signed.get("signature").asText(),
                "page_url", "https://a.cn/other"));
    assertThat(why.json().get("right").asBoolean()).as(why.body()).isFalse();
    assertThat(why.json().get("findings").get(0).get("explanation_zh").asText()).isNotEmpty();
    Answer asItWasAnswered =
        server.post(
            key,
            "/api/v1/apps/shop/signature-explanations",
            Map.of(
                "url", "https://a.cn/p?q=中",
                "timestamp", signed.get("timestamp").asLong(),
                "nonceStr", signed.get("nonceStr").asText(),
                "signature", signed.get("signature").asText()));
    assertThat(asItWasAnswered.json().get("right").asBoolean()).as(asItWasAnswered.body()).isTrue();
    assertThat(
            server
                .post(
                    server.key("read:shop"),
                    "/api/v1/apps/shop/signatures",
                    Map.of("url", "https://a.cn"))
                .status())
        .isEqualTo(403);
  }

  @Test
  void garbage_is_told_apart_and_the_server_lives_on() throws Exception {
    String path = "/api/v1/keys";
    assertThat(
            server
                .send(
                    server
                        .request(ADMIN, path)
                        .header("content-type", "application/json")
                        .POST(BodyPublishers.ofString("{canary"))
                        .build())
                .body())
        .contains("not JSON")
        .doesNotContain("canary");
    assertThat(
            server
                .send(
                    server
                        .request(ADMIN, path)
                        .header("content-type", "text/plain")
                        .POST(BodyPublishers.ofString("{}"))
                        .build())
                .json()
                .get("field")
                .asText())
        .isEqualTo("Content-Type");
    assertThat(
            server
                .send(
                    server
                        .request(ADMIN, path)
                        .header("content-type", "application/json")
                        .POST(BodyPublishers.ofByteArray(new byte[11_000_000]))
                        .build())
                .status())
        .isEqualTo(413);
    assertThat(server.get("", "/health").status()).isEqualTo(200);
    assertThat(server.get("", "/health/ready").status()).isEqualTo(200);
    assertThat(server.get("", "/problems/not-found", "accept-language", "zh").body())
        .contains("怎么办");
    assertThat(
            server
                .get(server.key("watch"), "/api/v1/status")
                .json()
                .get("apps")
                .get("active")
                .asInt())
        .isEqualTo(1);
    assertThat(
            server.get(server.key("watch"), "/api/v1/apps/shop/usage").json().get("kinds").size())
        .isEqualTo(3);
  }
}
