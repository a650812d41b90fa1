package io.lingpai.acceptance.callbacks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lingpai.acceptance.callbacks.Service.Got;
import io.lingpai.acceptance.callbacks.Service.Said;
import io.lingpai.acceptance.stage.Await;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** What business services get, and what comes of their answers. */
class ForwardingTest extends Forwarding {

  @Test
  void json_is_signed_by_every_secret_and_keeps_long_ids_whole() throws Exception {
    Service service = service();
    String url = shop(json(service, Map.of("secret", SECRET + " " + NEXT)));

    assertThat(push(url, account.sealed(Account.text("o1", "9007199254740993", "你好"))).body())
        .isEqualTo("success");

    Got got = service.got.getFirst();
    JsonNode message = Http.JSON.readTree(got.body());
    assertThat(message.get("MsgId")).isEqualTo(Http.JSON.readTree("\"9007199254740993\""));
    assertThat(message.get("FromUserName").asText()).isEqualTo("o1");
    assertThat(message.get("Content").asText()).isEqualTo("你好");
    assertThat(message.get("CreateTime").isNumber()).isTrue();
    assertThat(got.header("webhook-signature").split(" "))
        .containsExactly(signature(SECRET, got), signature(NEXT, got));
    assertThat(Math.abs(Long.parseLong(got.header("webhook-timestamp")) - Account.now()))
        .isLessThan(60);
  }

  @Test
  void a_reply_in_time_is_relayed_encrypted_to_the_vendor_and_again_if_it_asks_again()
      throws Exception {
    Service service = service().answering(200, REPLY);
    String url = shop(json(service, Map.of("secret", SECRET)));
    String message = Account.text("o1", "1", "hi");

    String first = push(url, account.sealed(message)).body();
    String second = push(url, account.sealed(message)).body();

    assertThat(opened(account, first)).isEqualTo(REPLY);
    assertThat(opened(account, second)).isEqualTo(REPLY);
    assertThat(service.got).hasSize(1);
  }

  @Test
  void an_answer_that_is_no_reply_is_no_reply() throws Exception {
    Service service = service();
    String url = shop(json(service, Map.of("secret", SECRET)));

    for (String answer : List.of("success", "ok", "{\"ok\":true}", "<html><body/></html>", "")) {
      service.answering(200, answer);
      assertThat(push(url, account.sealed(Account.text("o1", "m" + answer.hashCode(), "x"))).body())
          .isEqualTo("success");
    }
  }

  @Test
  void an_original_is_what_an_existing_handler_expects() throws Exception {
    Account own = new Account(account.appId(), "tokenOfTheService", "Z".repeat(43));
    List<String> seen = new ArrayList<>();
    Service service =
        service()
            .answering(
                got -> {
                  Map<String, String> query = query(got.query());
                  String clear =
                      own.crypto()
                          .decryptXml(
                              query.get("msg_signature"),
                              query.get("timestamp"),
                              query.get("nonce"),
                              got.body());
                  seen.add(clear + query.get("openid") + query.get("encrypt_type"));
                  return new Said(200, own.crypto().encrypt(REPLY));
                });
    String url =
        shop(
            Map.of(
                "url",
                service.url() + "/wx?tenant=1",
                "as",
                "original",
                "token",
                own.token(),
                "aes_key",
                own.aesKey()));
    String message = Account.text("o1", "1", "hi");

    String answer = push(url, account.sealed(message)).body();

    assertThat(seen).containsExactly(message + "o1aes");
    assertThat(service.got.getFirst().query()).startsWith("tenant=1&");
    assertThat(opened(account, answer)).isEqualTo(REPLY);
  }

  @Test
  void a_target_takes_what_it_asked_for_and_the_first_that_takes_it_may_reply() throws Exception {
    Service events = service().answering(200, REPLY.replace("欢迎", "events"));
    Service rest = service().answering(200, REPLY.replace("欢迎", "rest"));
    String url =
        shop(
            json(events, Map.of("secret", SECRET, "only", List.of("event.subscribe"))),
            json(rest, Map.of("secret", SECRET)));

    String text = push(url, account.sealed(Account.text("o1", "1", "x"))).body();
    String event =
        push(url, account.sealed(Account.event("o1", Account.now(), "subscribe"))).body();

    assertThat(opened(account, text)).contains("rest");
    assertThat(opened(account, event)).contains("events");
    Await.until("both at the second", Duration.ofSeconds(60), () -> rest.got.size() == 2);
    assertThat(events.got).hasSize(1);
    assertThat(rest.got.get(0).header("webhook-id"))
        .isNotEqualTo(rest.got.get(1).header("webhook-id"));
    assertThat(rest.got.get(1).header("webhook-id"))
        .isEqualTo(events.got.getFirst().header("webhook-id"));
  }

  @Test
  void two_users_with_one_id_and_two_events_of_one_second_are_not_confused() throws Exception {
    Service service = service();
    String url = shop(json(service, Map.of("secret", SECRET)));
    long now = Account.now();

    for (String user : List.of("o1", "o2", "o1")) {
      push(url, account.sealed(Account.text(user, "77", "x")));
      push(url, account.sealed(Account.event(user, now, "CLICK")));
      push(url, account.sealed(Account.event(user, now, "VIEW")));
    }

    assertThat(service.got).hasSize(6);
  }

  @Test
  void secrets_of_targets_are_never_read_back_and_stay_when_not_given_anew() throws Exception {
    Service service = service();
    String url = shop(json(service, Map.of("secret", SECRET)));
    String app = station.base() + "/api/v1/apps/shop";

    assertThat(station.http.get(app, Station.ADMIN).body()).doesNotContain(SECRET);
    Http.Answer changed =
        station.http.json(
            "PATCH",
            app,
            Station.ADMIN,
            Map.of(
                "forward",
                List.of(Map.of("url", service.url() + "/hook", "only", List.of("text")))));
    assertThat(changed.status()).as(changed.toString()).isEqualTo(200);
    assertThat(changed.json().at("/forward/0/only/0").asText()).isEqualTo("text");
    push(url, account.sealed(Account.text("o1", "1", "x")));

    Got got = service.got.getFirst();
    assertThat(got.header("webhook-signature")).isEqualTo(signature(SECRET, got));
  }

  private static Map<String, String> query(String raw) {
    Map<String, String> query = new HashMap<>();
    for (String pair : raw.split("&")) {
      String[] parts = pair.split("=", 2);
      query.put(parts[0], java.net.URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return query;
  }

  private static String signature(String secret, Got got) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(
        new SecretKeySpec(
            Base64.getDecoder().decode(secret.substring("whsec_".length())), "HmacSHA256"));
    String signed =
        got.header("webhook-id") + "." + got.header("webhook-timestamp") + "." + got.body();
    return "v1,"
        + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
  }
}
