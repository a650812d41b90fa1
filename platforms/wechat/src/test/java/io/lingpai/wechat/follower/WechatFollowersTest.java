package io.lingpai.wechat.follower;

import static org.assertj.core.api.Assertions.assertThat;

import io.lingpai.follower.FollowerSource.Listed;
import io.lingpai.follower.Told;
import io.lingpai.platform.Finding;
import io.lingpai.platform.http.DirectHttp;
import io.lingpai.platform.http.Http;
import io.lingpai.secret.Secret;
import io.lingpai.testkit.ScriptedVendor;
import java.net.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class WechatFollowersTest {

  private static final Http HTTP = new DirectHttp(Proxy.NO_PROXY, System::nanoTime);
  private static final Duration LONG = Duration.ofSeconds(5);
  private static final Secret TOKEN = Secret.of("81_token+/");

  @Test
  void a_follower_is_read_as_the_official_example_has_it() {
    Told told =
        found(
            asked(
                """
                {"subscribe":1,"openid":"o6_bmjrPTlm6_2sgVt7hMZOPfL2M","language":"zh_CN",
                 "subscribe_time":1382694957,"unionid":"o6_bmasdasdsad6_2sgVt7hMZOPfL","remark":"",
                 "groupid":0,"tagid_list":[128,2],"subscribe_scene":"ADD_SCENE_QR_CODE",
                 "qr_scene":98765,"qr_scene_str":""}
                """,
                source -> source.ask(TOKEN, "o6_bmjrPTlm6_2sgVt7hMZOPfL2M", LONG)));

    assertThat(told.subscribed()).isTrue();
    assertThat(told.subscribedAt()).isEqualTo(Instant.ofEpochSecond(1382694957));
    assertThat(told.unionid()).isEqualTo("o6_bmasdasdsad6_2sgVt7hMZOPfL");
    assertThat(told.scene()).isEqualTo("ADD_SCENE_QR_CODE");
    assertThat(told.code()).isEqualTo("98765");
    assertThat(told.document()).isNotNull();
  }

  @Test
  void of_somebody_who_does_not_follow_nothing_else_is_needed_or_kept() {
    Told told = found(asked("{\"subscribe\":0,\"openid\":\"o1\"}", s -> s.ask(TOKEN, "o1", LONG)));

    assertThat(told).isEqualTo(new Told("o1", false, null, null, null, null, null));
  }

  @Test
  void several_are_asked_in_one_call() {
    try (ScriptedVendor vendor =
        ScriptedVendor.that(
            ScriptedVendor.answers(
                200,
                "{\"user_info_list\":[{\"subscribe\":1,\"openid\":\"o1\",\"qr_scene_str\":\"till\"},"
                    + "{\"subscribe\":0,\"openid\":\"o2\",\"unionid\":\"u2\"}]}"))) {
      List<Told> told = found(source(vendor).askSeveral(TOKEN, List.of("o1", "o2"), LONG));

      assertThat(told).extracting(Told::openid).containsExactly("o1", "o2");
      assertThat(told.getFirst().code()).isEqualTo("till");
      assertThat(told.getLast().unionid()).isEqualTo("u2");
      assertThat(vendor.requests().getFirst())
          .startsWith("POST /cgi-bin/user/info/batchget?access_token=81_token%2B%2F ")
          .endsWith(
              "{\"user_list\":[{\"openid\":\"o1\",\"lang\":\"zh_CN\"},"
                  + "{\"openid\":\"o2\",\"lang\":\"zh_CN\"}]}");
    }
  }

  @Test
  void the_list_ends_without_data_or_without_a_next() {
    Listed page =
        listed(
            "o0",
            "{\"total\":3,\"count\":2,\"data\":{\"openid\":[\"o1\",\"o2\"]},\"next_openid\":\"o2\"}");
    assertThat(page.total()).isEqualTo(3);
    assertThat(page.openids()).containsExactly("o1", "o2");
    assertThat(page.next()).isEqualTo("o2");

    Listed end = listed("o3", "{\"total\":3,\"count\":0,\"next_openid\":\"\"}");
    assertThat(end.openids()).isEmpty();
    assertThat(end.next()).isEmpty();
  }

  private static Listed listed(String after, String answer) {
    return found(asked(answer, source -> source.list(TOKEN, after, LONG)));
  }

  @Test
  void refusals_are_told_apart_by_what_can_be_done() {
    assertThat(refused(40003)).isInstanceOf(Finding.NotThisOne.class);
    assertThat(refused(42001)).isInstanceOf(Finding.TokenDead.class);
    assertThat(refused(48001)).isInstanceOf(Finding.AppRefused.class);
    assertThat(refused(45009))
        .isInstanceOfSatisfying(
            Finding.TooMany.class, many -> assertThat(many.askAgainIn()).isEqualTo(Duration.ZERO));
    assertThat(refused(-1)).isInstanceOf(Finding.Unavailable.class);
    assertThat(asked("<html>", s -> s.ask(TOKEN, "o1", LONG)))
        .isInstanceOf(Finding.Unavailable.class);
  }

  private static Finding<Told> refused(int code) {
    return asked(
        "{\"errcode\":" + code + ",\"errmsg\":\"no 81_token+/\"}", s -> s.ask(TOKEN, "o1", LONG));
  }

  private static <T> Finding<T> asked(
      String answer, Function<WechatFollowers, Finding<T>> question) {
    try (ScriptedVendor vendor = ScriptedVendor.that(ScriptedVendor.answers(200, answer))) {
      return question.apply(source(vendor));
    }
  }

  private static WechatFollowers source(ScriptedVendor vendor) {
    return new WechatFollowers(vendor.address(), HTTP);
  }

  private static <T> T found(Finding<T> finding) {
    if (finding instanceof Finding.Found<T>(T what)) {
      return what;
    }
    throw new AssertionError(finding);
  }
}
