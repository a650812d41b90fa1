package io.lingpai.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodesTest {

  private static final String KEY = "lpk_k_secretsecretsecret";

  private final Played server = new Played();
  private final LingpaiClient client =
      LingpaiClient.at("http://one:8800/", "http://two:8800").key(KEY).transport(server).build();

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void the_next_node_is_asked_when_one_is_gone_and_stays_the_first() {
    server.node =
        onlyTwo(
            () -> {
              throw new ConnectException("refused");
            });

    client.credential("shop", "access_token");
    client.credential("shop", "jsapi_ticket");

    assertThat(server.asked)
        .extracting(asked -> asked.substring(0, "GET http://one".length()))
        .containsExactly("GET http://one", "GET http://two", "GET http://two");
  }

  @Test
  void the_next_node_is_asked_when_what_answers_is_not_the_server() {
    server.node = onlyTwo(() -> Played.json(502, "text/html", "<h1>Bad Gateway</h1>", Map.of()));
    assertThat(client.credential("shop", "access_token").version()).isEqualTo(1);

    server.node = onlyTwo(() -> Played.json(200, "text/html", "<h1>Welcome</h1>", Map.of()));
    assertThat(client.credential("shop", "jsapi_ticket").version()).isEqualTo(1);
  }

  @Test
  void the_next_node_is_asked_when_what_answers_speaks_json_but_is_not_the_server() {
    server.node = onlyTwo(() -> Played.json(200, "application/json", "{\"ok\":true}", Map.of()));
    assertThat(client.credential("shop", "access_token").version()).isEqualTo(1);

    String elsewhere = "{\"type\":\"about:blank\",\"status\":404}";
    server.node = onlyTwo(() -> Played.json(404, "application/problem+json", elsewhere, Map.of()));
    assertThat(client.credential("shop", "jsapi_ticket").version()).isEqualTo(1);
  }

  @Test
  void a_redirect_is_no_answer_and_says_so() {
    server.node = request -> Played.json(302, "text/html", "", Map.of());

    assertThatThrownBy(() -> client.credential("shop", "access_token"))
        .isInstanceOf(LingpaiUnreachable.class)
        .hasMessageContaining("302");
  }

  @Test
  void a_transport_that_breaks_is_a_node_that_is_gone() {
    server.node = request -> Played.credential("token", 1, 7200, 0);
    client.credential("shop", "access_token");
    server.node =
        request -> {
          throw new IllegalStateException("the pool is shut down");
        };

    assertThat(client.credential("shop", "access_token").value()).isEqualTo("token");
    assertThatThrownBy(() -> client.introspect("s")).isInstanceOf(LingpaiUnreachable.class);
  }

  @Test
  void the_next_node_is_asked_when_one_is_not_ready() {
    server.node = onlyTwo(() -> Played.problem("not-ready", 503, Map.of()));

    assertThat(client.credential("shop", "access_token").version()).isEqualTo(1);
  }

  @Test
  void a_refusal_holds_for_all_nodes() {
    server.node = request -> Played.problem("not-allowed", 403, Map.of());

    assertThatThrownBy(() -> client.credential("shop", "access_token"))
        .isInstanceOf(LingpaiProblem.class)
        .hasMessageContaining("/problems/not-allowed (403)");
    assertThat(server.asked).hasSize(1);
  }

  @Test
  void an_answer_without_end_is_cut() {
    server.node =
        request -> Played.json(200, "application/json", " ".repeat(3 << 20) + "{}", Map.of());

    assertThatThrownBy(() -> client.introspect("s"))
        .isInstanceOf(LingpaiUnreachable.class)
        .hasMessageContaining("longer than");
  }

  @Test
  void nothing_prints_a_secret() {
    server.node = request -> Played.credential("the-token", 1, 7200, 300);
    Credential credential = client.credential("shop", "access_token");
    assertThat(credential.toString()).contains("shop").doesNotContain("the-token");
    assertThat(client.toString()).contains("one:8800").doesNotContain("secretsecret");
    assertThat(LoginRequest.ofCode("the-code").toString()).doesNotContain("the-code");

    server.node = request -> Played.json(200, "application/json", "{\"the-token\":tru", Map.of());
    assertThatThrownBy(() -> client.rejected("shop", "access_token", "the-token"))
        .satisfies(thrown -> assertThat(stack(thrown)).doesNotContain("the-token", "secretsecret"));
    assertThatThrownBy(() -> LingpaiClient.at("http://one").key("not a key"))
        .hasMessageNotContaining("not a key");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "..", "a/b", "a?b", "a#b", "a b", "a%2fb", "a\r\nb", "../keys", "店"})
  void a_name_cannot_lead_elsewhere(String name) {
    assertThatThrownBy(() -> client.credential(name, "access_token"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> client.credential("shop", name))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(server.asked).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ftp://one",
        "one:8800",
        " http://one",
        "http://me:pass@one",
        "http://one?a=b",
        "http://one#a",
        "http://one:0",
        "http://one:65536",
        "http://one:pass"
      })
  void an_address_is_checked(String address) {
    assertThatThrownBy(() -> LingpaiClient.at(address))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("pass");
  }

  @Test
  void an_address_that_the_environment_does_not_have_is_refused_like_any_other() {
    assertThatThrownBy(() -> LingpaiClient.at(new String[1]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a node's address");
  }

  /** Docker's names may have underscores, which are no host to {@code java.net.URI}. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://lingpai_1:8800",
        "https://one/lingpai/",
        "http://[::1]:8800",
        "HTTP://one//"
      })
  void an_address_may_look_like_this(String address) {
    try (LingpaiClient here = LingpaiClient.at(address).key(KEY).transport(server).build()) {
      here.credential("shop", "access_token");
    }
    assertThat(server.asked.getFirst())
        .isEqualTo(
            "GET " + address.replaceAll("/+$", "") + "/api/v1/apps/shop/credentials/access_token");
  }

  @Test
  void a_key_that_is_not_set_is_called_missing() {
    assertThatThrownBy(() -> LingpaiClient.at("http://one").key(System.getenv("NO_SUCH_KEY")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("key: none");
  }

  @Test
  void a_longer_wait_than_the_server_gives_is_refused() {
    assertThatThrownBy(() -> client.newerThan("shop", "access_token", 1, Duration.ofSeconds(61)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private interface Answered {
    Transport.Response answer() throws IOException;
  }

  private static Played.Node onlyTwo(Answered one) {
    return request ->
        request.uri().getHost().equals("two")
            ? Played.credential("token", 1, 7200, 300)
            : one.answer();
  }

  private static String stack(Throwable thrown) {
    java.io.StringWriter text = new java.io.StringWriter();
    thrown.printStackTrace(new java.io.PrintWriter(text));
    return text.toString();
  }
}
