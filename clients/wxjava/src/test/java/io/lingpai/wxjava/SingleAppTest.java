package io.lingpai.wxjava;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lingpai.client.LingpaiClient;
import java.io.ByteArrayOutputStream;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.Lock;
import me.chanjar.weixin.common.bean.WxAccessToken;
import me.chanjar.weixin.common.enums.TicketType;
import me.chanjar.weixin.common.error.WxRuntimeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The storages of an official account and of a mini program. */
class SingleAppTest {

  private final Played lingpai = new Played();
  private final LingpaiClient client = lingpai.client();
  private final LingpaiMpConfig shop = new LingpaiMpConfig(client, "shop", "wx01");
  private final LingpaiMaConfig mini = new LingpaiMaConfig(client, "mini", "wx02");

  @BeforeEach
  void issue() {
    lingpai.has("shop/access_token", "token-of-the-shop");
    lingpai.has("shop/jsapi_ticket", "ticket-of-the-shop");
    lingpai.has("shop/wx_card_ticket", "cards-of-the-shop");
    lingpai.has("mini/access_token", "token-of-the-mini");
  }

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void each_has_the_values_of_its_own_app() {
    assertThat(shop.getAccessToken()).isEqualTo("token-of-the-shop");
    assertThat(shop.getTicket(TicketType.JSAPI)).isEqualTo("ticket-of-the-shop");
    assertThat(shop.getJsapiTicket()).isEqualTo("ticket-of-the-shop");
    assertThat(shop.getTicket(TicketType.WX_CARD)).isEqualTo("cards-of-the-shop");
    assertThat(shop.getCardApiTicket()).isEqualTo("cards-of-the-shop");
    assertThat(mini.getAccessToken()).isEqualTo("token-of-the-mini");
    assertThat(shop.getAppId()).isEqualTo("wx01");
    assertThat(mini.getAppid()).isEqualTo("wx02");

    lingpai.has("shop/access_token", "the-next-of-the-shop");
    assertThat(shop.getAccessToken()).isEqualTo("the-next-of-the-shop");
    assertThat(mini.getAccessToken()).isEqualTo("token-of-the-mini");
  }

  /** WxJava would fetch one of its own at the end of a life; when that is, Lingpai knows. */
  @Test
  void nothing_ever_expires_here_but_its_end_is_told() {
    assertThat(shop.isAccessTokenExpired()).isFalse();
    assertThat(shop.isTicketExpired(TicketType.JSAPI)).isFalse();
    assertThat(shop.isTicketExpired(TicketType.WX_CARD)).isFalse();
    assertThat(mini.isAccessTokenExpired()).isFalse();

    long end = Instant.parse(Played.EXPIRES_AT).toEpochMilli();
    assertThat(shop.getExpiresTime()).isEqualTo(end);
    assertThat(mini.getExpiresTime()).isEqualTo(end);
  }

  @Test
  void what_wxjava_fetched_itself_is_not_kept() {
    WxAccessToken foreign = new WxAccessToken();
    foreign.setAccessToken("foreign");
    foreign.setExpiresIn(7200);
    shop.updateAccessToken("foreign", 7200);
    shop.updateAccessToken(foreign);
    shop.updateTicket(TicketType.JSAPI, "foreign", 7200);
    shop.updateTicket(TicketType.WX_CARD, "foreign", 7200);
    mini.updateAccessToken("foreign", 7200);
    mini.updateAccessToken(foreign);
    mini.updateAccessTokenProcessor("foreign", 7200);

    assertThat(shop.getAccessToken()).isEqualTo("token-of-the-shop");
    assertThat(shop.getTicket(TicketType.JSAPI)).isEqualTo("ticket-of-the-shop");
    assertThat(shop.getTicket(TicketType.WX_CARD)).isEqualTo("cards-of-the-shop");
    assertThat(mini.getAccessToken()).isEqualTo("token-of-the-mini");
  }

  @Test
  void tickets_that_lingpai_does_not_keep_stay_with_wxjava() {
    assertThat(shop.isTicketExpired(TicketType.SDK)).isTrue();
    shop.updateTicket(TicketType.SDK, "theirs", 7200);
    mini.updateJsapiTicket("theirs-too", 7200);

    assertThat(shop.isTicketExpired(TicketType.SDK)).isFalse();
    assertThat(shop.getTicket(TicketType.SDK)).isEqualTo("theirs");
    assertThat(mini.getJsapiTicket()).isEqualTo("theirs-too");
    shop.expireTicket(TicketType.SDK);
    assertThat(shop.isTicketExpired(TicketType.SDK)).isTrue();
    assertThat(lingpai.reported).isEmpty();
  }

