package io.lingpai.acceptance.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cn.binarywang.wx.miniapp.api.WxMaService;
import com.fasterxml.jackson.databind.JsonNode;
import io.lingpai.acceptance.stage.Caller;
import io.lingpai.sandbox.wechat.BehindTheScenes;
import io.lingpai.sandbox.wechat.WeChatApp;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import me.chanjar.weixin.common.bean.WxJsapiSignature;
import me.chanjar.weixin.common.enums.TicketType;
import me.chanjar.weixin.common.error.WxErrorException;
import me.chanjar.weixin.common.util.crypto.SHA1;
import me.chanjar.weixin.mp.api.WxMpService;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The most used Java SDK is a client once its host is ours and its secret a key. */
class WxJavaIsAClientTest {

  private static Stage stage;
  private static WeChatApp shop;
  private static WeChatApp counter;
  private static String shopKey;
  private static String counterKey;

  @BeforeAll
  static void open(@TempDir Path data) throws Exception {
    stage = new Stage(data);
    shop = stage.with("shop", Stage.official().withPagesOn("shop.example.com"), "stable");
    counter = stage.with("counter", Stage.mini(), "classic");
    shopKey = stage.caller.key("read:shop", "sign:shop");
    counterKey = stage.caller.key("read:counter");
  }

