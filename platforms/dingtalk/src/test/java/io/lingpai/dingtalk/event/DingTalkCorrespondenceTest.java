package io.lingpai.dingtalk.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lingpai.app.App;
import io.lingpai.callback.Correspondence;
import io.lingpai.callback.Letter;
import io.lingpai.callback.MessageCipher;
import io.lingpai.callback.MessageSignature;
import io.lingpai.callback.Opening;
import io.lingpai.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** DingTalk's own vectors, and ours: what was checked against other programs stays as it is. */
class DingTalkCorrespondenceTest {

  private static final String TOKEN = "hubtoken01";
  private static final String KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
  private static final String OWNER = "dingabc123def456";
  private static final String SENT = "1700000000000";
  private static final Instant NOW = Instant.ofEpochMilli(1_700_000_001_000L);
  private static final String CHECK =
      "Q3stYC6hdFzMh9T8HCvyDLV8JeomtQuxZLosYEI28mjzSD5UpK2hp0QUc4H6M/N5kKqeNewNQFW285m2fraOQw==";
  private static final String CHECK_SIGNATURE = "38edac470aaead546a2250b68e16c7f24d02ab8d";
  private static final String JOINED =
      "Q3stYC6hdFzMh9T8HCvyDPIocC1eVDKGGaCAuuV3N9WoJNdmuBStSUeuZheoCkCfQp9xVGPXu4gCBUE67vfwpnOxBmSp"
          + "DmL64g8vXmzGPP6t+cobmoxxxqj7NCKC2MQl4DuRVzLJ3nslk85/ZmINbWC9RFDVzqhcit9XwJbfoI+l1bgoQD1C"
          + "wRqnIX4lyeWzYrTeBGJRuiPyOq1Jg5jzuA==";
  private static final String JOINED_SIGNATURE = "eb008ebd9d6b1248bdf3cd41b87726128eb0685d";

  private final Correspondence ours = correspondence(TOKEN, KEY, OWNER, "");

  @Test
  void dingtalks_own_event_is_read() {
    String sealed =
        "1a3NBxmCFwkCJvfoQ7WhJHB+iX3qHPsc9JbaDznE1i03peOk1LaOQoRz3+nlyGNhwmwJ3vDMG+OzrHMeiZI7gTRWVdUB"
            + "mfxjZ8Ej23JVYa9VrYeJ5as7XM/ZpulX8NEQis44w53h1qAgnC3PRzM7Zc/D6Ibr0rgUathB6zRHP8PYrfgnNOS9"
            + "PhSBdHlegK+AGGanfwjXuQ9+0pZcy0w9lQ==";
    Correspondence theirs =
        correspondence(
            "123456",
            "4g5j64qlyl3zvetqxz5jiocdr586fn2zvjpa8zls3ij",
            "ding1",
            "suite4xxxxxxxxxxxxxxx");

    Opening opening =
        theirs.open(
            Map.of(
                "signature", "5a65ceeef9aab2d149439f82dc191dd6c5cbe2c0",
                "timestamp", "1445827045067",
                "nonce", "nEXhMP4r"),
            body(sealed),
            Instant.ofEpochMilli(1_445_827_045_067L));

    Opening.Opened opened = (Opening.Opened) opening;
    assertThat(opened.type()).isEqualTo("event.check_create_suite_url");
    assertThat(opened.field("Random")).isEqualTo("LPIdSnlF");
    assertThat(opened.confidential()).isTrue();
  }

  @Test
  void dingtalks_own_answer_is_what_we_would_have_signed_and_can_open() {
    String sealed =
        "YvkvaGe4hQxd3VxRmEty0dVlnCOAqwf56xwTRHDHoOURqhalbmBJQk5FNcRk42Gl5T0YQXZNwpwWSm1xAFJ5ZA==";

    assertThat(MessageSignature.of("123456", "1614767836", "A7Co0cJLMzIDtMMI", sealed))
        .isEqualTo("9a95a004dd16f5c307e849b994173f76aa26e5eb");
    assertThat(
            new MessageCipher("1234567890123456789012345678901234567890123", "dingsnotzck6pm5veliw")
                .open(sealed))
        .hasValueSatisfying(
            clear -> assertThat(new String(clear, StandardCharsets.UTF_8)).isEqualTo("success"));
  }

  @Test
  void our_vectors_come_out_to_the_byte() {
    MessageCipher cipher = new MessageCipher(KEY, OWNER);

    assertThat(sealed(cipher, "0123456789abcdef", "{\"EventType\":\"check_url\"}"))
        .isEqualTo(CHECK);
    assertThat(MessageSignature.of(TOKEN, SENT, "abc123XY", CHECK)).isEqualTo(CHECK_SIGNATURE);
    assertThat(sealed(cipher, "fedcba9876543210", "success"))
        .isEqualTo(
            "DpQeJfnf/MGZ/+GTIspwVDPodrl+l+35PT3ArKrLkoxOWMcdG3k619Ry7bSk0yEc5sMtOYCc6n3VAGpp9kDPlQ==");
    assertThat(
            sealed(
                cipher,
                "0123456789abcdef",
                "{\"EventType\":\"user_add_org\",\"TimeStamp\":\"1700000000000\","
                    + "\"UserId\":[\"user1\",\"张三\"],\"CorpId\":\"ding0corp\"}"))
        .isEqualTo(JOINED);
  }

