package io.lingpai.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.lingpai.app.App;
import io.lingpai.credential.Kind;
import io.lingpai.page.PageUrl;
import io.lingpai.platform.Issuance;
import io.lingpai.platform.IssueRequest;
import io.lingpai.platform.Platform;
import io.lingpai.platform.Verdict;
import io.lingpai.platform.http.DirectHttp;
import io.lingpai.platform.http.Http;
import io.lingpai.sandbox.HandSetClock;
import io.lingpai.sandbox.Sandbox;
import io.lingpai.sandbox.SandboxOptions;
import io.lingpai.sandbox.fault.Fault;
import io.lingpai.sandbox.wechat.WeChatApp;
import io.lingpai.secret.Secret;
import io.lingpai.wechat.WechatMini;
import io.lingpai.wechat.WechatOfficial;
import io.lingpai.wechat.signing.JsSignature;
import io.lingpai.wechat.signing.PageSigner;
import java.net.Proxy;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The platform and the sandbox were written apart from the same page; here they must agree. */
class WechatMeetsTheSandboxTest {

  private static final String ID = "wx00000000000000aa";
  private static final String SECRET = "5b5ec7e70000000000000000000000aa";
  private static final Duration LONG = Duration.ofSeconds(10);
  private static final Http HTTP = new DirectHttp(Proxy.NO_PROXY, System::nanoTime);

  private final HandSetClock clock = new HandSetClock(Instant.parse("2026-11-21T04:00:00Z"));
  private Sandbox sandbox;

  @BeforeEach
  void start() {
    sandbox = Sandbox.start(SandboxOptions.defaults().clock(clock));
  }

  @AfterEach
  void stop() {
    sandbox.close();
  }

  @Test
  void a_stable_token_stays_until_its_last_five_minutes_and_then_both_work() {
    sandbox.wechat().add(WeChatApp.official(ID, SECRET));

    Issuance.Issued first = issued("access_token", null, false);
    clock.step(Duration.ofMinutes(114));
    Issuance.Issued again = issued("access_token", null, false);
    clock.step(Duration.ofMinutes(2));
    Issuance.Issued next = issued("access_token", null, false);

    assertThat(first.validFor()).isEqualTo(Duration.ofHours(2));
    assertThat(again.value()).isEqualTo(first.value());
    assertThat(again.validFor()).isEqualTo(Duration.ofMinutes(6));
    assertThat(next.value()).isNotEqualTo(first.value());
    assertThat(check(first.value())).isInstanceOf(Verdict.Alive.class);
    clock.step(Duration.ofMinutes(4));
    assertThat(check(first.value())).isInstanceOf(Verdict.Dead.class);
    assertThat(check(next.value())).isInstanceOf(Verdict.Alive.class);
  }

  @Test
  void a_forced_token_is_new_but_not_twice_within_thirty_seconds() {
    sandbox.wechat().add(WeChatApp.official(ID, SECRET));

    Secret plain = issued("access_token", null, false).value();
    Secret forced = issued("access_token", null, true).value();
    Secret tooSoon = issued("access_token", null, true).value();

    assertThat(forced).isNotEqualTo(plain);
    assertThat(tooSoon).isEqualTo(forced);
  }

  @Test
  void tickets_come_from_a_live_token_and_blame_a_dead_one() {
    sandbox.wechat().add(WeChatApp.official(ID, SECRET));
    Secret token = issued("access_token", null, false).value();

    Secret page = issued("jsapi_ticket", token, false).value();
    Secret card = issued("wx_card_ticket", token, false).value();

    assertThat(page).isNotEqualTo(card);
    assertThat(issued("jsapi_ticket", token, false).value()).isEqualTo(page);
    clock.step(Duration.ofHours(3));
    assertThat(ask("jsapi_ticket", token, false)).isInstanceOf(Issuance.ParentRejected.class);
  }

  @Test
  void a_lost_answer_to_a_classic_token_costs_one_mint_and_is_unknown() {
    sandbox.wechat().add(WeChatApp.official(ID, SECRET));
    sandbox.next(Fault.losesTheAnswer());

    assertThat(ask("access_token", "classic", null, false)).isInstanceOf(Issuance.Unknown.class);
    assertThat(sandbox.calls().count("/cgi-bin/token")).isEqualTo(1);
  }

  @Test
  void faults_are_told_apart() {
    sandbox.wechat().add(WeChatApp.official(ID, SECRET));

    assertThat(askAfter(Fault.answersMinusOne())).isInstanceOf(Issuance.Unavailable.class);
    assertThat(askAfter(Fault.refuses(45011))).isInstanceOf(Issuance.QuotaSpent.class);
    assertThat(askAfter(Fault.refuses(40243))).isInstanceOf(Issuance.Refused.class);
    assertThat(askAfter(Fault.cutsTheBody())).isInstanceOf(Issuance.Unknown.class);
    assertThat(askAfter(Fault.answersGarbage())).isInstanceOf(Issuance.Unknown.class);
    assertThat(askAfter(Fault.answersStatus(502))).isInstanceOf(Issuance.Unknown.class);
    assertThat(ask("access_token", null, false)).isInstanceOf(Issuance.Issued.class);
  }

