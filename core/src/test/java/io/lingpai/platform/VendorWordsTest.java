package io.lingpai.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.lingpai.secret.Secret;
import org.junit.jupiter.api.Test;

class VendorWordsTest {

  private static final Secret SENT = Secret.of("0123456789abcdef0123456789abcdef");

  @Test
  void words_are_cut_put_on_one_line_and_cleaned_of_secrets() {
    String said =
        "no\r\nsecret=" + SENT.reveal() + " access_token=39_abcdefghijk " + "长".repeat(500);

    String clean = VendorWords.clean(said, SENT);

    assertThat(clean)
        .hasSize(200)
        .startsWith("no secret=… access_token=… 长")
        .doesNotContain(SENT.reveal());
    assertThat(VendorWords.clean("invalid access_token rid: 68231586-663e56da-1e04e5eb", SENT))
        .isEqualTo("invalid access_token rid: 68231586-663e56da-1e04e5eb");
    assertThat(VendorWords.clean("\uD83D\uDE00".repeat(300), SENT).codePointCount(0, 399))
        .isEqualTo(200);
  }
}
