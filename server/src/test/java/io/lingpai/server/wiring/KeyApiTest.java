package io.lingpai.server.wiring;

import static io.lingpai.server.wiring.RunningServer.ADMIN;
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

/** Who may do what, and how keys come and go. */
class KeyApiTest {

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
  void the_three_refusals_about_authorization_say_what_arrived() throws Exception {
    Answer nothing = server.get("", TOKEN);
    assertThat(nothing.status()).isEqualTo(401);
    assertThat(nothing.headers()).containsKey("www-authenticate");
    assertThat(nothing.json().get("detail").asText())
        .startsWith(
            "no Authorization header arrived; if the caller sent one, a proxy in between dropped"
                + " it:")
        .contains("nginx", "Apache", "PHP-FPM");

    assertThat(server.get("", TOKEN, "authorization", "Basic canary").json().get("detail").asText())
        .contains("another scheme arrived (Basic)");
    assertThat(server.get("", TOKEN, "authorization", "canary").body()).doesNotContain("canary");
    assertThat(server.get("", TOKEN, "authorization", "Bearer").json().get("detail").asText())
        .contains("without a key");
    assertThat(server.get("lpk_canary_short", TOKEN).body())
        .contains("its secret part is cut short")
        .doesNotContain("canary");
    assertThat(server.get("lpk_canary_" + "x".repeat(40), TOKEN).body())
        .contains("unknown or revoked")
        .doesNotContain("canary");
  }

  @Test
  void a_key_without_the_grant_learns_nothing_of_whether_the_app_exists() throws Exception {
    String key = server.key("read:other");
    Answer there = server.get(key, TOKEN);
    Answer notThere = server.get(key, TOKEN.replace("shop", "shoq"));

    assertThat(there.status()).isEqualTo(403);
    assertThat(notThere.status()).isEqualTo(403);
    assertThat(there.body().replaceAll("\"request_id\":\"[^\"]*\"", ""))
        .isEqualTo(
            notThere.body().replaceAll("\"request_id\":\"[^\"]*\"", "").replace("shoq", "shop"));
  }

  @Test
  void unknown_apps_and_kinds_are_404_to_who_may_know() throws Exception {
    assertThat(server.get(ADMIN, TOKEN.replace("shop", "shoq")).status()).isEqualTo(404);
    assertThat(server.get(ADMIN, TOKEN + "x").status()).isEqualTo(404);
    assertThat(server.get(ADMIN, "/api/v1/nothing").status()).isEqualTo(404);
    assertThat(server.post(ADMIN, TOKEN, Map.of()).status()).isEqualTo(405);
  }

  @Test
  void a_revoked_key_is_dead_at_once() throws Exception {
    Answer made =
        server.post(ADMIN, "/api/v1/keys", Map.of("name", "k", "grants", List.of("read:shop")));
    String key = made.json().get("key").asText();
    assertThat(server.get(key, TOKEN).status()).isEqualTo(200);

    assertThat(server.delete(ADMIN, "/api/v1/keys/" + made.json().get("id").asText()).status())
        .isEqualTo(204);

    assertThat(server.get(key, TOKEN).status()).isEqualTo(401);
  }

  @Test
  void a_name_of_several_lines_is_refused() throws Exception {
    Answer answer =
        server.post(ADMIN, "/api/v1/keys", Map.of("name", "a\nb", "grants", List.of("watch")));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().get("field").asText()).isEqualTo("name");
  }

  @Test
  void a_key_is_shown_once_even_if_its_making_is_repeated() throws Exception {
    Map<String, Object> body = Map.of("name", "k", "grants", List.of("watch"), "expires_in", "90d");
    JsonNode first = server.post(ADMIN, "/api/v1/keys", body, "idempotency-key", "once").json();
    JsonNode second = server.post(ADMIN, "/api/v1/keys", body, "idempotency-key", "once").json();

    assertThat(first.get("key").asText()).startsWith("lpk_" + first.get("id").asText() + "_");
    assertThat(second.get("id")).isEqualTo(first.get("id"));
    assertThat(second.has("key")).isFalse();
    assertThat(first.get("expires_at").asText()).endsWith("Z");
    assertThat(server.get(ADMIN, "/api/v1/keys?limit=1").json().get("next").isNull()).isFalse();
    assertThat(server.get(ADMIN, "/api/v1/keys").body()).doesNotContain(first.get("key").asText());
  }

  @Test
  void a_key_bound_to_networks_works_from_nowhere_else() throws Exception {
    for (Map.Entry<String, Integer> network :
        Map.of("127.0.0.0/8", 200, "10.0.0.0/8", 403, "::1/128", 403).entrySet()) {
      JsonNode made =
          server
              .post(
                  ADMIN,
                  "/api/v1/keys",
                  Map.of(
                      "name",
                      "k",
                      "grants",
                      List.of("read:shop"),
                      "networks",
                      List.of(network.getKey()),
                      "expires_in",
                      3600))
              .json();
      assertThat(server.get(made.get("key").asText(), TOKEN).status())
          .as(network.getKey())
          .isEqualTo(network.getValue());
    }
    for (String wrong : List.of("10.0.0.0/33", "example.com", "10.0.0", "/8")) {
      assertThat(
              server
                  .post(
                      ADMIN,
                      "/api/v1/keys",
                      Map.of("name", "k", "grants", List.of("watch"), "networks", List.of(wrong)))
                  .status())
          .as(wrong)
          .isEqualTo(400);
    }
  }

  @Test
  void grants_and_lives_that_are_none_are_refused() throws Exception {
    for (Map<String, Object> wrong :
        List.<Map<String, Object>>of(
            Map.of("grants", List.of("watch")),
            Map.of("name", "k"),
            Map.of("name", "k", "grants", List.of()),
            Map.of("name", "k", "grants", List.of("write:shop")),
            Map.of("name", "k", "grants", "watch"),
            Map.of("name", "k", "grants", List.of("watch"), "expires_in", "soon"),
            Map.of("name", "k", "grants", List.of("watch"), "expires_in", "PT-5M"),
            Map.of("name", "k", "grants", List.of("watch"), "colour", "red"))) {
      Answer answer = server.post(ADMIN, "/api/v1/keys", wrong);
      assertThat(answer.status()).as(wrong.toString()).isEqualTo(400);
      assertThat(answer.json().get("field").asText()).isNotEmpty();
    }
  }
}
