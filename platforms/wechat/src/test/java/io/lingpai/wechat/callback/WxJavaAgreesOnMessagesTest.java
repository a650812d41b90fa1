package io.lingpai.wechat.callback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lingpai.callback.Correspondence;
import io.lingpai.callback.Opening;
import io.lingpai.wechat.callback.Vectors.Vector;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import me.chanjar.weixin.common.util.crypto.SHA1;
import me.chanjar.weixin.common.util.crypto.WxCryptUtil;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Another implementation opens what we seal, and we what it seals. */
class WxJavaAgreesOnMessagesTest {

  private static final Vector APP = Vectors.E;
  private static final Instant NOW = Instant.ofEpochSecond(1_767_225_600L);
  private static final String TIME = "1767225600";

  private final WxCryptUtil theirs = new WxCryptUtil(APP.token(), APP.key(), APP.appId());
  private final Correspondence ours = new WechatCallbacks().of(APP.app());

  /** WeChat asks again after five seconds; what is left is for the road and a busy machine. */
  @Example
  void wechat_is_answered_before_it_asks_again() {
    assertThat(ours.answeredWithin()).isBetween(Duration.ofSeconds(4), Duration.ofMillis(4_500));
  }

  @Property(tries = 1000)
  void what_it_seals_we_open(@ForAll("contents") String content) {
    String clear = message(content);
    String encrypted = theirs.encrypt("0123456789abcdef", clear);

    Opening opening =
        ours.open(
            Map.of(
                "timestamp",
                TIME,
                "nonce",
                "7",
                "msg_signature",
                SHA1.gen(APP.token(), TIME, "7", encrypted)),
            ("<xml><ToUserName>g</ToUserName><Encrypt><![CDATA["
                    + encrypted
                    + "]]></Encrypt></xml>")
                .getBytes(StandardCharsets.UTF_8),
            NOW);

    assertThat(opening).isInstanceOf(Opening.Opened.class);
    assertThat(((Opening.Opened) opening).letter().text()).isEqualTo(clear);
  }

  @Property(tries = 1000)
  void what_we_seal_it_opens(@ForAll("contents") String content, @ForAll long seed) {
    String clear = message(content);
    Opening.Opened letter = (Opening.Opened) ours.open(APP.query(), APP.body(), APP.sentAt());

    String reply = ours.reply(letter.letter(), clear, NOW, new Random(seed)).orElseThrow();

    assertThat(
            theirs.decryptXml(
                part(reply, "MsgSignature"), part(reply, "TimeStamp"), part(reply, "Nonce"), reply))
        .isEqualTo(clear);
  }

  @Property(tries = 1000)
  void an_original_is_one_to_it(@ForAll("contents") String content, @ForAll long seed) {
    Opening.Opened opened = (Opening.Opened) ours.open(APP.query(), APP.body(), APP.sentAt());
    io.lingpai.callback.Letter letter =
        new io.lingpai.callback.Letter(
            opened.letter().format(), message(content), Map.of("openid", "o1"));

    Correspondence.Original original = ours.asOriginal(letter, NOW, new Random(seed));

    assertThat(original.query()).containsEntry("openid", "o1");
    assertThat(
            theirs.decryptXml(
                original.query().get("msg_signature"),
                original.query().get("timestamp"),
                original.query().get("nonce"),
                original.body()))
        .isEqualTo(letter.text());
    assertThatThrownBy(
            () ->
                theirs.decryptXml(
                    "0" + original.query().get("msg_signature").substring(1) + "0",
                    original.query().get("timestamp"),
                    original.query().get("nonce"),
                    original.body()))
        .isInstanceOf(RuntimeException.class);
  }

  @Provide
  Arbitrary<String> contents() {
    return Arbitraries.strings()
        .withChars("ab1 \n<&>]'\"")
        .withCharRange('\u4e00', '\u4f00')
        .ofMaxLength(300)
        .map(text -> text.replaceAll("]]>+", "]]"));
  }

  private static String message(String content) {
    return "<xml><ToUserName><![CDATA[g]]></ToUserName><MsgType><![CDATA[text]]></MsgType>"
        + "<Content><![CDATA["
        + content.strip()
        + "]]></Content></xml>";
  }

  private static String part(String xml, String name) {
    return xml.replaceAll(
        "(?s).*<" + name + ">(<!\\[CDATA\\[)?(.*?)(\\]\\]>)?</" + name + ">.*", "$2");
  }
}
