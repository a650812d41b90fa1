package io.lingpai.sandbox;

import static io.lingpai.sandbox.SampleApps.MINI;
import static io.lingpai.sandbox.SampleApps.MINI_SECRET;
import static io.lingpai.sandbox.SampleApps.NEWS;
import static io.lingpai.sandbox.SampleApps.SHOP;
import static io.lingpai.sandbox.SampleApps.SHOP_SECRET;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lingpai.sandbox.wechat.WeChatApp;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UserTest {
  private final HandSetClock clock = new HandSetClock(Instant.parse("2026-11-21T04:00:00Z"));
  private Sandbox sandbox;
  private Caller caller;
  private String openid;

  @BeforeEach
  void start() {
    sandbox = Sandbox.start(SandboxOptions.defaults().clock(clock).apps(SampleApps.wechat()));
    caller = new Caller(sandbox);
    openid = sandbox.wechat().users(SHOP).openids().get(0);
  }

  @AfterEach
  void stop() {
    sandbox.close();
  }

  private JsonNode exchange(String code) {
    return caller.get(
        "/sns/oauth2/access_token?appid=%s&secret=%s&code=%s&grant_type=authorization_code"
            .formatted(SHOP, SHOP_SECRET, code));
  }

  private JsonNode refresh(String refreshToken) {
    return caller.get(
        "/sns/oauth2/refresh_token?appid=%s&grant_type=refresh_token&refresh_token=%s"
            .formatted(SHOP, refreshToken));
  }

  private JsonNode login(String code) {
    return caller.get(
        "/sns/jscode2session?appid=%s&secret=%s&js_code=%s&grant_type=authorization_code"
            .formatted(MINI, MINI_SECRET, code));
  }

  private static int code(JsonNode answer) {
    return answer.path("errcode").asInt();
  }

  @Test
  void a_follower_is_described_without_nickname_and_a_stranger_hardly_at_all() {
    String token = caller.token(SHOP, SHOP_SECRET).path("access_token").asText();
    String path = "/cgi-bin/user/info?access_token=" + token + "&openid=" + openid;

    JsonNode follower = caller.get(path);
    assertThat(follower.path("subscribe").asInt()).isEqualTo(1);
    assertThat(follower.path("subscribe_time").asLong())
        .isEqualTo(clock.instant().getEpochSecond());
    assertThat(follower.path("nickname").asText()).isEmpty();
    assertThat(follower.path("unionid").asText()).hasSize(28);

    sandbox.wechat().users(SHOP).follow(openid, false);
    JsonNode gone = caller.get(path);
    assertThat(gone.path("subscribe").asInt()).isZero();
    assertThat(gone.has("subscribe_time")).isFalse();
    assertThat(code(caller.get("/cgi-bin/user/info?access_token=" + token + "&openid=x")))
        .isEqualTo(40003);
  }

  @Test
  void one_person_has_one_unionid_and_an_openid_for_each_app() {
    String other = sandbox.wechat().users(NEWS).openids().get(0);
    assertThat(other).isNotEqualTo(openid);

    String code = sandbox.wechat().users(MINI).opensMiniProgram(openidOf(MINI));
    String token = caller.token(SHOP, SHOP_SECRET).path("access_token").asText();
    assertThat(login(code).path("unionid").asText())
        .isEqualTo(
            caller
                .get("/cgi-bin/user/info?access_token=" + token + "&openid=" + openid)
                .path("unionid")
                .asText());
  }

  private String openidOf(String appid) {
    return sandbox.wechat().users(appid).openids().get(0);
  }

  @Test
  void the_list_of_followers_ends_with_an_empty_page() {
    sandbox.wechat().add(WeChatApp.official(SHOP, SHOP_SECRET).followedBy(10_001));
    String token = caller.token(SHOP, SHOP_SECRET).path("access_token").asText();
    String path = "/cgi-bin/user/get?access_token=" + token + "&next_openid=";

    JsonNode first = caller.get(path);
    assertThat(first.path("total").asInt()).isEqualTo(10_001);
    assertThat(first.path("count").asInt()).isEqualTo(10_000);
    JsonNode second = caller.get(path + first.path("next_openid").asText());
    assertThat(second.path("count").asInt()).isEqualTo(1);
    JsonNode third = caller.get(path + second.path("next_openid").asText());
    assertThat(third.path("count").asInt()).isZero();
    assertThat(third.path("next_openid").asText()).isEmpty();
    assertThat(third.has("data")).isFalse();
  }

  @Test
  void several_users_at_once_and_no_more_than_a_hundred() {
    String token = caller.token(SHOP, SHOP_SECRET).path("access_token").asText();
    String path = "/cgi-bin/user/info/batchget?access_token=" + token;
    String one = "{\"openid\":\"" + openid + "\"}";

    JsonNode told = caller.post(path, "{\"user_list\":[" + one + "]}");
    assertThat(told.path("user_info_list")).hasSize(1);
    String many = "{\"user_list\":[" + (one + ",").repeat(100) + one + "]}";
    assertThat(code(caller.post(path, many))).isEqualTo(40032);
  }

  @Test
  void a_message_needs_a_follower() {
    String token = caller.token(SHOP, SHOP_SECRET).path("access_token").asText();
    String path = "/cgi-bin/message/custom/send?access_token=" + token;
    String body = "{\"touser\":\"%s\",\"msgtype\":\"text\",\"text\":{\"content\":\"你好\"}}";

    assertThat(code(caller.post(path, body.formatted(openid)))).isZero();
    assertThat(code(caller.post(path, body.formatted("nobody")))).isEqualTo(40003);
    sandbox.wechat().users(SHOP).follow(openid, false);
    assertThat(code(caller.post(path, body.formatted(openid)))).isEqualTo(43004);
  }

  @Test
  void a_code_is_good_once_for_five_minutes_and_for_its_own_app() {
    String used = sandbox.wechat().users(SHOP).consents(openid, "snsapi_base");
    assertThat(exchange(used).path("openid").asText()).isEqualTo(openid);
    assertThat(code(exchange(used))).isEqualTo(40163);

    String late = sandbox.wechat().users(SHOP).consents(openid, "snsapi_base");
    clock.step(Duration.ofSeconds(301));
    assertThat(code(exchange(late))).isEqualTo(40029);
    String foreign = sandbox.wechat().users(NEWS).consents(openidOf(NEWS), "snsapi_base");
    assertThat(code(exchange(foreign))).isEqualTo(40029);
  }

  @Test
  void a_users_token_is_prolonged_while_it_lives_and_replaced_after() {
    JsonNode first = exchange(sandbox.wechat().users(SHOP).consents(openid, "snsapi_userinfo"));
    String refreshToken = first.path("refresh_token").asText();
    assertThat(first.path("unionid").asText()).isNotEmpty();

    clock.step(Duration.ofHours(1));
    assertThat(refresh(refreshToken).path("access_token")).isEqualTo(first.path("access_token"));
    clock.step(Duration.ofHours(2));
    JsonNode replaced = refresh(refreshToken);
    assertThat(replaced.path("access_token")).isNotEqualTo(first.path("access_token"));

    clock.step(Duration.ofDays(30));
    assertThat(code(refresh(refreshToken))).isEqualTo(42002);
    assertThat(code(refresh("39_other"))).isEqualTo(40030);
  }

  @Test
  void who_the_user_is_depends_on_the_scope_and_ends_with_the_password() {
    JsonNode base = exchange(sandbox.wechat().users(SHOP).consents(openid, "snsapi_base"));
    JsonNode full = exchange(sandbox.wechat().users(SHOP).consents(openid, "snsapi_userinfo"));
    String path = "/sns/userinfo?openid=%s&access_token=%s";
    String token = full.path("access_token").asText();

    assertThat(code(caller.get(path.formatted(openid, base.path("access_token").asText()))))
        .isEqualTo(48001);
    assertThat(caller.get(path.formatted(openid, token)).path("nickname").asText())
        .isEqualTo("王小明");
    assertThat(code(caller.get("/sns/auth?openid=oOther&access_token=" + token))).isEqualTo(40003);
    assertThat(code(caller.get("/sns/auth?openid=" + openid + "&access_token=" + token))).isZero();

    sandbox.wechat().users(SHOP).changesPassword(openid);
    assertThat(code(caller.get(path.formatted(openid, token)))).isEqualTo(42007);
    assertThat(code(refresh(full.path("refresh_token").asText()))).isEqualTo(42007);
  }

  @Test
  void a_mini_program_login_gives_a_session_key_that_changes_when_told() {
    String user = openidOf(MINI);
    JsonNode first = login(sandbox.wechat().users(MINI).opensMiniProgram(user));
    assertThat(Base64.getDecoder().decode(first.path("session_key").asText())).hasSize(16);
    assertThat(first.has("errcode")).isFalse();

    JsonNode again = login(sandbox.wechat().users(MINI).opensMiniProgram(user));
    assertThat(again.path("session_key")).isEqualTo(first.path("session_key"));
    sandbox.wechat().users(MINI).changesSessionKey(user);
    assertThat(login(sandbox.wechat().users(MINI).opensMiniProgram(user)).path("session_key"))
        .isNotEqualTo(first.path("session_key"));

    sandbox.wechat().users(MINI).isBlocked(user, true);
    assertThat(code(login(sandbox.wechat().users(MINI).opensMiniProgram(user)))).isEqualTo(40226);
    assertThat(code(login("nonsense"))).isEqualTo(40029);
    assertThat(code(caller.get("/sns/jscode2session?appid=" + MINI))).isEqualTo(41004);
  }

  private HttpResponse<String> authorize(String scope, String uri, String more) {
    return caller.answer(
        caller
            .request(
                "/connect/oauth2/authorize?appid=%s&redirect_uri=%s&response_type=code&scope=%s&state=s1%s"
                    .formatted(SHOP, uri, scope, more))
            .GET());
  }

  @Test
  void a_silent_login_goes_straight_back_with_a_code() {
    HttpResponse<String> back =
        authorize("snsapi_base", "https%3A%2F%2Fshop.example%2Fin%3Fa%3D1%23x", "");

    assertThat(back.statusCode()).isEqualTo(302);
    String location = back.headers().firstValue("Location").orElseThrow();
    assertThat(location).matches("https://shop\\.example/in\\?a=1&code=0SBXCODE.*&state=s1#x");
    String code = location.replaceAll(".*code=([^&]*)&.*", "$1");
    assertThat(exchange(code).path("openid").asText()).isEqualTo(openid);
  }

  @Test
  void a_consent_is_asked_for_and_may_be_refused() {
    HttpResponse<String> page = authorize("snsapi_userinfo", "https%3A%2F%2Fshop.example%2Fin", "");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).contains(openid, "拒绝");

    String target =
        "/connect/oauth2/authorize?appid=%s&redirect_uri=https%%3A%%2F%%2Fshop.example%%2Fin&response_type=code&scope=snsapi_userinfo&state=s1"
            .formatted(SHOP);
    HttpResponse<String> allowed = decide(target, "openid=" + openid);
    assertThat(allowed.headers().firstValue("Location").orElseThrow())
        .contains("code=", "state=s1");
    HttpResponse<String> refused = decide(target, "");
    assertThat(refused.headers().firstValue("Location"))
        .hasValue("https://shop.example/in?state=s1");
  }

  private HttpResponse<String> decide(String target, String form) {
    return caller.answer(
        caller
            .request(target)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form)));
  }

  @Test
  void a_return_to_another_domain_is_an_error_page() {
    sandbox.wechat().add(WeChatApp.official(SHOP, SHOP_SECRET).returningTo("shop.example"));
    assertThat(authorize("snsapi_base", "https%3A%2F%2Fevil.example%2F", "").body())
        .contains("10003");
    assertThat(authorize("snsapi_base", "javascript%3Aalert(1)", "").body()).contains("10003");
    assertThat(authorize("all", "https%3A%2F%2Fshop.example%2F", "").body()).contains("10005");
  }
}
