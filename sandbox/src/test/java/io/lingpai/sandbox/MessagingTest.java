package io.lingpai.sandbox;

import static io.lingpai.sandbox.SampleApps.PLATFORM;
import static io.lingpai.sandbox.SampleApps.SHOP;
import static io.lingpai.sandbox.SampleApps.SHOP_SECRET;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lingpai.sandbox.callback.Callback;
import io.lingpai.sandbox.callback.Delivery;
import io.lingpai.sandbox.callback.Delivery.Outcome;
import io.lingpai.sandbox.callback.PostOffice;
import io.lingpai.sandbox.callback.PushRules;
import io.lingpai.sandbox.callback.Sealing;
import io.lingpai.sandbox.wechat.BehindTheScenes;
import io.lingpai.sandbox.wechat.Users;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import me.chanjar.weixin.common.util.crypto.WxCryptUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What users do, pushed to whoever is called back, and what comes back. */
class MessagingTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  private final Endpoint endpoint = new Endpoint();
  private Sandbox sandbox;
  private BehindTheScenes shop;
  private Users users;
  private String user;

  @BeforeEach
  void connect() {
    sandbox =
        Sandbox.start(
            SandboxOptions.defaults().apps(SampleApps.wechat()).component(SampleApps.platform()));
    shop = sandbox.wechat().behind(SHOP);
    users = sandbox.wechat().users(SHOP);
    user = users.openids().get(0);
  }

  @AfterEach
  void disconnect() {
    sandbox.close();
    endpoint.close();
  }

  private Callback plain() {
    return Callback.plain(endpoint.url("/shop"), Endpoint.TOKEN);
  }

  private Callback secure() {
    return Callback.secure(endpoint.url("/shop"), Endpoint.TOKEN, Endpoint.AES_KEY);
  }

  @Test
  void in_plain_mode_a_text_is_signed_and_in_clear() {
    shop.calledBackAt(plain());
    Delivery delivery = users.writes(user, "你好 ]]> <b>").settled(SOON);

    assertThat(delivery.outcome()).isEqualTo(Outcome.TAKEN);
    Endpoint.Got got = endpoint.got.get(0);
    assertThat(got.query()).containsOnlyKeys("signature", "timestamp", "nonce", "openid");
    assertThat(got.query().get("signature"))
        .isEqualTo(
            Sealing.sign(Endpoint.TOKEN, got.query().get("timestamp"), got.query().get("nonce")));
    assertThat(got.body())
        .contains("<FromUserName><![CDATA[" + user + "]]>", "<MsgId>24000000000000001</MsgId>")
        .contains("<Content><![CDATA[你好 ]]]]><![CDATA[> <b>]]></Content>");
  }

  @Test
  void in_secure_mode_nothing_is_in_clear_and_json_is_as_json() {
    shop.calledBackAt(secure());
    users.writes(user, "secret words").settled(SOON);
    shop.calledBackAt(secure().as(Callback.Format.JSON));
    users.writes(user, "secret words").settled(SOON);

    assertThat(endpoint.got.get(0).body()).startsWith("<xml><ToUserName>");
    assertThat(endpoint.got.get(0).opened(SHOP)).contains("secret words");
    JsonNode outer = Caller.json(endpoint.got.get(1).body());
    assertThat(outer.path("ToUserName").asText()).startsWith("gh_");
    JsonNode inner =
        Caller.json(
            new WxCryptUtil(Endpoint.TOKEN, Endpoint.AES_KEY, SHOP)
                .decrypt(outer.path("Encrypt").asText()));
    assertThat(inner.path("Content").asText()).isEqualTo("secret words");
    assertThat(inner.path("CreateTime").isNumber()).isTrue();
    assertThat(endpoint.got).noneMatch(got -> got.body().contains("secret words"));
  }

  @Test
  void in_compatible_mode_both_are_there() {
    shop.calledBackAt(secure().in(Callback.Mode.COMPATIBLE));
    users.writes(user, "twice").settled(SOON);

    Endpoint.Got got = endpoint.got.get(0);
    assertThat(got.body()).contains("<Content><![CDATA[twice]]>", "<Encrypt>");
    assertThat(got.opened(SHOP)).contains("twice");
  }

  private String reply(Endpoint.Got got, String content) {
    return "<xml><ToUserName><![CDATA["
        + got.query().get("openid")
        + "]]></ToUserName><FromUserName><![CDATA["
        + got.body().replaceAll("(?s).*<ToUserName><!\\[CDATA\\[(.*?)]].*", "$1")
        + "]]></FromUserName><CreateTime>1</CreateTime><MsgType><![CDATA[text]]></MsgType>"
        + "<Content><![CDATA["
        + content
        + "]]></Content></xml>";
  }

  @Test
  void a_passive_reply_is_read_in_clear_and_encrypted_by_somebody_else_s_code() {
    shop.calledBackAt(plain());
    endpoint.answers = got -> reply(got, "hello");
    Delivery clear = users.writes(user, "hi").settled(SOON);
    assertThat(clear.outcome()).isEqualTo(Outcome.REPLIED);
    assertThat(clear.reply()).containsEntry("Content", "hello");

    shop.calledBackAt(secure());
    WxCryptUtil other = new WxCryptUtil(Endpoint.TOKEN, Endpoint.AES_KEY, SHOP);
    endpoint.answers = got -> other.encrypt(reply(got, "hello again"));
    Delivery sealed = users.writes(user, "hi").settled(SOON);
    assertThat(sealed.trouble()).isEmpty();
    assertThat(sealed.reply()).containsEntry("Content", "hello again");
  }

  @Test
  void a_reply_that_wechat_would_not_take_is_named() {
    shop.calledBackAt(secure());
    endpoint.answers = got -> reply(got, "in clear");
    assertThat(users.writes(user, "hi").settled(SOON).trouble()).contains("expected an encrypted");

    WxCryptUtil stranger = new WxCryptUtil(Endpoint.TOKEN, Endpoint.AES_KEY, "wx00000000000000ff");
    endpoint.answers = got -> stranger.encrypt(reply(got, "hello"));
    assertThat(users.writes(user, "hi").settled(SOON).trouble()).contains("sealed for");

    endpoint.answers = got -> "{\"errcode\":0}";
    Delivery odd = users.writes(user, "hi").settled(SOON);
    assertThat(odd.outcome()).isEqualTo(Outcome.MISUNDERSTOOD);
    assertThat(odd.attempts()).hasSize(1);
  }

  @Test
  void what_is_not_answered_comes_again_with_the_same_id_and_a_new_signature() {
    sandbox.wechat().pushes().rules(PushRules.usual().retryingEvery(Duration.ofMillis(20)));
    shop.calledBackAt(plain());
    endpoint.status = 500;
    Delivery delivery = users.writes(user, "anybody?").settled(SOON);

    assertThat(delivery.outcome()).isEqualTo(Outcome.UNANSWERED);
    assertThat(delivery.attempts()).hasSize(4).allMatch(one -> one.status() == 500);
    assertThat(endpoint.got.stream().map(Endpoint.Got::body).distinct()).hasSize(1);
    assertThat(endpoint.got.stream().map(got -> got.query().get("nonce")).distinct()).hasSize(4);

    PushRules strict = PushRules.usual().retryingEvery(Duration.ofMillis(20));
    sandbox.wechat().pushes().rules(strict.repeatingSignatures().trying(2));
    endpoint.got.clear();
    users.writes(user, "anybody?").settled(SOON);
    assertThat(endpoint.got.stream().map(Endpoint.Got::query).distinct()).hasSize(1);
  }

  @Test
  void who_is_too_slow_is_asked_again() {
    sandbox
        .wechat()
        .pushes()
        .rules(
            PushRules.usual().waiting(Duration.ofSeconds(2)).retryingEvery(Duration.ofMillis(300)));
    shop.calledBackAt(plain());
    Object never = new Object();
    endpoint.answers =
        got -> {
          if (endpoint.got.size() == 1) {
            synchronized (never) {
              try {
                never.wait(60_000);
              } catch (InterruptedException closing) {
                Thread.currentThread().interrupt();
              }
            }
          }
          return "";
        };
    Delivery delivery = users.writes(user, "anybody?").settled(SOON);
    assertThat(delivery.outcome()).isEqualTo(Outcome.TAKEN);
    assertThat(delivery.attempts()).hasSize(2);
    assertThat(delivery.attempts().get(0).status()).isZero();
  }

  @Test
  void following_and_unfollowing_is_told_and_shown() {
    shop.calledBackAt(plain());
    users.follow(user, false).get(0).settled(SOON);
    assertThat(endpoint.got.get(0).body()).contains("<Event><![CDATA[unsubscribe]]>");
    assertThat(info().path("subscribe").asInt()).isZero();

    users.scansCode(user, "98765").get(0).settled(SOON);
    assertThat(endpoint.got.get(1).body())
        .contains("<Event><![CDATA[subscribe]]>", "<![CDATA[qrscene_98765]]>", "<Ticket>");
    assertThat(info().path("subscribe_scene").asText()).isEqualTo("ADD_SCENE_QR_CODE");
    assertThat(info().path("qr_scene").asInt()).isEqualTo(98765);

    users.scansCode(user, "poster").get(0).settled(SOON);
    assertThat(endpoint.got.get(2).body())
        .contains("<Event><![CDATA[SCAN]]>", "<EventKey><![CDATA[poster]]>");
  }

  private JsonNode info() {
    Caller caller = new Caller(sandbox);
    String token = caller.stableToken(SHOP, SHOP_SECRET, false).path("access_token").asText();
    return caller.get("/cgi-bin/user/info?access_token=" + token + "&openid=" + user);
  }

  @Test
  void a_unionid_depends_on_the_open_platform_account_and_may_be_withheld() {
    String first = info().path("unionid").asText();
    shop.bindsTo("another");
    assertThat(info().path("unionid").asText()).isNotEqualTo(first).hasSize(28);
    users.withholdsUnionid(user, 1);
    assertThat(info().has("unionid")).isFalse();
    assertThat(info().has("unionid")).isTrue();
    shop.bindsTo(null);
    assertThat(info().has("unionid")).isFalse();
  }

  @Test
  void ten_thousand_follow_and_are_read_in_pages() {
    users.addCrowd(25_000, true);
    Caller caller = new Caller(sandbox);
    String token = caller.stableToken(SHOP, SHOP_SECRET, false).path("access_token").asText();
    String next = "";
    int read = 0;
    for (int page = 0; page < 4; page++) {
      JsonNode told =
          caller.get("/cgi-bin/user/get?access_token=" + token + "&next_openid=" + next);
      assertThat(told.path("total").asInt()).isEqualTo(25_003);
      read += told.path("data").path("openid").size();
      next = told.path("next_openid").asText();
    }
    assertThat(read).isEqualTo(25_003);
    assertThat(next).isEmpty();
  }

  @Test
  void pushes_are_held_and_come_doubled_and_out_of_order() {
    shop.calledBackAt(plain());
    shop.pushesTimes(2);
    shop.holdsPushes();
    Delivery one = users.writes(user, "one");
    Delivery two = users.writes(user, "two");
    assertThat(one.outcome()).isEqualTo(Outcome.HELD);
    assertThat(endpoint.got).isEmpty();

    shop.releasesPushes(PostOffice.Order.NEWEST_FIRST);
    one.settled(SOON);
    two.settled(SOON);
    sandbox.wechat().pushes().all().forEach(push -> push.settled(SOON));
    assertThat(endpoint.got).hasSize(4);
  }

  @Test
  void an_authorizer_s_messages_go_to_its_platform_and_to_itself() {
    sandbox
        .wechat()
        .component(PLATFORM)
        .calledBackAt(
            endpoint.url("/events"),
            endpoint.url("/messages/$APPID$"),
            Endpoint.TOKEN,
            Endpoint.AES_KEY);
    sandbox.wechat().component(PLATFORM).authorizes(SHOP);
    shop.calledBackAt(plain());
    List<Delivery> both =
        users.sends(user, "event", Map.of("Event", "CLICK", "EventKey", "menu-1"));
    both.forEach(one -> one.settled(SOON));

    assertThat(both).hasSize(2);
    assertThat(endpoint.got)
        .anySatisfy(
            got -> {
              assertThat(got.path()).isEqualTo("/messages/" + SHOP);
              assertThat(got.opened(PLATFORM)).contains("menu-1", user);
            });
    sandbox.wechat().component(PLATFORM).withdraws(SHOP);
    assertThat(users.follow(user, false)).hasSize(1);
  }

  @Test
  void a_callback_url_is_verified_by_its_echo() {
    shop.calledBackAt(plain());
    endpoint.answers = got -> got.query().getOrDefault("echostr", "");
    assertThat(shop.verifiesCallback()).isTrue();
    endpoint.answers = got -> "success";
    assertThat(shop.verifiesCallback()).isFalse();
  }
}