  @Test
  void what_a_thread_was_given_is_what_it_reports() throws Exception {
    shop.getAccessToken();
    try (ExecutorService other = Executors.newSingleThreadExecutor()) {
      other.submit(mini::getAccessToken).get();
    }

    shop.expireAccessToken();
    mini.expireAccessToken();
    shop.expireTicket(TicketType.JSAPI);

    assertThat(lingpai.reported)
        .containsExactly(
            "shop/access_token {\"rejected\":\"token-of-the-shop\"}",
            "mini/access_token {\"rejected\":\"token-of-the-mini\"}",
            "shop/jsapi_ticket {\"rejected\":\"ticket-of-the-shop\"}");
  }

  @Test
  void one_that_was_replaced_meanwhile_is_not_reported() throws Exception {
    shop.getAccessToken();
    lingpai.has("shop/access_token", "the-next-of-the-shop");
    try (ExecutorService other = Executors.newSingleThreadExecutor()) {
      other.submit(shop::getAccessToken).get();
    }

    shop.expireAccessToken();

    assertThat(lingpai.reported).isEmpty();
    assertThat(shop.getAccessToken()).isEqualTo("the-next-of-the-shop");
  }

  @Test
  void a_report_that_fails_is_not_the_callers_trouble() {
    shop.getAccessToken();
    client.close();
    LingpaiMpConfig unknown = new LingpaiMpConfig(lingpai.client(), "unknown", "wx03");

    assertThatCode(unknown::expireAccessToken).doesNotThrowAnyException();
  }

  /** WxJava tries a lock before it fetches, and only then. */
  @Test
  void locks_are_never_waited_for_and_lead_to_no_fetch() throws Exception {
    for (Lock lock : new Lock[] {shop.getAccessTokenLock(), mini.getAccessTokenLock()}) {
      lock.lock();
      try (ExecutorService other = Executors.newSingleThreadExecutor()) {
        other.submit(lock::lock).get();
      }
      lock.unlock();
    }
    shop.getTicketLock(TicketType.JSAPI).lock();
    assertThat(shop.getTicketLock(TicketType.WX_CARD).tryLock()).isTrue();
    assertThat(lingpai.reported).isEmpty();

    assertThatThrownBy(() -> shop.getAccessTokenLock().tryLock())
        .isInstanceOf(WxRuntimeException.class)
        .hasMessageContaining("LingpaiMpService")
        .hasMessageNotContaining("token-of-the-shop");
    assertThatThrownBy(() -> mini.getAccessTokenLock().tryLock())
        .isInstanceOf(WxRuntimeException.class)
        .hasMessageContaining("LingpaiMaService");
    assertThat(lingpai.reported).hasSize(2);
  }

  @Test
  void a_secret_is_here_only_where_somebody_set_it() {
    assertThatThrownBy(shop::getSecret)
        .isInstanceOf(WxRuntimeException.class)
        .hasMessageContaining("shop");
    assertThatThrownBy(mini::getSecret)
        .isInstanceOf(WxRuntimeException.class)
        .hasMessageContaining("LingpaiClient.login");
    shop.setSecret("set");
    mini.setSecret("set");
    assertThat(shop.getSecret()).isEqualTo(mini.getSecret()).isEqualTo("set");
  }

  @Test
  void nothing_that_prints_or_writes_them_tells_a_secret() {
    for (Object config : new Object[] {shop, mini}) {
      shop.setSecret("of-the-app");
      mini.setSecret("of-the-app");
      shop.setAesKey("of-the-callback");
      mini.setAesKey("of-the-callback");
      assertThat(config.toString() + shop.getAccessToken() + mini.getAccessToken())
          .doesNotContain("of-the-app", "of-the-callback", "thesecretofthekey");
      assertThat(config.toString()).doesNotContain("token-of");
      // What WxJava makes of it where it prints what it is in: theirs to answer for, but no key.
      assertThat(Printed.asJson(config)).doesNotContain("thesecretofthekey", "token-of");
    }
    assertThatThrownBy(() -> new ObjectOutputStream(new ByteArrayOutputStream()).writeObject(shop))
        .isInstanceOf(NotSerializableException.class)
        .hasMessageContaining("LingpaiMpConfig of shop");
    assertThat(shop).isNotEqualTo(new LingpaiMpConfig(client, "shop", "wx01"));
  }
}
