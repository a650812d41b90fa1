package io.lingpai.sandbox.wechat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** With the vector of WeChat's own documentation. */
class PageSignatureTest {
  private static final String TICKET =
      "sM4AOVdWfPE4DxkXGEs8VMCPGGVi4C3VM0P37wVUCFvkVAy_90u5h9nbSlYy3-Sl-HhTdfl2fzFy1AOcHKP7qg";
  private static final String SIGNATURE = "0f9de62fce790f9a083d5c99e95740ceb90c27ed";

  private static String judge(String url, String signature, List<String> tickets, String... hosts) {
    return PageSignature.judge(
        url, "1414587457", "Wm3WZYTPz0wzccnW", signature, tickets, Set.of(hosts));
  }

  @Test
  void the_documented_signature_is_accepted_whatever_follows_the_hash() {
    String url = "http://mp.weixin.qq.com?params=value";
    assertThat(judge(url, SIGNATURE, List.of("other", TICKET))).isEqualTo("config:ok");
    assertThat(judge(url + "#/home", SIGNATURE, List.of(TICKET))).isEqualTo("config:ok");
  }

  @Test
  void another_address_or_ticket_or_case_is_not() {
    String url = "http://mp.weixin.qq.com?params=value";
    assertThat(judge(url + "&x=1", SIGNATURE, List.of(TICKET))).isEqualTo("invalid signature");
    assertThat(judge(url, SIGNATURE, List.of("other"))).isEqualTo("invalid signature");
    assertThat(judge(url, "0F9D", List.of(TICKET))).isEqualTo("invalid signature");
  }

  @Test
  void pages_live_on_registered_domains_and_those_below() {
    String url = "http://mp.weixin.qq.com?params=value";
    assertThat(judge(url, SIGNATURE, List.of(TICKET), "weixin.qq.com")).isEqualTo("config:ok");
    assertThat(judge(url, SIGNATURE, List.of(TICKET), "xin.qq.com"))
        .isEqualTo("invalid url domain");
  }

  @Test
  void the_documented_card_is_accepted_and_another_is_not() {
    List<String> values =
        List.of("1434008071", "1404896688", "pjZ8Yt1XGILfi-FUsewpnnolGgZk", "123");
    List<String> tickets = List.of("other", "ojZ8YtyVyr30HheH3CM73y7h4jJE");
    String signature = "f137ab68b7f8112d20ee528ab6074564e2796250";

    assertThat(PageSignature.judgeCard(values, signature, tickets)).isTrue();
    assertThat(PageSignature.judgeCard(values, signature, List.of("other"))).isFalse();
    assertThat(PageSignature.judgeCard(List.of("x"), signature, tickets)).isFalse();
  }
}
