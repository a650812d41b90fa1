package io.lingpai.wechat.signing;

import static org.assertj.core.api.Assertions.assertThat;

import io.lingpai.secret.Secret;
import org.junit.jupiter.api.Test;

class CardSignatureTest {

  private static final Secret TICKET = Secret.of("ojZ8YtyVyr30HheH3CM73y7h4jJE");
  private static final String CARD = "pjZ8Yt1XGILfi-FUsewpnnolGgZk";

  /** The card signature tool of mp.weixin.qq.com. */
  @Test
  void the_official_vector_for_adding_a_card() {
    CardSignature.Adding card = new CardSignature.Adding(CARD, "1434008071", null, null);

    assertThat(CardSignature.of(TICKET, 1404896688L, "123", card).signature())
        .isEqualTo("f137ab68b7f8112d20ee528ab6074564e2796250");
  }

  @Test
  void capitals_sort_before_small_letters_and_empty_values_take_no_part() {
    CardSignature.Adding card = new CardSignature.Adding(CARD, null, "", null);

    assertThat(CardSignature.of(TICKET, 1404896688L, "jonyqin", card).signature())
        .isEqualTo("b2bf675f1383b47ba888a95901766be98f9f3e67");
  }

  @Test
  void choosing_a_card_signs_the_app_and_what_narrows_the_choice() {
    CardSignature.Choosing any = new CardSignature.Choosing(null, null, null);
    CardSignature.Choosing coupons = new CardSignature.Choosing("51", CARD, "GROUPON");

    assertThat(CardSignature.of(TICKET, "wx1", 1404896688L, "n", any).signature())
        .isEqualTo(Sha1.of("1404896688" + "n" + TICKET.reveal() + "wx1"));
    assertThat(CardSignature.of(TICKET, "wx1", 1404896688L, "n", coupons).signature())
        .isEqualTo(Sha1.of("1404896688" + "51" + "GROUPON" + "n" + TICKET.reveal() + CARD + "wx1"));
  }
}
