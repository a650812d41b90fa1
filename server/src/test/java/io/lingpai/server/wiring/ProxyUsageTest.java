package io.lingpai.server.wiring;

import static io.lingpai.server.wiring.RunningServer.ADMIN;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lingpai.server.wiring.RunningServer.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who spends what, and who may spend no more. */
class ProxyUsageTest {

  private static final Duration LIFE = Duration.ofMinutes(10);

  @TempDir Path data;
  private RunningServer server;
  private SdkCalls sdk;
  private String key;
  private String token;

  @BeforeEach
  void start() throws Exception {
    RunningServer.withinOneDay();
    server = new RunningServer(data, Map.of(), LIFE).withShop();
    key = server.key("proxy:shop");
    sdk = new SdkCalls(server);
    token = sdk.token(key);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void who_called_what_is_counted() throws Exception {
    sdk.info(token);

    assertThat(server.get(server.key("watch"), "/metrics").body())
        .containsPattern("lingpai_wire_calls_total\\{app=\"shop\",key=\"test\",outcome=\"ok\"\\}");
  }

  @Test
  void usage_says_which_key_spends_on_which_path() throws Exception {
    sdk.info(token);
    sdk.message(token, "hello");
    sdk.post(
        SdkCalls.SEND + "?access_token=" + token, "{\"touser\":\"nobody\",\"msgtype\":\"text\"}");

    JsonNode passedOn =
        server.get(server.key("watch"), "/api/v1/apps/shop/usage").json().get("passed_on");

    assertThat(passedOn.size()).isEqualTo(2);
    JsonNode first = passedOn.get(0);
    assertThat(first.get("path").asText()).isEqualTo(SdkCalls.SEND);
    assertThat(first.get("key").asText()).isEqualTo("test");
    assertThat(first.get("calls").asInt()).isEqualTo(2);
    assertThat(first.get("failures").asInt()).isEqualTo(1);
    assertThat(first.get("outcomes").size()).isEqualTo(1);
    assertThat(first.get("bytes_up").asInt()).isGreaterThan(50);
  }

  @Test
  void who_overspends_is_stopped_and_nobody_else() throws Exception {
    Answer made =
        server.post(
            ADMIN,
            "/api/v1/keys",
            Map.of("name", "frugal", "grants", List.of("proxy:shop"), "budget", 2));
    String frugal = sdk.token(made.json().get("key").asText());

    assertThat(sdk.info(frugal).code()).isZero();
    assertThat(sdk.info(frugal).code()).isZero();
    assertThat(sdk.info(frugal).code()).isEqualTo(45009);
    assertThat(sdk.info(token).code()).isZero();
  }

  @Test
  void usage_and_budgets_outlive_a_restart() throws Exception {
    Answer made =
        server.post(
            ADMIN,
            "/api/v1/keys",
            Map.of("name", "frugal", "grants", List.of("proxy:shop"), "budget", 2));
    String frugal = sdk.token(made.json().get("key").asText());
    sdk.info(frugal);
    sdk.info(frugal);

    server.restart();

    assertThat(sdk.info(frugal).code()).isEqualTo(45009);
    assertThat(sdk.info(token).code()).isZero();
    assertThat(calls("frugal")).isEqualTo(2);
    assertThat(calls("test")).isEqualTo(1);
  }

  @Test
  void usage_of_an_earlier_day_can_be_asked_for_while_it_is_known() throws Exception {
    sdk.info(token);
    String watch = server.key("watch");
    String address = "/api/v1/apps/shop/usage";
    LocalDate today = LocalDate.parse(server.get(watch, address).json().get("day").asText());

    JsonNode before = server.get(watch, address + "?day=" + today.minusDays(34)).json();
    assertThat(before.get("day").asText()).isEqualTo(today.minusDays(34).toString());
    assertThat(before.get("passed_on").size()).isZero();
    for (String wrong : List.of("yesterday", "" + today.plusDays(2), "" + today.minusDays(36))) {
      Answer refused = server.get(watch, address + "?day=" + wrong);
      assertThat(refused.status()).isEqualTo(400);
      assertThat(refused.json().get("field").asText()).isEqualTo("day");
    }
  }

  @Test
  void the_vendors_own_figures_stand_beside_ours_for_who_asks() throws Exception {
    sdk.info(token);
    String watch = server.key("watch");
    String address = "/api/v1/apps/shop/usage";

    JsonNode told =
        server.get(watch, address + "?quota=" + SdkCalls.INFO).json().get("vendor_quota");
    server.get(watch, address + "?quota=" + SdkCalls.INFO);

    assertThat(told.get("path").asText()).isEqualTo(SdkCalls.INFO);
    assertThat(told.get("used").asInt()).isEqualTo(1);
    assertThat(told.get("daily_limit").asInt())
        .isEqualTo(told.get("used").asInt() + told.get("remaining").asInt());
    assertThat(server.sandbox.calls().count("/cgi-bin/openapi/quota/get")).isEqualTo(1);
    assertThat(server.get(watch, address).json().has("vendor_quota")).isFalse();
    assertThat(server.get(watch, address + "?quota=/nothing").json().get("vendor_code").asText())
        .isEqualTo("76021");
    assertThat(server.get(watch, address + "?quota=nothing").status()).isEqualTo(400);
  }

  private int calls(String key) throws Exception {
    int calls = 0;
    for (JsonNode one :
        server.get(server.key("watch"), "/api/v1/apps/shop/usage").json().get("passed_on")) {
      calls += one.get("key").asText().equals(key) ? one.get("calls").asInt() : 0;
    }
    return calls;
  }
}
