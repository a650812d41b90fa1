package io.lingpai.acceptance.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lingpai.acceptance.stage.Await;
import io.lingpai.sandbox.Sandbox;
import io.lingpai.sandbox.SandboxOptions;
import io.lingpai.sandbox.wechat.ComponentDesk;
import io.lingpai.sandbox.wechat.WeChatApp;
import io.lingpai.sandbox.wechat.WeChatComponent;
import io.lingpai.testkit.FreePort;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import me.chanjar.weixin.common.bean.oauth2.WxOAuth2AccessToken;
import me.chanjar.weixin.common.error.WxErrorException;
import me.chanjar.weixin.mp.api.WxMpService;
import me.chanjar.weixin.mp.config.WxMpHostConfig;
import me.chanjar.weixin.open.api.WxOpenComponentService;
import me.chanjar.weixin.open.api.impl.WxOpenInMemoryConfigStorage;
import me.chanjar.weixin.open.api.impl.WxOpenServiceImpl;
import me.chanjar.weixin.open.bean.auth.WxOpenAuthorizationInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * WxJava for third-party platforms. Its own calls go to a constant address, whatever is configured:
 * the six lines of {@link Open} lead them here, as {@code docs/sdks/wxjava-open.md} tells its
 * users.
 */
class WxJavaOpenThroughTheProxyTest {

  private static final String PLATFORM = "wxc0000000000000b1";
  private static final AtomicInteger ACCOUNTS = new AtomicInteger();
  private static final String SECRET = "5b5ec7e70000000000000000000000b1";
  private static final String CALLBACK_TOKEN = "callbacktoken";
  private static final String AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";

  // Short, so that the vendor's lag is a little over a second.
  private static final Duration LIFE = Duration.ofMinutes(10);
  private static final Duration PAST_LAG = Duration.ofMillis(1_300);
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  // The SDK keeps accounts' services by app id for the whole process, whichever platform they are
  // of.
  private final String official = account();
  private final String mini = account();
  private final String other = account();
  private Sandbox sandbox;
  private Surface surface;
  private ComponentDesk wechat;
  private WxOpenInMemoryConfigStorage config;
  private WxOpenComponentService platform;

  /** What a user of this SDK adds. */
  private static final class Open extends WxOpenServiceImpl {
    private final String base;

    Open(String base) {
      this.base = base;
    }

    @Override
    public String get(String url, String query) throws WxErrorException {
      return super.get(here(url), query);
    }

    @Override
    public String post(String url, String body) throws WxErrorException {
      return super.post(here(url), body);
    }

    private String here(String url) {
      return url.replace("https://api.weixin.qq.com", base);
    }
  }

  @BeforeEach
  void start(@TempDir Path data) throws Exception {
    int port = FreePort.next();
    String callbacks = "http://127.0.0.1:" + port + "/callbacks/platform";
    sandbox =
        Sandbox.start(
            SandboxOptions.defaults()
                .app(WeChatApp.official(official, SECRET))
                .app(WeChatApp.official(other, SECRET))
                .app(WeChatApp.mini(mini, SECRET)));
    sandbox
        .wechat()
        .add(
            WeChatComponent.of(PLATFORM, SECRET)
                .living(LIFE)
                .rotating()
                .between("127.0.0.1", "127.0.0.1")
                .calledBackAt(callbacks, callbacks + "/$APPID$", CALLBACK_TOKEN, AES_KEY));
    wechat = sandbox.wechat().component(PLATFORM);
    surface = new Surface(data, sandbox.baseUrl(), Map.of("LINGPAI_LISTEN", "127.0.0.1:" + port));
    surface.addPlatform("platform", PLATFORM, SECRET, CALLBACK_TOKEN, AES_KEY);
    wechat.pushTicket();

    config = new WxOpenInMemoryConfigStorage();
    config.setComponentAppId(PLATFORM);
    config.setComponentAppSecret(surface.key("proxy:platform", "proxy:platform.*"));
    config.setApiHostUrl(surface.base());
    Open service = new Open(surface.base());
    service.setWxOpenConfigStorage(config);
    platform = service.getWxOpenComponentService();
    Await.until("the first ticket", PATIENCE, this::hasTicket);
  }

  private boolean hasTicket() {
    try {
      return !platform.getPreAuthUrl("https://shop.example.com/back").isEmpty();
    } catch (WxErrorException notYet) {
      return false;
    }
  }

  @AfterEach
  void stop() {
    surface.close();
    sandbox.close();
  }

