package io.lingpai.wechat.callback;

import static org.assertj.core.api.Assertions.assertThat;

import io.lingpai.callback.Correspondence;
import io.lingpai.callback.MessageCipher;
import io.lingpai.callback.MessageSignature;
import io.lingpai.callback.Opening;
import io.lingpai.secret.Secret;
import io.lingpai.wechat.callback.Vectors.Vector;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the vendor's pages and other implementations came to, we come to. */
class VectorsTest {

  private final WechatCallbacks callbacks = new WechatCallbacks();

  @ParameterizedTest
  @MethodSource("io.lingpai.wechat.callback.Vectors#all")
  void sealing_opening_and_signing_agree_with_every_vector(Vector vector) {
    MessageCipher cipher = new MessageCipher(vector.key(), vector.appId());

    assertThat(cipher.seal(vector.salt(), vector.clear().getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(vector.encrypted());
    assertThat(cipher.open(vector.encrypted()).map(it -> new String(it, StandardCharsets.UTF_8)))
        .contains(vector.clear());
    assertThat(
            MessageSignature.of(
                vector.token(), vector.timestamp(), vector.nonce(), vector.encrypted()))
        .isEqualTo(vector.signature());
  }

  @ParameterizedTest
  @MethodSource("io.lingpai.wechat.callback.Vectors#messages")
  void a_pushed_message_opens(Vector vector) {
    Opening opening =
        callbacks.of(vector.app()).open(vector.query(), vector.body(), vector.sentAt());

    assertThat(opening).isInstanceOf(Opening.Opened.class);
    assertThat(((Opening.Opened) opening).letter().text()).isEqualTo(vector.clear());
  }

  @ParameterizedTest
  @MethodSource("io.lingpai.wechat.callback.Vectors#messages")
  void ten_minutes_off_are_taken_and_a_second_more_is_not(Vector vector) {
    Correspondence ours = callbacks.of(vector.app());
    Instant sent = vector.sentAt();
    Duration most = Duration.ofMinutes(10);

    for (Duration off : new Duration[] {most, most.negated()}) {
      assertThat(ours.open(vector.query(), vector.body(), sent.plus(off)))
          .isInstanceOf(Opening.Opened.class);
    }
    for (Duration off : new Duration[] {most.plusSeconds(1), most.plusSeconds(1).negated()}) {
      assertThat(ours.open(vector.query(), vector.body(), sent.plus(off)))
          .isInstanceOf(Opening.NotAuthentic.class);
    }
  }

  @Test
  void the_handshake_is_answered_with_its_echo() {
    Map<String, String> query =
        Map.of(
            "signature", "f464b24fc39322e44b38aa78f5edd27bd1441696",
            "timestamp", "1714036504",
            "nonce", "1514711492",
            "echostr", "4375120948345356249");
    Instant now = Instant.ofEpochSecond(1714036504);

    assertThat(callbacks.of(Vectors.C.app()).greet(query, now)).contains("4375120948345356249");
    assertThat(callbacks.of(Vectors.E.app()).greet(query, now)).isEmpty();
    assertThat(callbacks.nobody().greet(query, now)).isEmpty();
    assertThat(callbacks.of(Vectors.C.app()).greet(query, now.plusSeconds(601))).isEmpty();
    assertThat(callbacks.of(Vectors.C.app()).greet(Map.of(), now)).isEmpty();
  }

  @Test
  void a_plain_message_is_taken_by_its_signature_and_needs_no_key() {
    var app =
        Vectors.C.app()
            .withSecrets(Map.of("callback.token", Secret.of("AAAAA")))
            .withSettings(Map.of("callback.mode", "plain"));
    Map<String, String> query =
        Map.of(
            "signature", "899cf89e464efb63f54ddac96b0a0a235f53aa78",
            "timestamp", "1714037059",
            "nonce", "486452656");
    byte[] body = Vectors.C.clear().getBytes(StandardCharsets.UTF_8);
    Instant now = Instant.ofEpochSecond(1714037059);

    assertThat(callbacks.of(app).open(query, body, now)).isInstanceOf(Opening.Opened.class);
    assertThat(callbacks.of(Vectors.C.app()).open(query, body, now))
        .as("a clear message in secure mode")
        .isInstanceOf(Opening.NotAuthentic.class);
  }

  @Test
  void in_compatible_mode_only_the_encrypted_part_is_read() {
    String clear = Vectors.E.clear().replace("你好 hub", "forged");
    String body = clear.replace("</xml>", "<Encrypt>" + Vectors.E.encrypted() + "</Encrypt></xml>");
    var app = Vectors.E.app().withSettings(Map.of("callback.mode", "compatible"));

    Opening opening =
        callbacks
            .of(app)
            .open(Vectors.E.query(), body.getBytes(StandardCharsets.UTF_8), Vectors.E.sentAt());

    assertThat(((Opening.Opened) opening).field("Content")).isEqualTo("你好 hub");
  }
}