  @AfterAll
  static void close() {
    stage.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void an_official_account_reads_and_forces_a_token_that_works(boolean stable) throws Exception {
    WxMpService wx = official(shopKey, stable);

    String first = wx.getAccessToken();
    String forced = wx.getAccessToken(true);

    Figures.print(
        "an official account's token, read and forced by WxJava, "
            + (stable ? "stable" : "classic"),
        "vendor calls in all",
        stage.sandbox.calls().count(Stage.STABLE, shop.appid()));
    assertThat(behind(shop).accepts(first)).isTrue();
    assertThat(forced).isEqualTo(first);
    assertThat(stage.sandbox.calls().count(Stage.STABLE, shop.appid())).isEqualTo(1);
    assertThat(wx.getWxMpConfigStorage().isAccessTokenExpired()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_mini_program_reads_and_forces_a_token_that_works(boolean stable) throws Exception {
    WxMaService wx = WxJava.mini(stage.caller.base(), counter.appid(), counterKey, stable);

    String first = wx.getAccessToken();
    String forced = wx.getAccessToken(true);

    Figures.print(
        "a mini program's token, read and forced by WxJava, " + (stable ? "stable" : "classic"),
        "vendor calls in all",
        stage.sandbox.calls().count(Stage.CLASSIC, counter.appid()));
    assertThat(behind(counter).accepts(first)).isTrue();
    assertThat(forced).isEqualTo(first);
    assertThat(stage.sandbox.calls().count(Stage.CLASSIC, counter.appid())).isEqualTo(1);
  }

  @Test
  void tickets_come_from_the_vendor_once() throws Exception {
    WxMpService wx = official(shopKey, false);

    String page = wx.getJsapiTicket();
    String card = wx.getTicket(TicketType.WX_CARD);

    String forcedPage = official(shopKey, true).getJsapiTicket(true);
    String forcedCard = wx.getTicket(TicketType.WX_CARD, true);

    Figures.print(
        "two tickets, each read and forced by WxJava",
        "vendor calls",
        stage.sandbox.calls().count(Stage.TICKET, shop.appid()));
    assertThat(behind(shop).currentTicket("jsapi")).contains(page);
    assertThat(behind(shop).currentTicket("wx_card")).contains(card);
    assertThat(forcedPage).isEqualTo(page);
    assertThat(forcedCard).isEqualTo(card);
    assertThat(stage.sandbox.calls().count(Stage.TICKET, shop.appid())).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://shop.example.com/",
        "https://shop.example.com/a?b=1&c=%E4%BB%A4%E7%89%8C",
        "https://shop.example.com/商品?名=令牌&page=2",
        "https://shop.example.com/a?b=1#/cart?x=%23",
        "https://shop.example.com/商品#片段"
      })
  void our_signature_is_what_wxjava_would_sign(String shown) throws Exception {
    WxMpService wx = official(shopKey, false);
    String ticket = wx.getJsapiTicket();
    // A page passes its address without the fragment, as the vendor's own example does.
    String page = shown.split("#", -1)[0];

    JsonNode ours =
        stage.caller.post(shopKey, "/api/v1/apps/shop/signatures", Map.of("url", shown)).json();
    WxJsapiSignature theirs = wx.createJsapiSignature(page);

    assertThat(ours.path("url").asText()).isEqualTo(page).isEqualTo(theirs.getUrl());
    assertThat(ours.path("appId").asText()).isEqualTo(theirs.getAppId());
    assertThat(ours.path("signature").asText())
        .isEqualTo(
            signed(ticket, ours.path("nonceStr").asText(), ours.path("timestamp").asLong(), page));
    assertThat(theirs.getSignature())
        .isEqualTo(signed(ticket, theirs.getNonceStr(), theirs.getTimestamp(), page));
    assertThat(
            behind(shop)
                .pageSays(
                    page,
                    ours.path("timestamp").asText(),
                    ours.path("nonceStr").asText(),
                    ours.path("signature").asText()))
        .isEqualTo("config:ok");
  }

  /** WxJava takes 200 seconds off every life it is told, and never keeps what is left of less. */
  @ParameterizedTest
  @CsvSource({"PT2H, 1", "PT4M, 10"})
  void a_life_too_short_for_wxjavas_margin_costs_reads_here_and_nothing_at_the_vendor(
      Duration life, long expectedReads) throws Exception {
    String name = "living-" + life.toMinutes();
    WeChatApp app = stage.with(name, Stage.official().living(life), "classic");
    String key = stage.caller.key("read:" + name);
    WxMpService wx = WxJava.official(stage.caller.base(), app.appid(), key, false);

    Set<String> tokens = new HashSet<>();
    for (int i = 0; i < 10; i++) {
      tokens.add(wx.getAccessToken());
    }

    long reads = readsOf(name);
    Figures.print(
        "ten uses by WxJava of a token that lives " + life,
        "reads here",
        reads,
        "vendor calls",
        stage.asked(app),
        "checks",
        stage.checks(app));
    assertThat(tokens).hasSize(1).allMatch(behind(app)::accepts);
    assertThat(reads).isEqualTo(expectedReads);
    assertThat(stage.asked(app)).isEqualTo(1);
    assertThat(stage.checks(app)).isLessThanOrEqualTo(1);
  }

  private static long readsOf(String app) throws Exception {
    String metrics = stage.caller.get(Caller.ADMIN, "/metrics").body();
    return metrics
        .lines()
        .filter(line -> line.startsWith("lingpai_wire_calls_total"))
        .filter(line -> line.contains("app=\"" + app + "\"") && line.contains("outcome=\"ok\""))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  @ParameterizedTest
  @CsvSource({"lpk_nobody_0123456789012345678901234567890123456789, true", "guessed, false"})
  void a_wrong_key_is_a_wrong_secret(String key, boolean stable) {
    assertThat(code(() -> official(key, stable).getAccessToken())).isEqualTo(40125);
  }

  @Test
  void an_app_that_the_key_may_not_read_does_not_exist() {
    assertThat(code(() -> official(counterKey, false).getAccessToken())).isEqualTo(40013);
    assertThat(code(() -> official(counterKey, true).getAccessToken())).isEqualTo(40013);
  }

  private static int code(ThrowingCallable call) {
    return catchThrowableOfType(WxErrorException.class, call).getError().getErrorCode();
  }

  private static String signed(String ticket, String nonce, long timestamp, String url) {
    return SHA1.genWithAmple(
        "jsapi_ticket=" + ticket, "noncestr=" + nonce, "timestamp=" + timestamp, "url=" + url);
  }

  private static WxMpService official(String key, boolean stable) {
    return WxJava.official(stage.caller.base(), shop.appid(), key, stable);
  }

  private static BehindTheScenes behind(WeChatApp app) {
    return stage.sandbox.wechat().behind(app.appid());
  }
}
