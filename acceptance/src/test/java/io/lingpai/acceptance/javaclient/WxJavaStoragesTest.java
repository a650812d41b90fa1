package io.lingpai.acceptance.javaclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.binarywang.wx.miniapp.api.WxMaService;
import cn.binarywang.wx.miniapp.api.impl.WxMaServiceImpl;
import io.lingpai.acceptance.stage.Await;
import io.lingpai.client.LingpaiClient;
import io.lingpai.sandbox.wechat.BehindTheScenes.Line;
import io.lingpai.sandbox.wechat.WeChatApp;
import io.lingpai.wxjava.LingpaiMaConfig;
import io.lingpai.wxjava.LingpaiMaService;
import io.lingpai.wxjava.LingpaiMpConfig;
import io.lingpai.wxjava.LingpaiMpService;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import me.chanjar.weixin.common.bean.WxJsapiSignature;
import me.chanjar.weixin.common.enums.TicketType;
import me.chanjar.weixin.common.error.WxRuntimeException;
import me.chanjar.weixin.mp.api.WxMpService;
import me.chanjar.weixin.mp.api.impl.WxMpServiceImpl;
import me.chanjar.weixin.mp.config.WxMpHostConfig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** WxJava calls the vendor itself, with our storages: no secret is here, and nothing is fetched. */
class WxJavaStoragesTest {

  private static final String PAGE = "https://shop.example.com/a?b=1";
  private static final int THREADS = 30;

  // Short, so that the vendor's lag, in which a dead token costs no renewal, is a little over one.
  private static final Duration LIFE = Duration.ofMinutes(10);
  private static final Duration PAST_LAG = Duration.ofMillis(1_500);

  private static Ground ground;

  @BeforeAll
  static void open(@TempDir Path data) throws Exception {
    ground = new Ground();
    ground.node(Map.of("LINGPAI_DATA", data.toString()));
  }

  @AfterAll
  static void close() {
    ground.close();
  }

  @Test
  void an_official_account_works_with_tokens_and_tickets_of_ours() throws Exception {
    WeChatApp app = ground.app("works", false, LIFE);
    LingpaiMpConfig config = official("works", app, "read:works");
    WxMpService wx = with(config, new WxMpServiceImpl());
    String openid = ground.sandbox.wechat().users(app.appid()).add(true);

    assertThat(wx.getUserService().userInfo(openid).getOpenId()).isEqualTo(openid);
    assertThat(ground.behind(app).currentTicket("wx_card")).isEmpty();
    assertThat(wx.getTicket(TicketType.WX_CARD))
        .isEqualTo(ground.behind(app).currentTicket("wx_card").orElseThrow());
    WxJsapiSignature signature = wx.createJsapiSignature(PAGE);
    assertThat(signature.getAppId()).isEqualTo(app.appid());
    assertThat(wx.getJsapiTicket())
        .isEqualTo(ground.behind(app).currentTicket("jsapi").orElseThrow());

    assertThat(config.getExpiresTime()).isGreaterThan(System.currentTimeMillis());
    assertThat(config.toString()).contains("works").doesNotContain(wx.getAccessToken());
    assertThat(ground.behind(app).tokensIssued(Line.CLASSIC)).isEqualTo(1);
  }

  @Test
  void a_crowd_that_meets_a_dead_token_is_one_report_and_one_renewal() throws Exception {
    WeChatApp app = ground.app("crowd", false, LIFE);
    WxMpService wx =
        with(official("crowd", app, "read:crowd", "renew:crowd"), new WxMpServiceImpl());
    String openid = ground.sandbox.wechat().users(app.appid()).add(true);
    String first = wx.getAccessToken();
    Await.past(PAST_LAG);
    ground.behind(app).killToken();

    long before = ground.sandbox.calls().countAnswered(40001);
    List<String> seen = together(() -> wx.getUserService().userInfo(openid).getOpenId());

    assertThat(seen).hasSize(THREADS).containsOnly(openid);
    assertThat(wx.getAccessToken()).isNotEqualTo(first);
    assertThat(ground.behind(app).tokensIssued(Line.CLASSIC)).isEqualTo(2);
    System.out.printf(
        "%d threads of WxJava with our storage and a dead token: %d dead-token answers, 1 renewal,"
            + " 0 failed calls%n",
        THREADS, ground.sandbox.calls().countAnswered(40001) - before);
  }

