package io.lingpai.dingtalk.signing;

import static org.assertj.core.api.Assertions.assertThat;

import io.lingpai.dingtalk.signing.ConfigSignature.Agent;
import io.lingpai.dingtalk.signing.ConfigSignature.Digest;
import io.lingpai.page.PageUrl;
import io.lingpai.secret.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigSignatureTest {

  private static final Secret TICKET = Secret.of("dWk81eLTicketTicketTicket");
  private static final Agent AGENT = new Agent("1234567890", "ding0corp");

  @ParameterizedTest
  @CsvSource({
    "https://app.example.com/h5/index.html?corpid=ding0corp&a=1, SHA_1,"
        + " 7c735ef3a863a50448529685c9ebb5265983b3dc",
    "https://app.example.com/h5/index.html?corpid=ding0corp&a=1, SHA_256,"
        + " 42dde7452d49afbf8746b1a714535e776cd20a6b3e74cff2ccce40f721429c28",
    "https://app.example.com/h5/index.html?name=%E5%BC%A0%E4%B8%89#/x, SHA_1,"
        + " 607c10700e2c31aeb565ab840c73c934bc6a08e0",
    "https://app.example.com/h5/index.html?name=%E5%BC%A0%E4%B8%89, SHA_256,"
        + " 9005a898cf0f22aecd439c8e43cc8aadd6da13d9244b61fb615db95d1dc763d8"
  })
  void signs_as_the_vectors_say(String url, Digest digest, String expected) {
    ConfigSignature signed = sign(url, digest);

    assertThat(signed.signature()).isEqualTo(expected);
    assertThat(signed.agentId()).isEqualTo("1234567890");
    assertThat(signed.corpId()).isEqualTo("ding0corp");
  }

  @ParameterizedTest
  @CsvSource({
    "https://a.example.com/%E4%BB%A4?q=%E4%BB%A4#/r, https://a.example.com/%E4%BB%A4?q=令",
    "https://a.example.com/x?q=a+b, https://a.example.com/x?q=a b",
    "https://a.example.com:443/x, https://a.example.com:443/x",
    "https://a.example.com/x?q=100%zz, https://a.example.com/x?q=100%zz"
  })
  void only_the_query_is_decoded(String url, String compared) {
    assertThat(sign(url, Digest.SHA_256).url()).isEqualTo(compared);
  }

  @Test
  void a_page_that_is_already_decoded_gives_the_same_signature() {
    assertThat(sign("https://a.example.com/?n=张三", Digest.SHA_256))
        .isEqualTo(sign("https://a.example.com/?n=%E5%BC%A0%E4%B8%89", Digest.SHA_256));
  }

  private static ConfigSignature sign(String url, Digest digest) {
    return ConfigSignature.of(
        TICKET, "Zn4zmLFKD0wzilzM", 1414588745, PageUrl.of(url), AGENT, digest);
  }
}