  @Test
  void a_platform_works_without_ever_having_seen_a_ticket() throws Exception {
    assertThat(config.getComponentVerifyTicket()).isNull();
    assertThat(platform.getComponentAccessToken(false)).startsWith("lpv_");
    assertThat(platform.getPreAuthUrl("https://shop.example.com/back"))
        .contains("pre_auth_code=", PLATFORM);

    // A dead token's answer in the vendor's lag is handed on, and this SDK asks again without end.
    Await.past(PAST_LAG);
    wechat.killToken();

    assertThat(platform.getPreAuthUrl("https://shop.example.com/back")).contains("pre_auth_code=");
  }

  @Test
  void an_account_that_authorized_is_worked_for_and_its_refresh_token_stays_here()
      throws Exception {
    WxOpenAuthorizationInfo info = authorized(official);
    String openid = sandbox.wechat().users(official).add(true);
    WxMpService account = officialAccount();

    assertThat(account.getUserService().userInfo(openid).getSubscribe()).isTrue();
    assertThat(account.getAccessToken()).startsWith("lpv_");
    assertThat(account.createJsapiSignature("https://shop.example.com/").getSignature())
        .isNotEmpty();
    assertThat(platform.getAuthorizerInfo(official).getAuthorizationInfo().getAuthorizerAppid())
        .isEqualTo(official);
    assertThat(platform.getAuthorizerList(0, 10).getList())
        .singleElement()
        .extracting(one -> one.get("refresh_token"))
        .isEqualTo(info.getAuthorizerRefreshToken())
        .isNotEqualTo(wechat.refreshToken(official));
    assertThat(platform.getAuthorizerAccessToken(official, true)).startsWith("lpv_");
    assertThat(wechat.tokensIssuedTo(official)).isEqualTo(1);
  }

  @Test
  void a_dead_token_of_an_account_is_healed_before_the_sdk_sees_it() throws Exception {
    authorized(official);
    String openid = sandbox.wechat().users(official).add(true);
    WxMpService account = officialAccount();
    account.setMaxRetryTimes(0);
    assertThat(account.getUserService().userInfo(openid).getSubscribe()).isTrue();

    Await.past(PAST_LAG);
    wechat.killTokenOf(official);

    assertThat(account.getUserService().userInfo(openid).getSubscribe()).isTrue();
    assertThat(wechat.tokensIssuedTo(official)).isEqualTo(2);
  }

  @Test
  @SuppressWarnings("deprecation") // Still what its users call.
  void users_of_its_accounts_log_in() throws Exception {
    authorized(official);
    authorized(mini);
    String follower = sandbox.wechat().users(official).add(true);
    String player = sandbox.wechat().users(mini).add(false);

    WxOAuth2AccessToken user =
        platform.oauth2getAccessToken(
            official, sandbox.wechat().users(official).consents(follower, "snsapi_userinfo"));

    assertThat(user.getOpenId()).isEqualTo(follower);
    assertThat(user.getAccessToken()).startsWith("lpu_");
    assertThat(officialAccount().getOAuth2Service().getUserInfo(user, "zh_CN").getOpenid())
        .isEqualTo(follower);
    WxOAuth2AccessToken again = platform.oauth2refreshAccessToken(official, user.getRefreshToken());
    assertThat(again.getRefreshToken()).startsWith("lpu_");
    assertThat(officialAccount().getOAuth2Service().getUserInfo(again, "zh_CN").getOpenid())
        .isEqualTo(follower);
    authorized(other);
    assertThatThrownBy(() -> platform.oauth2refreshAccessToken(other, user.getRefreshToken()))
        .as("sealed to another account")
        .hasMessageContaining("40030");
    String code = sandbox.wechat().users(mini).opensMiniProgram(player);
    assertThat(platform.miniappJscode2Session(mini, code).getOpenid()).isEqualTo(player);
  }

  private WxOpenAuthorizationInfo authorized(String account) throws Exception {
    WxOpenAuthorizationInfo info =
        platform.getQueryAuth(wechat.authorizes(account)).getAuthorizationInfo();
    assertThat(info.getAuthorizerAppid()).isEqualTo(account);
    return info;
  }

  private static String account() {
    return "wx00000000000b%04x".formatted(ACCOUNTS.incrementAndGet());
  }

  private WxMpService officialAccount() {
    WxMpService account = platform.getWxMpServiceByAppid(official);
    account
        .getWxMpConfigStorage()
        .setHostConfig(WxMpHostConfig.builder().apiHost(surface.base()).build());
    return account;
  }
}