  @Test
  void a_wrong_secret_is_refused_on_both_ways() {
    sandbox.wechat().add(WeChatApp.official(ID, "5b5ec7e70000000000000000000000bb"));

    for (String mode : new String[] {"stable", "classic"}) {
      assertThat(ask("access_token", mode, null, false)).isInstanceOf(Issuance.Refused.class);
    }
  }

  @Test
  void a_whitelist_names_the_address_to_add() {
    sandbox.wechat().add(WeChatApp.official(ID, SECRET).whitelisting("10.0.0.1"));
    sandbox.wechat().seesCallersAs("203.0.113.7");

    Issuance outcome = ask("access_token", null, false);

    assertThat(outcome).isInstanceOf(Issuance.Refused.class);
    assertThat(((Issuance.Refused) outcome).why().ip()).isEqualTo("203.0.113.7");
  }

  @Test
  void a_risk_waits_for_the_administrator_and_ends_with_the_confirmation() {
    sandbox.wechat().add(WeChatApp.official(ID, SECRET).confirmingAddresses());
    sandbox.wechat().seesCallersAs("203.0.113.7");

    assertThat(risk().why().code()).isEqualTo("89503");
    assertThat(risk().why().code()).isEqualTo("89501");
    sandbox.wechat().behind(ID).approve("203.0.113.7");
    assertThat(ask("access_token", null, false)).isInstanceOf(Issuance.Issued.class);
  }

  @Test
  void an_administrators_no_is_kept_as_long_as_wechat_says() {
    sandbox.wechat().add(WeChatApp.official(ID, SECRET).confirmingAddresses());
    sandbox.wechat().seesCallersAs("203.0.113.7");

    risk();
    sandbox.wechat().behind(ID).refuse("203.0.113.7");

    assertThat(risk().why().code()).isEqualTo("89507");
    assertThat(risk().askAgainIn()).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void a_page_that_we_signed_is_accepted() {
    sandbox.wechat().add(WeChatApp.official(ID, SECRET).withPagesOn("shop.example.com"));
    Secret token = issued("access_token", null, false).value();
    Secret ticket = issued("jsapi_ticket", token, false).value();
    PageUrl page = PageUrl.of("https://shop.example.com/a?b=%E4%BB%A4&c=1#/cart");

    JsSignature ours = new PageSigner(clock, new Random(1)).sign(ID, ticket, page);

    assertThat(
            sandbox
                .wechat()
                .behind(ID)
                .pageSays(
                    page.value(),
                    Long.toString(ours.timestamp()),
                    ours.nonceStr(),
                    ours.signature()))
        .isEqualTo("config:ok");
  }

  @Test
  void a_token_that_somebody_else_ended_is_proved_dead() {
    sandbox.wechat().add(WeChatApp.official(ID, SECRET));
    Secret token = issued("access_token", null, false).value();

    sandbox.wechat().behind(ID).killToken();

    assertThat(check(token)).isInstanceOf(Verdict.Dead.class);
  }

  @Test
  void a_mini_program_gets_its_token_too() {
    sandbox.wechat().add(WeChatApp.mini(ID, SECRET));
    Platform platform = new WechatMini(URI.create(sandbox.baseUrl()), HTTP);
    App app = App.of("mini", WechatMini.NAME, ID, Secret.of(SECRET));

    Issuance outcome =
        platform.issue(new IssueRequest(app, platform.kinds(app).getFirst(), null, false, LONG));

    assertThat(outcome).isInstanceOf(Issuance.Issued.class);
  }

  private Issuance.RiskPending risk() {
    return (Issuance.RiskPending) ask("access_token", null, false);
  }

  private Issuance askAfter(Fault fault) {
    sandbox.next(fault);
    return ask("access_token", null, false);
  }

  private Issuance.Issued issued(String kind, @Nullable Secret parent, boolean forced) {
    return (Issuance.Issued) ask(kind, parent, forced);
  }

  private Issuance ask(String kind, @Nullable Secret parent, boolean forced) {
    return ask(kind, "stable", parent, forced);
  }

  private Issuance ask(String kind, String mode, @Nullable Secret parent, boolean forced) {
    App app = app().withSettings(Map.of("token_mode", mode));
    return platform().issue(new IssueRequest(app, kind(app, kind), parent, forced, LONG));
  }

  private Verdict check(Secret token) {
    return platform().check(app(), kind(app(), "access_token"), token, LONG);
  }

  private Kind kind(App app, String name) {
    return platform().kinds(app).stream()
        .filter(kind -> kind.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static App app() {
    return App.of("shop", WechatOfficial.NAME, ID, Secret.of(SECRET));
  }

  private Platform platform() {
    return new WechatOfficial(URI.create(sandbox.baseUrl()), HTTP);
  }
}