  @Test
  void a_forced_refresh_is_a_report_and_never_a_fetch() throws Exception {
    WeChatApp app = ground.app("forced", false, LIFE);
    LingpaiMpConfig config = official("forced", app, "read:forced", "renew:forced");
    WxMpService ours = with(config, new LingpaiMpService());
    String first = ours.getAccessToken();
    Await.past(PAST_LAG);

    assertThat(ours.getAccessToken(true)).as("it lives").isEqualTo(first);
    assertThat(ours.getTicket(TicketType.JSAPI, true)).isEqualTo(ours.getJsapiTicket());
    assertThatThrownBy(() -> with(config, new WxMpServiceImpl()).getAccessToken(true))
        .isInstanceOf(WxRuntimeException.class)
        .hasMessageContaining("LingpaiMpService");
    assertThatThrownBy(
            () -> {
              config.useStableAccessToken(true);
              config.setSecret(app.secret());
              with(config, new WxMpServiceImpl()).getAccessToken(true);
            })
        .isInstanceOf(WxRuntimeException.class);

    assertThat(ground.behind(app).accepts(first)).isTrue();
    assertThat(ground.sandbox.calls().count("/cgi-bin/stable_token", app.appid())).isZero();
    assertThat(ground.behind(app).tokensIssued(Line.CLASSIC)).isEqualTo(1);
  }

  @Test
  void what_needs_the_secret_says_where_to_turn() throws Exception {
    WeChatApp app = ground.app("secretless", false, LIFE);
    WeChatApp mini = ground.app("secretless-mini", true, LIFE);
    WxMpService wx = with(official("secretless", app, "read:secretless"), new WxMpServiceImpl());
    WxMaService ma =
        with(mini("secretless-mini", mini, "read:secretless-mini"), new WxMaServiceImpl());

    assertThatThrownBy(() -> wx.getOAuth2Service().getAccessToken("a-code"))
        .isInstanceOf(WxRuntimeException.class)
        .hasMessageContaining("secretless");
    assertThatThrownBy(() -> ma.jsCode2SessionInfo("a-code"))
        .isInstanceOf(WxRuntimeException.class)
        .hasMessageContaining("LingpaiClient.login");
  }

  @Test
  void a_mini_program_works_is_healed_and_forced() throws Exception {
    WeChatApp app = ground.app("mini", true, LIFE);
    LingpaiMaConfig config = mini("mini", app, "read:mini", "renew:mini");
    WxMaService wx = with(config, new LingpaiMaService());
    String first = wx.getAccessToken();
    assertThat(addresses(wx)).contains("ip_list");
    Await.past(PAST_LAG);
    ground.behind(app).killToken();

    List<String> answers = together(() -> addresses(wx));

    String second = wx.getAccessToken(true);
    assertThat(answers).allMatch(answer -> answer.contains("ip_list"));
    assertThat(second).isNotEqualTo(first).isEqualTo(wx.getAccessToken());
    assertThatThrownBy(() -> with(config, new WxMaServiceImpl()).getAccessToken(true))
        .isInstanceOf(WxRuntimeException.class)
        .hasMessageContaining("LingpaiMaService");
    assertThat(config.toString()).doesNotContain(second);
    assertThat(ground.behind(app).tokensIssued(Line.CLASSIC)).isEqualTo(2);
  }

  /** Whoever may not report, or reports to nobody, gets the vendor's own answer in the end. */
  @Test
  void a_report_that_fails_leaves_the_vendors_answer() throws Exception {
    WeChatApp app = ground.app("unheard", false, LIFE);
    WxMpService wx = with(official("unheard", app, "read:unheard"), new WxMpServiceImpl());
    String openid = ground.sandbox.wechat().users(app.appid()).add(true);
    wx.getAccessToken();
    ground.behind(app).killToken();

    assertThatThrownBy(() -> wx.getUserService().userInfo(openid)).hasMessageContaining("40001");
  }

  private static String addresses(WxMaService wx) throws Exception {
    return wx.get("https://api.weixin.qq.com/cgi-bin/get_api_domain_ip", null);
  }

  private static LingpaiMpConfig official(String name, WeChatApp app, String... grants)
      throws Exception {
    LingpaiClient client = ground.client(grants);
    LingpaiMpConfig config = new LingpaiMpConfig(client, name, app.appid());
    WxMpHostConfig hosts = new WxMpHostConfig();
    hosts.setApiHost(ground.sandbox.baseUrl());
    config.setHostConfig(hosts);
    return config;
  }

  private static LingpaiMaConfig mini(String name, WeChatApp app, String... grants)
      throws Exception {
    LingpaiMaConfig config = new LingpaiMaConfig(ground.client(grants), name, app.appid());
    config.setApiHostUrl(ground.sandbox.baseUrl());
    return config;
  }

  private static WxMpService with(LingpaiMpConfig config, WxMpService service) {
    service.setWxMpConfigStorage(config);
    return service;
  }

  private static WxMaService with(LingpaiMaConfig config, WxMaService service) {
    service.setWxMaConfig(config);
    return service;
  }

  private static <T> List<T> together(Callable<T> call) throws Exception {
    CountDownLatch start = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<T>> answers = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        answers.add(
            threads.submit(
                () -> {
                  start.await();
                  return call.call();
                }));
      }
      start.countDown();
      List<T> all = new ArrayList<>();
      for (Future<T> answer : answers) {
        all.add(answer.get());
      }
      return all;
    }
  }
}