  @Test
  void an_event_is_read_by_either_name_of_the_signature() {
    for (String name : new String[] {"signature", "msg_signature"}) {
      Opening.Opened opened =
          (Opening.Opened) ours.open(query(name, JOINED_SIGNATURE), body(JOINED), NOW);

      assertThat(opened.type()).isEqualTo("event.user_add_org");
      assertThat(opened.field("UserId")).isEqualTo("[\"user1\",\"张三\"]");
      assertThat(opened.confidential()).isFalse();
    }
  }

  @Test
  void an_event_that_is_told_again_has_the_same_mark() {
    String again = sealed(new MessageCipher(KEY, OWNER), "fedcba9876543210", clear(JOINED));
    Map<String, String> later = new HashMap<>(query("signature", ""));
    later.put("timestamp", "1700000010000");
    later.put("signature", MessageSignature.of(TOKEN, "1700000010000", "abc123XY", again));

    assertThat(((Opening.Opened) ours.open(later, body(again), NOW)).dedupeKey())
        .isEqualTo(
            ((Opening.Opened) ours.open(query("signature", JOINED_SIGNATURE), body(JOINED), NOW))
                .dedupeKey());
  }

  @Test
  void the_answer_is_success_sealed_and_signed() throws Exception {
    Opening.Opened check =
        (Opening.Opened) ours.open(query("signature", CHECK_SIGNATURE), body(CHECK), NOW);

    JsonNode answer = new ObjectMapper().readTree(ours.acknowledgement(check, NOW, new Random(1)));

    String sealed = answer.path("encrypt").asText();
    assertThat(clear(sealed)).isEqualTo("success");
    assertThat(answer.path("msg_signature").asText())
        .isEqualTo(
            MessageSignature.of(
                TOKEN, answer.path("timeStamp").asText(), answer.path("nonce").asText(), sealed));
  }

  @Test
  void the_answer_is_sealed_for_whom_the_event_was() throws Exception {
    Correspondence both = correspondence(TOKEN, KEY, "dingkey", OWNER);
    Opening.Opened check =
        (Opening.Opened) both.open(query("signature", CHECK_SIGNATURE), body(CHECK), NOW);

    JsonNode answer = new ObjectMapper().readTree(both.acknowledgement(check, NOW, new Random(1)));

    assertThat(clear(answer.path("encrypt").asText())).isEqualTo("success");
  }

  @Test
  void whoever_passes_it_on_as_it_came_is_understood_by_the_next() {
    Opening.Opened event =
        (Opening.Opened) ours.open(query("signature", JOINED_SIGNATURE), body(JOINED), NOW);

    Correspondence.Original on = ours.asOriginal(event.letter(), NOW, new Random(2));

    assertThat(ours.open(on.query(), on.body().getBytes(StandardCharsets.UTF_8), NOW))
        .isEqualTo(
            new Opening.Opened(
                event.type(),
                "",
                event.dedupeKey(),
                false,
                new Letter(event.letter().format(), event.letter().text(), on.query()),
                event.fields()));
  }

  @Test
  void what_is_not_authentic_is_refused_alike() {
    Map<String, String> signed = query("signature", JOINED_SIGNATURE);
    Instant late = NOW.plusSeconds(11 * 60);

    assertThat(ours.open(query("signature", CHECK_SIGNATURE), body(JOINED), NOW))
        .isInstanceOf(Opening.NotAuthentic.class);
    assertThat(ours.open(signed, body(JOINED), late)).isInstanceOf(Opening.NotAuthentic.class);
    assertThat(correspondence(TOKEN, KEY, "dingother", "").open(signed, body(JOINED), NOW))
        .isInstanceOf(Opening.NotAuthentic.class);
    assertThat(ours.open(signed, bytes("{\"EventType\":\"user_add_org\"}"), NOW))
        .isInstanceOf(Opening.NotAuthentic.class);
    assertThat(ours.open(signed, bytes("<xml/>"), NOW)).isInstanceOf(Opening.NotAuthentic.class);
    assertThat(new DingTalkCallbacks().nobody().open(signed, body(JOINED), NOW))
        .isInstanceOf(Opening.NotAuthentic.class);
    assertThat(ours.open(signed, bytes("[]"), NOW)).isInstanceOf(Opening.Unreadable.class);
    assertThat(ours.open(signed, bytes("{\"encrypt\":\"x\",\"encrypt\":\"y\"}"), NOW))
        .isInstanceOf(Opening.Unreadable.class);
    assertThat(ours.greet(Map.of("echostr", "1"), NOW)).isEmpty();
  }

  private static Correspondence correspondence(
      String token, String key, String appKey, String corpId) {
    App app =
        App.of("crew", "dingtalk", appKey, Secret.of("s"))
            .withSettings(Map.of("corp_id", corpId))
            .withSecrets(
                Map.of("callback.token", Secret.of(token), "callback.aes_key", Secret.of(key)));
    return new DingTalkCallbacks().of(app);
  }

  private static Map<String, String> query(String name, String signature) {
    return Map.of(name, signature, "timestamp", SENT, "nonce", "abc123XY");
  }

  private static byte[] body(String sealed) {
    return bytes("{\"encrypt\":\"" + sealed + "\"}");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String sealed(MessageCipher cipher, String random, String clear) {
    return cipher.seal(random.getBytes(StandardCharsets.US_ASCII), bytes(clear));
  }

  private static String clear(String sealed) {
    return new String(
        new MessageCipher(KEY, OWNER).open(sealed).orElseThrow(), StandardCharsets.UTF_8);
  }
}
