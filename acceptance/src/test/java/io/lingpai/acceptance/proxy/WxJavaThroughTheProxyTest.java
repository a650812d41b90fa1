package io.lingpai.acceptance.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import cn.binarywang.wx.miniapp.api.WxMaService;
import cn.binarywang.wx.miniapp.api.impl.WxMaServiceImpl;
import cn.binarywang.wx.miniapp.config.impl.WxMaDefaultConfigImpl;
import io.lingpai.acceptance.stage.Await;
import io.lingpai.sandbox.HandSetClock;
import io.lingpai.sandbox.Sandbox;
import io.lingpai.sandbox.SandboxOptions;
import io.lingpai.sandbox.wechat.BehindTheScenes;
import io.lingpai.sandbox.wechat.BehindTheScenes.Line;
import io.lingpai.sandbox.wechat.WeChatApp;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
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

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String SHOP = "wx00000000000000a1";
  private static final String COUNTER = "wx00000000000000a2";
  private static final String SECRET = "5b5ec7e70000000000000000000000a1";

  // Short, so that an overlap is 25 seconds and the vendor's lag a little over one.
  private static final Duration LIFE = Duration.ofMinutes(10);
  private static final Duration PAST_OVERLAP = Duration.ofSeconds(26);
  private static final Duration PAST_LAG = Duration.ofMillis(1_300);
  private static final int THREADS = 60;

  private final HandSetClock vendorTime = new HandSetClock(Instant.now());
  private Sandbox sandbox;
  private Surface surface;

  @BeforeEach
  void start(@TempDir Path data) throws Exception {
    sandbox =
        Sandbox.start(
            SandboxOptions.defaults()
                .clock(vendorTime)
                .app(WeChatApp.official(SHOP, SECRET).living(LIFE))
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

  /** Invariants: a planned renewal makes nobody fail; a suspicion costs at most one renewal. */
  @Test
  void no_caller_meets_a_dead_token_through_ten_renewals_and_five_foreign_fetches()
      throws Exception {
    String openid = sandbox.wechat().users(SHOP).add(true);
    String key = surface.key("proxy:shop");
    BehindTheScenes behind = sandbox.wechat().behind(SHOP);
    Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    AtomicBoolean working = new AtomicBoolean(true);
    AtomicLong calls = new AtomicLong();
    List<WxMpService> services = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      services.add(official(key));
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < THREADS; i++) {
        WxMpService wx = services.get(i % services.size());
        threads.execute(() -> work(wx, openid, working, calls, failures));
      }
      // The first token must be there, or the first renewal would be the one that gets it.
      Await.until("the first calls", SOON, () -> calls.get() > 0);
      for (int round = 0; round < 5; round++) {
        surface.renew("shop");
        surface.renew("shop");
        LockSupport.parkNanos(PAST_LAG.toNanos());
        long minted = behind.tokensIssued(Line.CLASSIC);
        behind.foreignFetch(Line.CLASSIC);
        vendorTime.step(PAST_OVERLAP);
        Await.until("two more mints", SOON, () -> behind.tokensIssued(Line.CLASSIC) >= minted + 2);
        LockSupport.parkNanos(PAST_LAG.toNanos());
      }
      working.set(false);
    }

    assertThat(failures).isEmpty();
    assertThat(behind.tokensIssued(Line.CLASSIC)).isEqualTo(1 + 10 + 5 + 5);
    System.out.printf(
        "%d threads of WxJava through ten renewals and five foreign fetches:"
            + " %d calls, 0 failed, %d dead-token answers healed%n",
        THREADS, calls.get(), sandbox.calls().countAnswered(40001));
  }

  private static void work(
      WxMpService wx,
      String openid,
      AtomicBoolean working,
      AtomicLong calls,
      Queue<Throwable> failures) {
    while (working.get()) {
      try {
        String answer =
            wx.get(
                wx.getWxMpConfigStorage().getHostConfig().getApiHost() + "/cgi-bin/user/info",
                "openid=" + openid);
        if (!answer.contains("\"subscribe\":1")) {
          failures.add(new AssertionError(answer));
        }
      } catch (Exception e) {
        failures.add(e);
      }
      calls.incrementAndGet();
    }
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
