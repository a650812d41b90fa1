package io.lingpai.server.wiring;

import static io.lingpai.server.wiring.RunningServer.ADMIN;
import static io.lingpai.server.wiring.RunningServer.OFFICIAL;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lingpai.sandbox.fault.Fault;
import io.lingpai.sandbox.wechat.BehindTheScenes.Line;
import io.lingpai.server.wiring.RunningServer.Answer;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an SDK sees that has our address for its API base and a key of ours for its secret. */
class WireSurfaceTest {

  private static final String CHECK = "/cgi-bin/get_api_domain_ip";
  private static final String STABLE = "/cgi-bin/stable_token";

  @TempDir Path data;
  private RunningServer server;
  private String key;

  @BeforeEach
  void start() throws Exception {
    server = new RunningServer(data, Map.of()).withShop();
    key = server.key("read:shop");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void a_token_comes_in_the_vendors_shape_with_a_life_sdks_can_live_with() throws Exception {
    Answer answer = token("grant_type=client_credential&appid=" + OFFICIAL + "&secret=" + key);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().size()).isEqualTo(2);
    assertThat(answer.json().get("access_token"))
        .isEqualTo(
            server.get(key, "/api/v1/apps/shop/credentials/access_token").json().get("value"));
    assertThat(answer.json().get("expires_in").asLong()).isBetween(6000L, 7200L);
    assertThat(answer.headers().get("content-type")).startsWith("application/json");
    assertThat(server.sandbox.calls().count(STABLE)).isEqualTo(1);
  }

  @Test
  void parameters_come_in_any_order_with_stray_marks_and_encoded_names() throws Exception {
    for (String query :
        new String[] {
          "secret=" + key + "&appid=" + OFFICIAL + "&grant_type=client_credential",
          "&grant_type=client_credential&&appid=" + OFFICIAL + "&secret=" + key + "&",
          "?grant_type=client_credential&appid=" + OFFICIAL + "&secret=" + key + "&extra",
          "%67rant_type=client_credential&app%69d=" + OFFICIAL + "&secret=" + key
        }) {
      assertThat(token(query).json().has("access_token")).as(query).isTrue();
    }
  }

