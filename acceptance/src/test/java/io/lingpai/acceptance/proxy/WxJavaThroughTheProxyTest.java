package io.lingpai.acceptance.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import cn.binarywang.wx.miniapp.api.WxMaService;
import cn.binarywang.wx.miniapp.api.impl.WxMaServiceImpl;
import cn.binarywang.wx.miniapp.config.impl.WxMaDefaultConfigImpl;
import io.lingpai.sandbox.Sandbox;
import io.lingpai.sandbox.SandboxOptions;
import io.lingpai.sandbox.wechat.WeChatApp;
import java.nio.file.Path;
import me.chanjar.weixin.common.bean.oauth2.WxOAuth2AccessToken;
import me.chanjar.weixin.mp.api.WxMpService;
import me.chanjar.weixin.mp.api.impl.WxMpServiceImpl;
import me.chanjar.weixin.mp.bean.kefu.WxMpKefuMessage;
import me.chanjar.weixin.mp.config.WxMpHostConfig;
import me.chanjar.weixin.mp.config.impl.WxMpDefaultConfigImpl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** WxJava as its users have it: the host is ours, and a key stands where the secret would. */
class WxJavaThroughTheProxyTest {

  private static final String SHOP = "wx00000000000000a1";
  private static final String COUNTER = "wx00000000000000a2";
  private static final String SECRET = "5b5ec7e70000000000000000000000a1";

  private Sandbox sandbox;
  private Surface surface;

  @BeforeEach
  void start(@TempDir Path data) throws Exception {
    sandbox =
        Sandbox.start(
            SandboxOptions.defaults()
                .app(WeChatApp.official(SHOP, SECRET))
                .app(WeChatApp.mini(COUNTER, SECRET)));
    surface = new Surface(data, sandbox.baseUrl());
    surface.add("shop", "wechat-official", SHOP, SECRET, "classic");
    surface.add("counter", "wechat-mini", COUNTER, SECRET, "stable");
  }

  @AfterEach
  void stop() {
    surface.close();
    sandbox.close();
  }

  @Test
  void an_official_account_does_its_work_without_ever_holding_the_real_token() throws Exception {
    String openid = sandbox.wechat().users(SHOP).add(true);
    WxMpService wx = official(surface.key("proxy:shop"));

    assertThat(wx.getUserService().userInfo(openid).getOpenId()).isEqualTo(openid);
    assertThat(wx.getUserService().userList("").getOpenids()).contains(openid);
    assertThat(
            wx.getKefuService()
                .sendKefuMessage(WxMpKefuMessage.TEXT().toUser(openid).content("你好").build()))
        .isTrue();
    assertThat(wx.getCallbackIP()).isNotEmpty();
    assertThat(wx.createJsapiSignature("https://shop.example.com/").getSignature()).isNotEmpty();
    assertThat(sandbox.wechat().behind(SHOP).accepts(wx.getAccessToken())).isFalse();
  }

  @Test
  void a_user_logs_in_on_the_web_with_tokens_sealed_to_the_key() throws Exception {
    String openid = sandbox.wechat().users(SHOP).add(true);
    WxMpService wx = official(surface.key("proxy:shop"));

    WxOAuth2AccessToken user =
        wx.getOAuth2Service()
            .getAccessToken(sandbox.wechat().users(SHOP).consents(openid, "snsapi_userinfo"));

    assertThat(user.getAccessToken()).startsWith("lpu_");
    assertThat(wx.getOAuth2Service().getUserInfo(user, "zh_CN").getOpenid()).isEqualTo(openid);
    assertThat(wx.getOAuth2Service().validateAccessToken(user)).isTrue();
    WxOAuth2AccessToken again = wx.getOAuth2Service().refreshAccessToken(user.getRefreshToken());
    assertThat(wx.getOAuth2Service().getUserInfo(again, "zh_CN").getOpenid()).isEqualTo(openid);
  }

  @Test
  void a_mini_program_logs_its_users_in() throws Exception {
    String openid = sandbox.wechat().users(COUNTER).add(false);
    WxMaService wx = mini(surface.key("proxy:counter"));

    String code = sandbox.wechat().users(COUNTER).opensMiniProgram(openid);

    assertThat(wx.getUserService().getSessionInfo(code).getOpenid()).isEqualTo(openid);
    assertThat(sandbox.wechat().behind(COUNTER).accepts(wx.getAccessToken())).isFalse();
  }

  private WxMpService official(String key) {
    WxMpDefaultConfigImpl config = new WxMpDefaultConfigImpl();
    config.setAppId(SHOP);
    config.setSecret(key);
    WxMpHostConfig hosts = new WxMpHostConfig();
    hosts.setApiHost(surface.base());
    config.setHostConfig(hosts);
    WxMpService service = new WxMpServiceImpl();
    service.setWxMpConfigStorage(config);
    // Were a dead-token answer to come through, it would be seen and not retried.
    service.setMaxRetryTimes(0);
    return service;
  }

  private WxMaService mini(String key) {
    WxMaDefaultConfigImpl config = new WxMaDefaultConfigImpl();
    config.setAppid(COUNTER);
    config.setSecret(key);
    config.setApiHostUrl(surface.base());
    WxMaService service = new WxMaServiceImpl();
    service.setWxMaConfig(config);
    return service;
  }
}
