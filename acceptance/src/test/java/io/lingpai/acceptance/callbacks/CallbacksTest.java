package io.lingpai.acceptance.callbacks;

import static org.assertj.core.api.Assertions.assertThat;

import io.lingpai.acceptance.callbacks.Account.Push;
import io.lingpai.acceptance.stage.Await;
import io.lingpai.testkit.FreePort;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import me.chanjar.weixin.common.util.crypto.SHA1;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a vendor, or somebody who claims to be one, is answered. */
class CallbacksTest {

  private static final Account SECURE = Account.any();
  private static final Account COMPATIBLE = Account.any();
  private static final Account PLAIN = Account.any();

  private static Station station;
  private static String secure;
  private static String compatible;
  private static String plain;

  @BeforeAll
  static void open(@TempDir Path data) throws Exception {
    station = new Station(data, Map.of());
    secure = station.with("secure", SECURE, "secure", List.of());
    compatible = station.with("compatible", COMPATIBLE, "compatible", List.of());
    plain = station.with("plain", PLAIN, "plain", List.of());
  }

  @AfterAll
  static void close() {
    station.close();
  }

  @Test
  void the_handshake_is_answered_with_its_echo_and_nothing_else() throws Exception {
    for (String[] each : new String[][] {{secure, "1"}, {compatible, "a b"}, {plain, "<x>"}}) {
      Http.Answer answer = station.http.get(each[0] + SECURE.greeting(each[1]).query(), "");
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo(each[1]);
      assertThat(answer.type()).startsWith("text/plain");
    }
  }

  @Test
  void a_message_in_every_mode_and_form_is_taken() throws Exception {
    String json =
        "{\"FromUserName\":\"o1\",\"MsgType\":\"text\",\"Content\":\"x\",\"MsgId\":9007199254740993}";

    assertTaken(push(secure, SECURE.sealed(Account.text("o1", "1", "你好"))));
    assertTaken(push(secure, SECURE.sealed(json)));
    String clear = Account.text("o1", "2", "true");
    assertTaken(push(compatible, COMPATIBLE.both(clear, clear)));
    assertTaken(push(plain, PLAIN.plain(Account.text("o1", "3", "x"))));
    assertTaken(push(plain, PLAIN.plain(json)));
  }