  @Test
  void the_stable_form_takes_nulls_and_any_content_type() throws Exception {
    Answer answer =
        stable(
            "{\"grant_type\":\"client_credential\",\"appid\":\""
                + OFFICIAL
                + "\",\"secret\":\""
                + key
                + "\",\"force_refresh\":null,\"x\":null}");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().has("access_token")).as(answer.body()).isTrue();
  }

  @Test
  void refusals_have_the_vendors_numbers_and_status_200() throws Exception {
    String good = "grant_type=client_credential&appid=" + OFFICIAL + "&secret=";
    Map<Answer, Integer> refused = new LinkedHashMap<>();
    refused.put(token("appid=" + OFFICIAL + "&secret=" + key), 40002);
    refused.put(token("grant_type=code&appid=" + OFFICIAL + "&secret=" + key), 40002);
    refused.put(token("grant_type=client_credential&secret=" + key), 41002);
    refused.put(token("grant_type=client_credential&appid=" + OFFICIAL), 41004);
    refused.put(token(good + "canary"), 40125);
    refused.put(token(good + "lpk_unknown_" + "x".repeat(40)), 40125);
    refused.put(token(good + ADMIN), 40125);
    refused.put(token(good + server.key("read:other")), 40013);
    refused.put(token(good + server.key("watch")), 40013);
    refused.put(token(good.replace(OFFICIAL, "wx9") + key), 40013);
    refused.put(token("grant_type=%zz&appid=" + OFFICIAL + "&secret=" + key), 47001);
    refused.put(server.get("", "/wechat/cgi-bin/stable_token"), 43002);
    refused.put(stable(""), 44002);
    refused.put(stable("{canary"), 47001);
    refused.put(stable("[]"), 47001);
    refused.put(server.get("", "/wechat/cgi-bin/user/info?access_token=x"), 40001);
    refused.put(server.get("", "/wechat/cgi-bin/ticket/getticket?type=jsapi"), 41001);
    refused.put(
        server.get("", "/wechat/cgi-bin/ticket/getticket?access_token=canary&type=jsapi"), 40001);
    refused.put(server.get("", "/wechat/cgi-bin/ticket/getticket?access_token=x&type=odd"), 40097);

    refused.forEach(
        (answer, code) -> {
          assertThat(answer.status()).isEqualTo(200);
          assertThat(answer.json().get("errcode").asInt()).as(answer.body()).isEqualTo(code);
          assertThat(answer.json().get("errmsg").asText())
              .contains("rid: ")
              .doesNotContain("canary");
        });
  }

  @Test
  void a_ticket_is_given_for_the_token_to_keys_granted_it() throws Exception {
    String token =
        token("grant_type=client_credential&appid=" + OFFICIAL + "&secret=" + key)
            .json()
            .get("access_token")
            .asText();

    for (String query :
        new String[] {
          "type=jsapi&access_token=" + token, "access_token=" + token + "&type=wx_card"
        }) {
      JsonNode ticket = server.get("", "/wechat/cgi-bin/ticket/getticket?" + query).json();
      assertThat(ticket.get("errcode").asInt()).as(ticket.toString()).isZero();
      assertThat(ticket.get("errmsg").asText()).isEqualTo("ok");
      assertThat(ticket.get("ticket").asText()).isNotEmpty();
      assertThat(ticket.get("expires_in").asLong()).isGreaterThan(200);
    }
  }

  @Test
  void a_ticket_is_not_given_where_every_holder_of_the_token_lacks_the_grant() throws Exception {
    String narrow = server.key("read:shop/access_token");
    String token =
        token("grant_type=client_credential&appid=" + OFFICIAL + "&secret=" + narrow)
            .json()
            .get("access_token")
            .asText();

    assertThat(
            server
                .get("", "/wechat/cgi-bin/ticket/getticket?type=jsapi&access_token=" + token)
                .json()
                .get("errcode")
                .asInt())
        .isEqualTo(48001);
  }

  @Test
  void asking_again_is_a_complaint_that_is_checked_once_a_minute() throws Exception {
    String query = "grant_type=client_credential&appid=" + OFFICIAL + "&secret=" + key;
    String first = token(query).json().get("access_token").asText();
    assertThat(server.sandbox.calls().count(CHECK)).isZero();

    for (int i = 0; i < 20; i++) {
      token(query);
    }

    assertThat(server.sandbox.calls().count(CHECK)).isLessThanOrEqualTo(1);
    assertThat(token(query).json().get("access_token").asText()).isEqualTo(first);
  }

  @Test
  void a_vendors_refusal_keeps_its_number() throws Exception {
    server.sandbox.next(Fault.refuses(40164).on("/cgi-bin/ticket/getticket").untilCleared());
    String token =
        token("grant_type=client_credential&appid=" + OFFICIAL + "&secret=" + key)
            .json()
            .get("access_token")
            .asText();

    Answer answer =
        server.get("", "/wechat/cgi-bin/ticket/getticket?type=jsapi&access_token=" + token);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().get("errcode").asInt()).as(answer.body()).isEqualTo(40164);
    assertThat(server.get(server.key("watch"), "/metrics").body())
        .contains("lingpai_wire_calls_total", "outcome=\"40164\"");
  }

  @Test
  void who_is_told_a_life_can_use_the_value_that_long() throws Exception {
    JsonNode given =
        token("grant_type=client_credential&appid=" + OFFICIAL + "&secret=" + key).json();

    assertThat(server.sandbox.wechat().behind(OFFICIAL).accepts(given.get("access_token").asText()))
        .isTrue();
    assertThat(server.sandbox.wechat().behind(OFFICIAL).currentToken(Line.STABLE))
        .contains(given.get("access_token").asText());
  }

  private Answer token(String query) throws Exception {
    return server.send(
        HttpRequest.newBuilder(
                URI.create(server.url("/wechat/cgi-bin/token?" + query.replace("%zz", "%C3%28"))))
            .GET()
            .build());
  }

  private Answer stable(String body) throws Exception {
    return server.send(
        HttpRequest.newBuilder(URI.create(server.url("/wechat/cgi-bin/stable_token")))
            .header("content-type", "text/plain")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }
}
