package io.lingpai.wechat.signing;

import static org.assertj.core.api.Assertions.assertThat;

import io.lingpai.page.PageUrl;
import io.lingpai.secret.Secret;
import java.time.Instant;
import java.time.InstantSource;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class JsSignatureTest {

  // developers.weixin.qq.com, JS-SDK guide, appendix 1
  private static final Secret TICKET =
      Secret.of(
          "sM4AOVdWfPE4DxkXGEs8VMCPGGVi4C3VM0P37wVUCFvkVAy_90u5h9nbSlYy3-Sl-HhTdfl2fzFy1AOcHKP7qg");

  @Test
  void the_official_vector_with_a_query() {
    assertThat(signed("http://mp.weixin.qq.com?params=value"))
        .isEqualTo("0f9de62fce790f9a083d5c99e95740ceb90c27ed");
  }

  @Test
  void the_official_vector_without_a_query() {
    assertThat(signed("http://mp.weixin.qq.com"))
        .isEqualTo("f4d90daf4b3bca3078ab155816175ba34c443a7b");
  }

  @Test
  void the_fragment_takes_no_part() {
    assertThat(signed("http://mp.weixin.qq.com?params=value#/cart?x=1#y"))
        .isEqualTo(signed("http://mp.weixin.qq.com?params=value"));
  }

  @Test
  void every_signature_has_a_nonce_of_its_own_and_the_time_in_seconds() {
    PageSigner signer =
        new PageSigner(
            InstantSource.fixed(Instant.parse("2026-11-21T00:00:00.999Z")),
            new SplittableRandom(7));
    PageUrl url = PageUrl.of("https://shop.example.com/");

    JsSignature first = signer.sign("wx0000000000000001", TICKET, url);
    JsSignature second = signer.sign("wx0000000000000001", TICKET, url);

    assertThat(first.timestamp()).isEqualTo(1795219200L);
    assertThat(first.nonceStr()).hasSize(16).isNotEqualTo(second.nonceStr());
    assertThat(first.signature()).isNotEqualTo(second.signature());
    assertThat(first)
        .isEqualTo(
            JsSignature.of("wx0000000000000001", TICKET, first.timestamp(), first.nonceStr(), url));
  }

  private static String signed(String url) {
    return JsSignature.of("wx1", TICKET, 1414587457L, "Wm3WZYTPz0wzccnW", PageUrl.of(url))
        .signature();
  }
}
