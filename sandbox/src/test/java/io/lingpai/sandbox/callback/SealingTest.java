package io.lingpai.sandbox.callback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import me.chanjar.weixin.common.util.crypto.WxCryptUtil;
import org.junit.jupiter.api.Test;

/** Against what WeChat's documentation and public SDKs print. */
class SealingTest {
  private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
  private static final String ALL_A = "A".repeat(43);

  @Test
  void a_public_sdk_s_vector_is_made_and_read() throws Sealing.Unreadable {
    String sealed =
        "jn1L23DB+6ELqJ+6bruv21Y6MD7KeIfP82D6gU39rmkgczbWwt5+3bnyg5K55bgVtVzd832WzZGMhkP72vVOfg==";

    assertThat(Sealing.seal(ALPHABET, "aaaabbbbccccdddd", "我是中文abcd123", "wxb11529c136998cb6"))
        .isEqualTo(sealed);
    assertThat(Sealing.open(ALPHABET, sealed))
        .isEqualTo(new Sealing.Opened("我是中文abcd123", "wxb11529c136998cb6"));
    assertThat(Sealing.sign("pamtest", "1409304348", "xxxxxx", sealed))
        .isEqualTo("82c962d39941aa48552f90ef55aa323dc620cc10");
  }

  @Test
  void the_official_vector_of_a_push_in_json_is_made() {
    String message =
        "{\"ToUserName\":\"gh_97417a04a28d\",\"FromUserName\":\"o9AgO5Kd5ggOC-bXrbNODIiE3bGY\","
            + "\"CreateTime\":1714112445,\"MsgType\":\"event\",\"Event\":\"debug_demo\","
            + "\"debug_str\":\"hello world\"}";
    String sealed = Sealing.seal(ALL_A, "a8eedb185eb2fecf", message, "wxba5fad812f8e6fb9");

    assertThat(sealed)
        .isEqualTo(
            "+qdx1OKCy+5JPCBFWw70tm0fJGb2Jmeia4FCB7kao+/Q5c/ohsOzQHi8khUOb05JCpj0JB4RvQMkUyus8TPxL"
                + "KJGQqcvZqzDpVzazhZv6JsXUnnR8XGT740XgXZUXQ7vJVnAG+tE8NUd4yFyjPy7GgiaviNrlCTj+l5k"
                + "dfMuFUPpRSrfMZuMcp3Fn2Pede2IuQrKEYwKSqFIZoNqJ4M8EajAsjLY2km32IIjdf8YL/P50F7mStw"
                + "ntrA2cPDrM1kb6mOcfBgRtWygb3VIYnSeOBrebufAlr7F9mFUPAJGj04=");
    assertThat(Sealing.sign("AAAAA", "1714112445", "415670741", sealed))
        .isEqualTo("046e02f8204d34f8ba5fa3b1db94908f3df2e9b3");
    assertThat(Sealing.sign("AAAAA", "1714112445", "415670741"))
        .isEqualTo("6c5c811b55cc85e0e1b54100749188c20beb3f5d");
  }

  @Test
  void the_official_vector_of_a_platform_s_reply_is_read() throws Sealing.Unreadable {
    String sealed =
        "hE8R6mGXHkJJjU72KxzKUd1GEkKJaEZq7vRL8XgK3o+00k8JGq6+pZJUIlTSyhsX+bxIBQ72g3GyvDdIZcr6+3HA"
            + "ZbSvPT9t/o11MI7d6WELwqrGd7jMnV0zv3Zc9Nq7";

    assertThat(Sealing.open(ALL_A, sealed))
        .isEqualTo(
            new Sealing.Opened(
                "<xml><demo_resp>[CDATA[good luck]]</demo_resp></xml>", "wx134c8103faa5a59e"));
    assertThat(Sealing.sign("AAAAA", "1713424427", "415670741", sealed))
        .isEqualTo("03e0812039325c2712ef5f0f980fd14c70d6e307");
  }

  @Test
  void a_whole_block_of_padding_is_added_where_none_is_needed() {
    assertThat(
            Sealing.seal(
                "AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA",
                "0123456789abcdef",
                "x".repeat(26),
                "wx1234567890abcdef"))
        .isEqualTo(
            "Al31VOORMRWx6emIpmL5qlE7zmz3um5ta8g2q/N7Hav7rZKyshu3WhLRdFndItPZEP7wtf508+stRU2ovKJ6PaK"
                + "dpScxXmJ0ibNvdhe+xMnsT2UqX0Nj3up/fGLq78ow");
  }

  @Test
  void messages_of_every_length_are_read_by_somebody_else_s_code() {
    // Not the alphabet: newer versions refuse keys whose last letter has bits to spare.
    String key = "AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA";
    WxCryptUtil other = new WxCryptUtil("token", key, "wx1234567890abcdef");
    for (int length = 0; length < 70; length++) {
      String message = "令".repeat(length % 5) + "x".repeat(length);
      String sealed = Sealing.seal(key, "0123456789abcdef", message, "wx1234567890abcdef");
      assertThat(other.decrypt(sealed)).isEqualTo(message);
    }
  }

  @Test
  void what_another_key_sealed_or_nobody_is_refused_with_a_reason() {
    String sealed = Sealing.seal(ALPHABET, "0123456789abcdef", "hello", "wx1234567890abcdef");

    assertThatThrownBy(() -> Sealing.open(ALL_A, sealed)).isInstanceOf(Sealing.Unreadable.class);
    assertThatThrownBy(() -> Sealing.open(ALL_A, "?")).hasMessage("Encrypt is not base64");
    assertThatThrownBy(() -> Sealing.open(ALL_A, "AAAA")).hasMessageContaining("multiple of 32");
    assertThatThrownBy(() -> Sealing.open(ALL_A, "")).hasMessageContaining("multiple of 32");
  }
}
