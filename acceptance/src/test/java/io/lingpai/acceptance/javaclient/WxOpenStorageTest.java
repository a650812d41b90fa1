package io.lingpai.acceptance.javaclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lingpai.acceptance.stage.Await;
import io.lingpai.client.LingpaiClient;
import io.lingpai.client.LingpaiException;
import io.lingpai.sandbox.wechat.ComponentDesk;
import io.lingpai.sandbox.wechat.WeChatApp;
import io.lingpai.testkit.FreePort;
import io.lingpai.wxjava.LingpaiOpenConfig;
import io.lingpai.wxjava.LingpaiOpenService;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import me.chanjar.weixin.common.error.WxErrorException;
import me.chanjar.weixin.common.error.WxRuntimeException;
import me.chanjar.weixin.open.api.WxOpenComponentService;
import me.chanjar.weixin.open.api.impl.WxOpenServiceImpl;
import me.chanjar.weixin.open.bean.message.WxOpenXmlMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** WxJava plays a third-party platform for two accounts; ticket and refresh tokens stay with us. */
@Timeout(300)
class WxOpenStorageTest {

  private static final String PLATFORM = "wxc00000000000ad01";
  // Short, so that the vendor's lag, in which a dead token costs no renewal, is a little over one.
  private static final Duration LIFE = Duration.ofMinutes(10);
  private static final Duration PAST_LAG = Duration.ofMillis(1_500);
  private static final Duration AT_MOST = Duration.ofSeconds(60);
  private static final String TOKENS = "/cgi-bin/component/api_component_token";
  private static final String ACCOUNT_TOKENS = "/cgi-bin/component/api_authorizer_token";

  @TempDir private Path data;
  private Ground ground;
  private ComponentDesk desk;
  private WeChatApp official;
  private WeChatApp mini;
  private LingpaiOpenConfig config;
  private WxOpenComponentService wx;

  @BeforeEach
  void open() throws Exception {
    ground = new Ground();
    ground.node(
        Map.of("LINGPAI_DATA", data.toString(), "LINGPAI_LISTEN", "127.0.0.1:" + FreePort.next()));
    official = ground.account(false, LIFE);
    mini = ground.account(true, LIFE);
    desk = ground.platform("platform", PLATFORM, LIFE);
    desk.authorizes(official.appid());
    desk.authorizes(mini.appid());
    LingpaiClient client =
        ground.client("read:platform", "renew:platform", "read:platform.*", "renew:platform.*");
    for (WeChatApp account : new WeChatApp[] {official, mini}) {
      Await.until("an account's token", AT_MOST, () -> reads(client, account));
    }
    config = new LingpaiOpenConfig(client, "platform", PLATFORM);
    config.setApiHostUrl(ground.sandbox.baseUrl());
    wx = new LingpaiOpenService(config).getWxOpenComponentService();
  }

  @AfterEach
  void close() {
    ground.close();
  }

  @Test
  void the_platform_and_its_accounts_work_are_healed_and_fetch_nothing() throws Exception {
    String openid = ground.sandbox.wechat().users(official.appid()).add(true);
    long tokens = ground.sandbox.calls().count(TOKENS);

    assertThat(wx.getAuthorizerInfo(official.appid()).getAuthorizerInfo()).isNotNull();
    assertThat(wx.getPreAuthUrl("https://shop.example.com/")).contains("pre_auth_code=");
    assertThat(
            wx.getWxMpServiceByAppid(official.appid())
                .getUserService()
                .userInfo(openid)
                .getOpenId())
        .isEqualTo(openid);
    assertThat(wx.getWxMpServiceByAppid(official.appid()).getJsapiTicket())
        .isEqualTo(ground.behind(official).currentTicket("jsapi").orElseThrow());
    assertThat(
            wx.getWxMaServiceByAppid(mini.appid())
                .get("https://api.weixin.qq.com/cgi-bin/get_api_domain_ip", null))
        .contains("ip_list");
    assertThat(ground.sandbox.calls().count(TOKENS)).isEqualTo(tokens);

    Await.past(PAST_LAG);
    desk.killTokenOf(official.appid());
    Await.until("healing of an account", AT_MOST, () -> works(openid));
    desk.killToken();
    Await.until("healing of the platform", AT_MOST, this::platformWorks);

    System.out.printf(
        "WxJava as a platform: %d platform tokens and %d account tokens, all fetched by Lingpai%n",
        ground.sandbox.calls().count(TOKENS), ground.sandbox.calls().count(ACCOUNT_TOKENS));
    assertThat(desk.tokensIssuedTo(official.appid())).isEqualTo(2);
    assertThat(ground.sandbox.calls().count(TOKENS)).isEqualTo(tokens + 1);
  }

  @Test
  void what_is_lingpais_is_left_to_it_and_a_forced_refresh_is_a_report() throws Exception {
    long tokens = ground.sandbox.calls().count(TOKENS);
    WxOpenXmlMessage authorized = new WxOpenXmlMessage();
    authorized.setInfoType("authorized");
    authorized.setAuthorizationCode("a-code");
    WxOpenXmlMessage ticket = new WxOpenXmlMessage();
    ticket.setInfoType("component_verify_ticket");
    ticket.setComponentVerifyTicket("a-ticket");

    assertThat(wx.route(authorized)).isEqualTo("success");
    assertThat(wx.route(ticket)).isEqualTo("success");
    assertThatThrownBy(() -> wx.getQueryAuth("a-code")).isInstanceOf(WxRuntimeException.class);
    assertThat(config.getAuthorizerRefreshToken(official.appid())).isNull();
    assertThat(config.toString()).doesNotContain(config.getComponentAccessToken());

    assertThat(wx.getComponentAccessToken(true)).isEqualTo(desk.currentToken().orElseThrow());
    assertThat(wx.getAuthorizerAccessToken(official.appid(), true))
        .isEqualTo(desk.currentTokenOf(official.appid()).orElseThrow());

    WxOpenServiceImpl theirs = new WxOpenServiceImpl();
    theirs.setWxOpenConfigStorage(config);
    WxOpenComponentService unmodified = theirs.getWxOpenComponentService();
    assertThatThrownBy(() -> unmodified.getComponentAccessToken(true))
        .isInstanceOf(WxRuntimeException.class)
        .hasMessageContaining("LingpaiOpenService");
    assertThatThrownBy(() -> unmodified.getAuthorizerAccessToken(official.appid(), true))
        .isInstanceOf(WxRuntimeException.class)
        .hasMessageContaining("LingpaiOpenService");
    assertThat(ground.sandbox.calls().count(TOKENS)).isEqualTo(tokens);
  }

  private static boolean reads(LingpaiClient client, WeChatApp account) {
    try {
      return !client.credential(account.appid(), "access_token").value().isEmpty();
    } catch (LingpaiException notYet) {
      return false;
    }
  }

  private boolean works(String openid) {
    try {
      wx.getWxMpServiceByAppid(official.appid()).getUserService().userInfo(openid);
      return true;
    } catch (WxErrorException e) {
      return false;
    }
  }

  private boolean platformWorks() {
    try {
      wx.getAuthorizerInfo(official.appid());
      return true;
    } catch (WxErrorException e) {
      return false;
    }
  }
}
