package io.lingpai.spring;

import static org.assertj.core.api.Assertions.assertThat;

import cn.binarywang.wx.miniapp.api.WxMaService;
import io.lingpai.client.LingpaiClient;
import io.lingpai.sandbox.wechat.ComponentDesk;
import java.nio.file.Path;
import me.chanjar.weixin.common.error.WxErrorException;
import me.chanjar.weixin.mp.api.WxMpService;
import me.chanjar.weixin.mp.config.WxMpHostConfig;
import me.chanjar.weixin.open.api.WxOpenConfigStorage;
import me.chanjar.weixin.open.api.WxOpenService;
import me.chanjar.weixin.open.api.impl.WxOpenServiceImpl;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * WxJava's own starters, unmodified, and nothing of ours set: an address and a key make them
 * clients.
 */
class WxJavaStartersTest {

  private static final String IPS = "https://api.weixin.qq.com/cgi-bin/get_api_domain_ip";

  private static Ground ground;
  private static String wechat;

  @BeforeAll
  static void open(@TempDir Path data) throws Exception {
    ground = new Ground(data);
    wechat = ground.url() + "/wechat";
  }

  @AfterAll
  static void close() {
    ground.close();
  }

  @Test
  void the_starter_for_official_accounts_takes_a_host() throws Exception {
    String openid = ground.sandbox.wechat().users(Ground.SHOP).add(true);
    Boot.with(
            "wx.mp.app-id=" + Ground.SHOP,
            "wx.mp.secret=" + ground.key("proxy:shop"),
            "wx.mp.hosts.api-host=" + wechat)
        .run(
            context -> {
              assertThat(context).doesNotHaveBean(LingpaiClient.class);
              WxMpService wx = context.getBean(WxMpService.class);
              assertThat(wx.getUserService().userInfo(openid).getOpenId()).isEqualTo(openid);
              assertThat(wx.createJsapiSignature("https://shop.example.com/").getSignature())
                  .isNotEmpty();
              wx.getAccessToken(true);
              assertThat(wx.getUserService().userInfo(openid).getOpenId()).isEqualTo(openid);
            });
    assertThat(ground.tokensAsked(Ground.SHOP)).isEqualTo(1);
  }

  @Test
  void the_starter_for_mini_programs_takes_an_address() throws Exception {
    String openid = ground.sandbox.wechat().users(Ground.COUNTER).add(false);
    String code = ground.sandbox.wechat().users(Ground.COUNTER).opensMiniProgram(openid);
    Boot.besideTheirs(
            "wx.miniapp.appid=" + Ground.COUNTER,
            "wx.miniapp.secret=" + ground.key("proxy:counter"),
            "wx.miniapp.use-stable-access-token=true",
            "wx.miniapp.api-host-url=" + wechat)
        .run(
            context -> {
              WxMaService wx = context.getBean(WxMaService.class);
              assertThat(wx.get(IPS, null)).contains("ip_list");
              assertThat(wx.getUserService().getSessionInfo(code).getOpenid()).isEqualTo(openid);
            });
    assertThat(ground.tokensAsked(Ground.COUNTER)).isEqualTo(1);
  }

  @Test
  void the_starter_for_platforms_takes_an_address_by_one_bean() throws Exception {
    ComponentDesk desk = ground.platform();
    String openid = ground.sandbox.wechat().users(Ground.ACCOUNT).add(true);
    String code = desk.authorizes(Ground.ACCOUNT);
    Boot.besideTheirs(
            "wx.open.app-id=" + Ground.PLATFORM,
            "wx.open.secret=" + ground.key("proxy:platform", "proxy:platform.*"))
        .withUserConfiguration(OneBean.class)
        .run(
            context -> {
              var wx = context.getBean(WxOpenService.class).getWxOpenComponentService();
              assertThat(wx.getQueryAuth(code).getAuthorizationInfo().getAuthorizerAppid())
                  .isEqualTo(Ground.ACCOUNT);
              assertThat(wx.getAuthorizerInfo(Ground.ACCOUNT).getAuthorizerInfo()).isNotNull();
              WxMpService account = wx.getWxMpServiceByAppid(Ground.ACCOUNT);
              WxMpHostConfig hosts = new WxMpHostConfig();
              hosts.setApiHost(wechat);
              account.getWxMpConfigStorage().setHostConfig(hosts);
              assertThat(account.getUserService().userInfo(openid).getOpenId()).isEqualTo(openid);
              assertThat(account.getAccessToken()).startsWith("lpv_");
            });
  }

  /**
   * As in docs/sdks/wxjava-open.md: WxJava's service has no setting for the address of a platform's
   * calls.
   */
  @Configuration(proxyBeanMethods = false)
  static class OneBean {
    @Bean
    WxOpenService wxOpenService(WxOpenConfigStorage storage) {
      WxOpenService service =
          new WxOpenServiceImpl() {
            @Override
            public String get(String url, String query) throws WxErrorException {
              return super.get(url.replace("https://api.weixin.qq.com", wechat), query);
            }

            @Override
            public String post(String url, String data) throws WxErrorException {
              return super.post(url.replace("https://api.weixin.qq.com", wechat), data);
            }
          };
      service.setWxOpenConfigStorage(storage);
      return service;
    }
  }
}
