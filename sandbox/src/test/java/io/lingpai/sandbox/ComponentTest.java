package io.lingpai.sandbox;

import static io.lingpai.sandbox.SampleApps.MINI;
import static io.lingpai.sandbox.SampleApps.NEWS;
import static io.lingpai.sandbox.SampleApps.PLATFORM;
import static io.lingpai.sandbox.SampleApps.PLATFORM_SECRET;
import static io.lingpai.sandbox.SampleApps.SHOP;
import static io.lingpai.sandbox.fault.Fault.losesTheAnswer;
import static io.lingpai.sandbox.fault.Fault.refuses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.lingpai.sandbox.callback.Delivery;
import io.lingpai.sandbox.callback.Delivery.Outcome;
import io.lingpai.sandbox.wechat.ComponentDesk;
import io.lingpai.sandbox.wechat.WeChatComponent;
import io.lingpai.sandbox.wechat.WeChatRules;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A third-party platform, from its first ticket to the tokens of those who authorize it. */
class ComponentTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  private final HandSetClock clock = new HandSetClock(Instant.parse("2026-11-21T04:00:00Z"));
  private final Endpoint endpoint = new Endpoint();
  private Sandbox sandbox;
  private Caller caller;
  private PlatformCaller calls;
  private ComponentDesk platform;

  @BeforeEach
  void connect() {
    sandbox =
        Sandbox.start(
            SandboxOptions.defaults()
                .clock(clock)
                .apps(SampleApps.wechat())
                .component(SampleApps.platform()));
    caller = new Caller(sandbox);
    calls = new PlatformCaller(caller);
    platform = sandbox.wechat().component(PLATFORM);
    platform.calledBackAt(
        endpoint.url("/events"),
        endpoint.url("/messages/$APPID$"),
        Endpoint.TOKEN,
        Endpoint.AES_KEY);
  }

  @AfterEach
  void disconnect() {
    sandbox.close();
    endpoint.close();
  }

  private String componentToken() {
    platform.pushTicket().settled(SOON);
    return calls
        .token(platform.newestTicket().orElseThrow())
        .path("component_access_token")
        .asText();
  }

  private static int code(JsonNode answer) {
    return answer.path("errcode").asInt();
  }

  private Delivery last(String account, String kind) {
    return sandbox.wechat().pushes().last(account, kind).orElseThrow().settled(SOON);
  }

  @Test
  void a_ticket_is_pushed_encrypted_and_buys_a_token() {
    Delivery delivery = platform.pushTicket().settled(SOON);
    assertThat(delivery.outcome()).isEqualTo(Outcome.TAKEN);

    assertThat(endpoint.got)
        .allSatisfy(
            got -> {
              assertThat(got.path()).isEqualTo("/events");
              assertThat(got.body())
                  .startsWith("<xml><AppId><![CDATA[" + PLATFORM + "]]></AppId><Encrypt>");
            })
        .anySatisfy(
            got ->
                assertThat(got.opened(PLATFORM))
                    .contains(
                        "<InfoType><![CDATA[component_verify_ticket]]>",
                        platform.newestTicket().orElseThrow(),
                        "<CreateTime>" + clock.instant().getEpochSecond()));

    JsonNode told = calls.token(platform.newestTicket().orElseThrow());
    assertThat(told.path("expires_in").asInt()).isEqualTo(7200);
    assertThat(platform.accepts(told.path("component_access_token").asText())).isTrue();
  }

  @Test
  void tickets_follow_the_clock_and_live_twelve_hours() {
    String first = awaitTicketAfter("");
    clock.step(Duration.ofMinutes(10));
    String second = awaitTicketAfter(first);

    assertThat(calls.token(first).has("errcode")).isFalse();
    assertThat(code(calls.token("ticket@@@never"))).isEqualTo(61006);
    sandbox.wechat().rules(WeChatRules.usual().newestVerifyTicketOnly());
    assertThat(code(calls.token(first))).isEqualTo(61006);
    assertThat(calls.token(second).has("errcode")).isFalse();

    platform.stopsPushing();
    clock.step(Duration.ofHours(12));
    assertThat(code(calls.token(second))).isEqualTo(61005);
    assertThat(startPushing().path("errmsg").asText()).isEqualTo("ok");
    assertThat(calls.token(awaitTicketAfter(second)).has("errcode")).isFalse();
    assertThat(startPushing().path("errmsg").asText()).isEqualTo("in a normal state");
  }

  private JsonNode startPushing() {
    return calls.call(
        "api_start_push_ticket",
        "",
        "{'component_appid':'%s','component_secret':'%s'}".formatted(PLATFORM, PLATFORM_SECRET));
  }

  private String awaitTicketAfter(String former) {
    long giveUp = System.nanoTime() + SOON.toNanos();
    while (platform.newestTicket().filter(one -> !one.equals(former)).isEmpty()) {
      assertThat(System.nanoTime()).as("no ticket came").isLessThan(giveUp);
      Thread.onSpinWait();
    }
    return platform.newestTicket().orElseThrow();
  }

  @Test
  void an_authorization_goes_from_the_page_to_a_token_for_the_account() {
    String token = componentToken();
    String preAuth =
        calls
            .call("api_create_preauthcode", token, "{'component_appid':'" + PLATFORM + "'}")
            .path("pre_auth_code")
            .asText();
    String page =
        "/cgi-bin/componentloginpage?component_appid="
            + PLATFORM
            + "&pre_auth_code="
            + preAuth
            + "&redirect_uri=http%3A%2F%2Fhost%2Fback%3Fx%3D1&auth_type=3";
    assertThat(caller.answer(caller.request(page).GET()).body()).contains(SHOP, MINI);

    String back =
        caller
            .answer(caller.request(page + "&sandbox_account=" + SHOP).GET())
            .headers()
            .firstValue("Location")
            .orElseThrow();
    assertThat(back).startsWith("http://host/back?x=1&auth_code=").endsWith("&expires_in=600");
    assertThat(caller.answer(caller.request(page).GET()).body()).contains("pre_auth_code");

    String told = endpoint.got.get(indexOf(last(SHOP, "authorized"))).opened(PLATFORM);
    String code = told.replaceAll("(?s).*<AuthorizationCode><!\\[CDATA\\[(.*?)]].*", "$1");
    assertThat(back.replace("%40", "@")).contains(code);
    assertThat(told).contains(preAuth, "<AuthorizerAppid><![CDATA[" + SHOP);

    JsonNode info = calls.query(token, code).path("authorization_info");
    assertThat(info.path("authorizer_appid").asText()).isEqualTo(SHOP);
    assertThat(info.path("func_info").path(0).path("funcscope_category").path("id").asInt())
        .isEqualTo(1);
    assertThat(code(calls.query(token, code))).isEqualTo(61009);
    String onBehalf = info.path("authorizer_access_token").asText();
    assertThat(caller.use(onBehalf)).isZero();
    assertThat(caller.get("/cgi-bin/user/get?access_token=" + onBehalf).path("total").asInt())
        .isEqualTo(3);
    assertThat(code(calls.about("api_get_authorizer_info", onBehalf, SHOP))).isEqualTo(61014);
    assertThat(code(caller.get("/cgi-bin/user/get?access_token=" + token))).isEqualTo(61015);
  }

  private int indexOf(Delivery delivery) {
    for (int i = 0; i < endpoint.got.size(); i++) {
      if (endpoint.got.get(i).opened(PLATFORM).contains(delivery.push().kind() + "]]")) {
        return i;
      }
    }
    throw new AssertionError("never arrived: " + delivery);
  }

  @Test
  void a_code_lives_ten_minutes() {
    String token = componentToken();
    String code = platform.authorizes(SHOP);
    clock.step(Duration.ofMinutes(10));
    assertThat(code(calls.query(token, code))).isEqualTo(61010);
    assertThat(code(calls.query(token, "queryauthcode@@@none"))).isEqualTo(61009);
  }

  @Test
  void a_refresh_token_lasts_unless_it_rotates_and_then_the_old_one_is_dead_at_once() {
    String token = componentToken();
    calls.query(token, platform.authorizes(SHOP));
    String first = platform.refreshToken(SHOP);
    String one = calls.refresh(token, SHOP, first).path("authorizer_access_token").asText();
    JsonNode again = calls.refresh(token, SHOP, first);
    assertThat(again.path("authorizer_refresh_token").asText()).isEqualTo(first);
    assertThat(caller.use(one)).isZero();
    clock.step(Duration.ofMinutes(5));
    assertThat(caller.use(one)).isEqualTo(40001);
    assertThat(caller.use(again.path("authorizer_access_token").asText())).isZero();

    platform.rotatesRefreshTokens(true);
    String second = calls.refresh(token, SHOP, first).path("authorizer_refresh_token").asText();
    assertThat(second).isNotEqualTo(first);
    assertThat(code(calls.refresh(token, SHOP, first))).isEqualTo(61023);
    assertThat(calls.refresh(token, SHOP, second).has("errcode")).isFalse();
    assertThat(code(calls.refresh(token, SHOP, ""))).isEqualTo(61023);
    assertThat(code(calls.refresh(token, NEWS, second))).isEqualTo(61003);
  }

  @Test
  void a_lost_answer_of_a_rotating_refresh_leaves_only_the_list_to_ask() {
    String token = componentToken();
    calls.query(token, platform.authorizes(SHOP));
    platform.rotatesRefreshTokens(true);
    String held = platform.refreshToken(SHOP);
    sandbox.next(losesTheAnswer().on("/cgi-bin/component/api_authorizer_token").forApp(SHOP));

    assertThatThrownBy(() -> calls.refresh(token, SHOP, held))
        .isInstanceOf(UncheckedIOException.class);

    assertThat(code(calls.refresh(token, SHOP, held))).isEqualTo(61023);
    String listed = list(token, 0, 1).path("list").path(0).path("refresh_token").asText();
    assertThat(calls.refresh(token, SHOP, listed).has("errcode")).isFalse();

    sandbox.next(refuses(61004).on("/cgi-bin/component/*"));
    assertThat(list(token, 0, 1).path("errmsg").asText()).contains("requestIP: 127.0.0.1");
  }

  @Test
  void two_platforms_are_told_their_own_only() {
    String other = "wx00000000000000aa";
    sandbox.wechat().add(WeChatComponent.of(other, PLATFORM_SECRET));
    ComponentDesk second = sandbox.wechat().component(other);
    second.calledBackAt(
        endpoint.url("/other"), endpoint.url("/other/$APPID$"), Endpoint.TOKEN, Endpoint.AES_KEY);
    platform.pushTicket().settled(SOON);
    second.pushTicket().settled(SOON);

    assertThat(code(calls.token(second.newestTicket().orElseThrow()))).isEqualTo(61006);
    assertThat(endpoint.got)
        .allSatisfy(
            got ->
                assertThat(got.opened(got.path().equals("/other") ? other : PLATFORM))
                    .contains("component_verify_ticket"));
    String token = componentToken();
    assertThat(code(calls.query(token, second.authorizes(SHOP)))).isEqualTo(61009);
  }

  @Test
  void a_withdrawal_is_pushed_and_ends_everything_until_the_account_authorizes_anew() {
    String token = componentToken();
    String onBehalf =
        calls
            .query(token, platform.authorizes(SHOP))
            .path("authorization_info")
            .path("authorizer_access_token")
            .asText();
    String before = platform.refreshToken(SHOP);
    platform.withdraws(SHOP);

    assertThat(last(SHOP, "unauthorized").outcome()).isEqualTo(Outcome.TAKEN);
    assertThat(caller.use(onBehalf)).isEqualTo(40001);
    assertThat(code(calls.refresh(token, SHOP, before))).isEqualTo(61003);
    assertThat(code(calls.about("api_get_authorizer_info", token, SHOP))).isEqualTo(61003);

    platform.authorizes(SHOP);
    assertThat(code(calls.refresh(token, SHOP, before))).isEqualTo(61023);
    assertThat(calls.about("api_get_authorizer_info", token, SHOP).path("authorization_info"))
        .noneMatch(node -> node.asText().startsWith("refreshtoken@@@"));
  }

  @Test
  void a_change_of_permissions_is_pushed_and_no_change_is_not() {
    String token = componentToken();
    platform.authorizes(SHOP);
    platform.authorizes(SHOP);
    assertThat(sandbox.wechat().pushes().to(SHOP, "updateauthorized")).isEmpty();
    String onBehalf =
        calls
            .query(token, platform.authorizes(SHOP, Set.of(1)))
            .path("authorization_info")
            .path("authorizer_access_token")
            .asText();
    assertThat(last(SHOP, "updateauthorized").outcome()).isEqualTo(Outcome.TAKEN);
    assertThat(code(caller.get("/cgi-bin/user/get?access_token=" + onBehalf))).isEqualTo(61007);
  }

  @Test
  void the_list_is_paged_and_shows_refresh_tokens_of_those_that_were_fetched() {
    platform.seedAuthorizers(501, 0, true);
    platform.authorizes(SHOP);
    String token = componentToken();

    JsonNode page = list(token, 0, 500);
    assertThat(page.path("total_count").asInt()).isEqualTo(502);
    assertThat(page.path("list")).hasSize(500).allMatch(one -> one.has("refresh_token"));
    JsonNode rest = list(token, 500, 500).path("list");
    assertThat(rest).hasSize(2);
    assertThat(rest.path(1).path("authorizer_appid").asText()).isEqualTo(SHOP);
    assertThat(rest.path(1).has("refresh_token")).isFalse();
    assertThat(list(token, 502, 500).path("list")).isEmpty();
    assertThat(code(list(token, 0, 501))).isEqualTo(40170);
    assertThat(code(list(token, -1, 1))).isEqualTo(40097);
  }

  private JsonNode list(String token, int offset, int count) {
    return calls.call(
        "api_get_authorizer_list",
        token,
        "{'component_appid':'%s','offset':%d,'count':%d}".formatted(PLATFORM, offset, count));
  }

  @Test
  void options_are_read_and_set_with_either_token() {
    String token = componentToken();
    String onBehalf =
        calls
            .query(token, platform.authorizes(SHOP))
            .path("authorization_info")
            .path("authorizer_access_token")
            .asText();
    String body = "{'component_appid':'%s','authorizer_appid':'%s',".formatted(PLATFORM, SHOP);
    String voice = body + "'option_name':'voice_recognize'";
    assertThat(code(calls.call("set_authorizer_option", token, voice + ",'option_value':'1'}")))
        .isZero();
    assertThat(
            calls
                .call("get_authorizer_option", onBehalf, voice + "}")
                .path("option_value")
                .asText())
        .isEqualTo("1");
    assertThat(code(calls.call("set_authorizer_option", token, voice + ",'option_value':'7'}")))
        .isEqualTo(61013);
    assertThat(code(calls.call("get_authorizer_option", token, body + "'option_name':'x'}")))
        .isEqualTo(61012);
    platform.authorizes(SHOP, Set.of(2));
    assertThat(code(calls.call("get_authorizer_option", token, voice + "}"))).isEqualTo(61007);
  }

  @Test
  void what_is_missing_or_wrong_is_refused_by_number() {
    String token = componentToken();
    assertThat(code(calls.call("api_component_token", "", "{}"))).isEqualTo(41018);
    assertThat(code(calls.call("api_component_token", "", "{'component_appid':'wx1'}")))
        .isEqualTo(41004);
    assertThat(
            code(
                calls.call(
                    "api_component_token",
                    "",
                    "{'component_appid':'wx1','component_appsecret':'x','component_verify_ticket':'t'}")))
        .isEqualTo(61011);
    assertThat(code(calls.call("api_create_preauthcode", "", "{}"))).isEqualTo(41001);
    assertThat(code(calls.call("api_create_preauthcode", "39_nobodys", "{}"))).isEqualTo(40001);
    assertThat(code(calls.call("api_create_preauthcode", token, "{}"))).isEqualTo(41018);
    assertThat(code(calls.call("api_create_preauthcode", token, ""))).isEqualTo(44002);
    assertThat(code(calls.call("api_create_preauthcode", token, "{"))).isEqualTo(47001);
    assertThat(code(calls.call("api_create_preauthcode", token, "{'component_appid':'wx1'}")))
        .isEqualTo(40013);
    assertThat(code(caller.get("/cgi-bin/component/api_component_token"))).isEqualTo(43002);
    assertThat(code(caller.token(PLATFORM, PLATFORM_SECRET))).isEqualTo(61024);
    platform.whitelist(Set.of("203.0.113.1"));
    assertThat(calls.call("api_create_preauthcode", token, "{}").path("errmsg").asText())
        .startsWith("access clientip is not registered requestIP: 127.0.0.1 rid: ");
    platform.whitelist(Set.of());
    platform.killToken();
    assertThat(code(calls.call("api_create_preauthcode", token, "{}"))).isEqualTo(40001);
  }
}
