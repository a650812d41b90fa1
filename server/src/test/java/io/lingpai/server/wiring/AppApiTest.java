package io.lingpai.server.wiring;

import static io.lingpai.server.wiring.RunningServer.ADMIN;
import static io.lingpai.server.wiring.RunningServer.OFFICIAL;
import static io.lingpai.server.wiring.RunningServer.SECRET;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lingpai.server.wiring.RunningServer.Answer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Apps added, changed and removed by HTTP. */
class AppApiTest {

  private static final String TOKEN = "/api/v1/apps/shop/credentials/access_token";

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
  void an_app_is_shown_with_its_state_and_never_with_its_secret() throws Exception {
    server.get(ADMIN, TOKEN);
    Answer answer = server.get(ADMIN, "/api/v1/apps/shop");

    JsonNode app = answer.json();
    assertThat(answer.body()).doesNotContain(SECRET);
    assertThat(app.get("state").asText()).isEqualTo("active");
    assertThat(app.get("appid").asText()).isEqualTo(OFFICIAL);
    assertThat(app.get("secret").asText()).matches("[0-9a-f]{8}");
    JsonNode token = app.get("credentials").get(0);
    assertThat(token.get("kind").asText()).isEqualTo("access_token");
    assertThat(token.get("state").asText()).isEqualTo("current");
    assertThat(token.get("vendor_calls_today").asInt()).isEqualTo(1);
    assertThat(server.get(ADMIN, "/api/v1/apps").json().get("apps")).hasSize(1);
  }

  @Test
  void a_refused_app_says_what_to_do_and_a_new_secret_heals_it_at_once() throws Exception {
    Map<String, String> wrong =
        Map.of(
            "name",
            "mini",
            "platform",
            "wechat-mini",
            "appid",
            RunningServer.MINI,
            "secret",
            "f".repeat(32));
    assertThat(server.post(ADMIN, "/api/v1/apps", wrong).status()).isEqualTo(201);
    String path = "/api/v1/apps/mini/credentials/access_token";

    Answer refused = server.get(ADMIN, path);
    assertThat(refused.status()).as(refused.body()).isEqualTo(502);
    assertThat(refused.json().get("vendor_code").asText()).isEqualTo("40125");
    assertThat(refused.json().get("what_to_do").asText()).isNotEmpty();
    assertThat(refused.json().get("type").asText()).isEqualTo("/problems/vendor-refused");
    assertThat(server.get(ADMIN, "/api/v1/apps/mini").json().get("state").asText())
        .isEqualTo("attention");

    assertThat(server.patch(ADMIN, "/api/v1/apps/mini", Map.of("secret", SECRET)).status())
        .isEqualTo(200);
    assertThat(server.get(ADMIN, path).status()).isEqualTo(200);
  }

  @Test
  void apps_are_judged_disabled_and_removed() throws Exception {
    Map<String, Object> shop =
        Map.of("name", "shop", "platform", "wechat-official", "appid", "wx2", "secret", "x");
    assertThat(server.post(ADMIN, "/api/v1/apps", shop).status()).isEqualTo(409);
    for (Map<String, Object> wrong :
        List.<Map<String, Object>>of(
            Map.of("platform", "wechat-official", "appid", "wx3"),
            Map.of("platform", "nothing", "appid", "wx3", "secret", "x"),
            Map.of("name", "Shop!", "platform", "wechat-official", "appid", "wx3", "secret", "x"),
            Map.of(
                "platform", "wechat-official", "appid", "wx3", "secret", "x", "token_mode", "odd"),
            Map.of(
                "platform",
                "wechat-official",
                "appid",
                "wx3",
                "secret",
                "x",
                "keep",
                List.of("odd")))) {
      assertThat(server.post(ADMIN, "/api/v1/apps", wrong).status())
          .as(wrong.toString())
          .isEqualTo(400);
    }

    assertThat(
            server
                .patch(ADMIN, "/api/v1/apps/shop", Map.of("state", "disabled"))
                .json()
                .get("state")
                .asText())
        .isEqualTo("disabled");
    assertThat(server.get(ADMIN, TOKEN).status()).isEqualTo(409);
    server.patch(ADMIN, "/api/v1/apps/shop", Map.of("state", "active"));
    assertThat(server.get(ADMIN, TOKEN).status()).isEqualTo(200);
    assertThat(server.delete(ADMIN, "/api/v1/apps/shop").status()).isEqualTo(204);
    assertThat(server.get(ADMIN, TOKEN).status()).isEqualTo(404);
    assertThat(server.get(ADMIN, "/api/v1/audit").json().get("entries").size()).isGreaterThan(3);
  }
}