  private static void assertTaken(Http.Answer answer) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("success");
  }

  @Test
  void all_failures_of_authenticity_look_alike() throws Exception {
    String message = Account.text("o1", "4", "x");
    Push good = SECURE.sealed(message);
    Account stranger = new Account(SECURE.appId(), "anotherToken", SECURE.aesKey());
    Account otherKey = new Account(SECURE.appId(), SECURE.token(), "B".repeat(43));
    Account otherApp = new Account("wx00000000000000ff", SECURE.token(), SECURE.aesKey());
    List<Http.Answer> refused = new ArrayList<>();

    refused.add(push(station.base() + "/callbacks/nobody", good));
    refused.add(push(station.base() + "/callbacks/nobody", PLAIN.plain(message)));
    refused.add(push(station.base() + "/callbacks/nobody/wx1", good));
    refused.add(push(secure, stranger.sealed(message)));
    refused.add(push(secure, otherKey.sealed(message)));
    refused.add(push(secure, otherApp.sealed(message)));
    refused.add(push(secure, SECURE.sealed(message, Account.now() - 660)));
    refused.add(push(secure, SECURE.sealed(message, Account.now() + 660)));
    refused.add(push(secure, SECURE.plain(message)));
    refused.add(push(compatible, COMPATIBLE.plain(message)));
    refused.add(push(secure, new Push("", good.body())));
    refused.add(
        push(plain, new Push(PLAIN.plain("").query().replace("nonce=", "nonce=1"), good.body())));
    refused.add(push(secure, forged("AAAA")));
    refused.add(push(secure, forged("not base64!")));
    refused.add(push(secure, forged("A".repeat(64))));
    refused.add(station.http.get(secure + stranger.greeting("1").query(), ""));
    refused.add(
        station.http.get(
            station.base() + "/callbacks/nobody" + stranger.greeting("1").query(), ""));
    refused.add(station.http.get(secure, ""));

    assertThat(refused)
        .extracting(answer -> answer.status() + answer.type() + blind(answer.body()))
        .containsOnly(403 + refused.getFirst().type() + blind(refused.getFirst().body()));
  }

  /** Signed with the right token, around something that was not sealed. */
  private static Push forged(String encrypted) {
    String timestamp = Long.toString(Account.now());
    return Account.push(
        Map.of(
            "timestamp",
            timestamp,
            "nonce",
            "1",
            "msg_signature",
            SHA1.gen(SECURE.token(), timestamp, "1", encrypted)),
        "<xml><Encrypt>" + encrypted + "</Encrypt></xml>");
  }

  private static String blind(String problem) {
    return problem.replaceAll("\"request_id\":\"[^\"]*\"", "");
  }

  @Test
  void what_is_no_message_is_malformed_wherever_it_is_sent() throws Exception {
    List<String> bodies =
        List.of(
            "",
            "hello",
            "<xml>",
            "<xml><a></b></xml>",
            "<!DOCTYPE xml [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><xml><Encrypt>&e;</Encrypt></xml>",
            "<!DOCTYPE xml><xml/>",
            "<xml>&lol;</xml>",
            "<a>".repeat(40) + "</a>".repeat(40),
            "<xml>" + "<a/>".repeat(5_000) + "</xml>",
            "{",
            "[1]",
            "{\"a\":".repeat(40) + "1" + "}".repeat(40),
            "{\"a\":1,\"a\":2}",
            "{} {}");
    for (String url : List.of(secure, plain, station.base() + "/callbacks/nobody")) {
      for (String body : bodies) {
        Http.Answer answer =
            push(url, new Push(PLAIN.plain("").query(), body.getBytes(StandardCharsets.UTF_8)));
        assertThat(answer.status()).as(url + " " + body).isEqualTo(400);
        assertThat(answer.json().get("type").asText()).isEqualTo("/problems/malformed");
        assertThat(answer.body()).doesNotContain("passwd");
      }
    }
  }

  @Test
  void an_inside_with_a_doctype_is_malformed_too() throws Exception {
    String inside = "<!DOCTYPE x [<!ENTITY a \"b\">]><xml><MsgType>&a;</MsgType></xml>";

    assertThat(push(secure, SECURE.sealed(inside)).status()).isEqualTo(400);
  }

  @Test
  void what_is_too_long_is_too_large() throws Exception {
    byte[] body =
        ("<xml><Encrypt>" + "A".repeat(300_000) + "</Encrypt></xml>")
            .getBytes(StandardCharsets.UTF_8);

    assertThat(push(secure, new Push("", body)).status()).isEqualTo(413);
    assertThat(push(station.base() + "/callbacks/nobody", new Push("", body)).status())
        .isEqualTo(413);
  }

  @Test
  void with_a_public_address_callbacks_live_only_there(@TempDir Path data) throws Exception {
    int open = FreePort.next();
    try (Station split = new Station(data, Map.of("LINGPAI_PUBLIC_LISTEN", "127.0.0.1:" + open))) {
      Account account = Account.any();
      String inside = split.with("shop", account, "secure", List.of());
      String outside = "http://127.0.0.1:" + open + "/callbacks/shop";

      assertThat(split.http.get(inside + account.greeting("7").query(), "").status())
          .isEqualTo(404);
      assertThat(split.http.get(outside + account.greeting("7").query(), "").body()).isEqualTo("7");
      assertThat(
              split.http.get("http://127.0.0.1:" + open + "/api/v1/status", Station.ADMIN).status())
          .isEqualTo(404);
    }
  }

  @Test
  void settings_that_cannot_work_are_refused() throws Exception {
    Map<String, Object> secureWithoutKey = Map.of("token", "t", "mode", "secure");
    Map<String, Object> target = Map.of("url", "https://a.cn/x");
    for (Map<String, Object> change :
        List.<Map<String, Object>>of(
            Map.of("callback", Map.of("aes_key", "short")),
            Map.of("callback", Map.of("token", "no spaces here")),
            Map.of("forward", List.of(target)),
            Map.of("forward", List.of(Map.of("url", "ftp://a.cn/", "as", "original"))),
            Map.of("forward", List.of(Map.of("url", "https://u:p@a.cn/", "as", "original"))),
            Map.of("forward", List.of(Map.of("url", "https://a.cn/", "secret", "whsec_short"))),
            Map.of(
                "forward",
                List.of(Map.of("url", "https://a.cn/", "as", "original", "token", "t"))))) {
      Http.Answer answer =
          station.http.json("PATCH", station.base() + "/api/v1/apps/secure", Station.ADMIN, change);
      assertThat(answer.status()).as(change + " " + answer).isEqualTo(400);
    }
    Http.Answer added =
        station.http.json(
            "POST",
            station.base() + "/api/v1/apps",
            Station.ADMIN,
            Map.of(
                "platform",
                "wechat-mini",
                "appid",
                "wx1",
                "secret",
                "s",
                "callback",
                secureWithoutKey));
    assertThat(added.json().get("field").asText()).isEqualTo("callback.aes_key");
  }

  @Test
  void the_previous_key_is_good_until_the_vendor_uses_the_new_one(@TempDir Path data)
      throws Exception {
    try (Station own = new Station(data, Map.of())) {
      Account before = Account.any();
      Account after = new Account(before.appId(), before.token(), "C".repeat(43));
      String url = own.with("shop", before, "secure", List.of());
      own.http.json(
          "PATCH",
          own.base() + "/api/v1/apps/shop",
          Station.ADMIN,
          Map.of("callback", Map.of("aes_key", after.aesKey())));

      assertTaken(post(own, url, before.sealed(Account.text("o1", "1", "x"))));
      assertTaken(post(own, url, after.sealed(Account.text("o1", "2", "x"))));
    }
  }

  @Test
  void every_arrival_is_counted_and_told_and_nothing_of_it_is_readable_at_rest(@TempDir Path data)
      throws Exception {
    try (Station own = new Station(data, Map.of())) {
      Account account = Account.any();
      String url = own.with("shop", account, "secure", List.of());
      String message = Account.text("oUserWhoIsNobodysBusiness", "1", "wordsOfTheirOwn");
      post(own, url, account.sealed(message));
      post(own, url, account.sealed(message));
      post(own, url, account.plain(message));

      for (String outcome : List.of("accepted", "duplicate", "refused")) {
        String counted = "lingpai_callbacks_total{app=\"shop\",outcome=\"" + outcome + "\"} 1.0";
        Await.until(
            counted, Duration.ofSeconds(60), () -> own.admin("/metrics").body().contains(counted));
      }
    }
    try (Stream<Path> files = java.nio.file.Files.walk(data)) {
      for (Path file : files.filter(java.nio.file.Files::isRegularFile).toList()) {
        assertThat(java.nio.file.Files.readString(file, StandardCharsets.ISO_8859_1))
            .doesNotContain("oUserWhoIsNobodysBusiness", "wordsOfTheirOwn");
      }
    }
  }

  private static Http.Answer push(String url, Push push) throws Exception {
    return post(station, url, push);
  }

  private static Http.Answer post(Station where, String url, Push push) throws Exception {
    return where.http.post(url + push.query(), push.body());
  }
}
