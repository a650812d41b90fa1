package io.lingpai.wxjava;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lingpai.client.LingpaiClient;
import io.lingpai.client.LingpaiProblem;
import me.chanjar.weixin.common.error.WxRuntimeException;
import me.chanjar.weixin.open.bean.WxOpenAuthorizerAccessToken;
import me.chanjar.weixin.open.bean.WxOpenComponentAccessToken;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The storage of a third-party platform and of the accounts that authorized it. */
class PlatformTest {

  private static final String ONE = "wx0000000000000011";
  private static final String OTHER = "wx0000000000000012";

  private final Played lingpai = new Played();
  private final LingpaiClient client = lingpai.client();
  private final LingpaiOpenConfig config = new LingpaiOpenConfig(client, "platform", "wx03");

  @BeforeEach
  void issue() {
    lingpai.has("platform/component_access_token", "token-of-the-platform");
    for (String account : new String[] {ONE, OTHER}) {
      lingpai.has(account + "/access_token", "token-of-" + account);
      lingpai.has(account + "/jsapi_ticket", "ticket-of-" + account);
      lingpai.has(account + "/wx_card_ticket", "cards-of-" + account);
    }
  }

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void accounts_have_their_own_values_and_the_platform_its_own() {
    assertThat(config.getComponentAccessToken()).isEqualTo("token-of-the-platform");
    for (String account : new String[] {ONE, OTHER}) {
      assertThat(config.getAuthorizerAccessToken(account)).isEqualTo("token-of-" + account);
      assertThat(config.getJsapiTicket(account)).isEqualTo("ticket-of-" + account);
      assertThat(config.getCardApiTicket(account)).isEqualTo("cards-of-" + account);
      assertThat(config.getWxMpConfigStorage(account).getAccessToken())
          .isEqualTo("token-of-" + account);
      assertThat(config.getWxMaConfig(account).getAccessToken()).isEqualTo("token-of-" + account);
      assertThat(config.isAuthorizerAccessTokenExpired(account)).isFalse();
      assertThat(config.isJsapiTicketExpired(account)).isFalse();
      assertThat(config.isCardApiTicketExpired(account)).isFalse();
    }
    assertThat(config.isComponentAccessTokenExpired()).isFalse();
    assertThatThrownBy(() -> config.getAuthorizerAccessToken("wx0000000000000013"))
        .isInstanceOf(LingpaiProblem.class);
  }

  @Test
  void what_wxjava_fetched_or_was_pushed_is_not_kept() {
    WxOpenComponentAccessToken platforms = new WxOpenComponentAccessToken();
    platforms.setComponentAccessToken("foreign");
    platforms.setExpiresIn(7200);
    WxOpenAuthorizerAccessToken accounts = new WxOpenAuthorizerAccessToken();
    accounts.setAuthorizerAccessToken("foreign");
    accounts.setExpiresIn(7200);
    config.updateComponentAccessToken(platforms);
    config.updateComponentAccessToken("foreign", 7200);
    config.updateAuthorizerAccessToken(ONE, accounts);
    config.updateAuthorizerAccessToken(ONE, "foreign", 7200);
    config.updateJsapiTicket(ONE, "foreign", 7200);
    config.updateCardApiTicket(ONE, "foreign", 7200);
    config.setAuthorizerRefreshToken(ONE, "foreign");
    config.updateAuthorizerRefreshToken(ONE, "foreign");
    config.setComponentVerifyTicket("foreign");

    assertThat(config.getComponentAccessToken()).isEqualTo("token-of-the-platform");
    assertThat(config.getAuthorizerAccessToken(ONE)).isEqualTo("token-of-" + ONE);
    assertThat(config.getJsapiTicket(ONE)).isEqualTo("ticket-of-" + ONE);
    assertThat(config.getCardApiTicket(ONE)).isEqualTo("cards-of-" + ONE);
    assertThat(config.getAuthorizerRefreshToken(ONE)).isNull();
    assertThatThrownBy(config::getComponentVerifyTicket).isInstanceOf(WxRuntimeException.class);
  }

  @Test
  void the_account_that_is_called_dead_is_the_one_reported() {
    config.getAuthorizerAccessToken(ONE);
    config.getAuthorizerAccessToken(OTHER);
    config.expireAuthorizerAccessToken(OTHER);
    config.expireAuthorizerAccessToken(ONE);
    config.getComponentAccessToken();
    config.expireComponentAccessToken();
    config.expireJsapiTicket(OTHER);
    config.expireCardApiTicket(ONE);

    assertThat(lingpai.reported)
        .containsExactly(
            OTHER + "/access_token {\"rejected\":\"token-of-" + OTHER + "\"}",
            ONE + "/access_token {\"rejected\":\"token-of-" + ONE + "\"}",
            "platform/component_access_token {\"rejected\":\"token-of-the-platform\"}",
            OTHER + "/jsapi_ticket {\"rejected\":\"ticket-of-" + OTHER + "\"}",
            ONE + "/wx_card_ticket {\"rejected\":\"cards-of-" + ONE + "\"}");
  }

  @Test
  void only_the_lock_before_an_accounts_token_is_fetched_refuses() {
    assertThatThrownBy(() -> config.getLockByKey(ONE + ":accessTokenLock").tryLock())
        .isInstanceOf(WxRuntimeException.class)
        .hasMessageContaining("LingpaiOpenService");
    assertThat(lingpai.reported).hasSize(1).allMatch(said -> said.startsWith(ONE));
    assertThat(config.getLockByKey(ONE + ":jsapiTicketLock").tryLock()).isTrue();
    assertThatThrownBy(config::getComponentAppSecret).isInstanceOf(WxRuntimeException.class);
  }

  @Test
  void an_address_holds_for_accounts_of_both_kinds() {
    config.setApiHostUrl("http://here");

    assertThat(config.getWxMpConfigStorage(ONE).getHostConfig().getApiHost())
        .isEqualTo("http://here");
    assertThat(config.getWxMaConfig(ONE).getApiHostUrl()).isEqualTo("http://here");
  }

  @Test
  void nothing_that_prints_it_tells_a_key_or_a_value() {
    config.getAuthorizerAccessToken(ONE);
    config.setComponentAesKey("of-the-callback");

    assertThat(config.toString()).doesNotContain("of-the-callback", "token-of");
    assertThat(Printed.asJson(config)).doesNotContain("thesecretofthekey", "token-of");
    assertThat(config.getWxMpConfigStorage(ONE).toString())
        .doesNotContain("thesecretofthekey", "token-of");
    assertThat(config).isNotEqualTo(new LingpaiOpenConfig(client, "platform", "wx03"));
  }
}
