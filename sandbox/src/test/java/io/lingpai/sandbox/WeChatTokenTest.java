package io.lingpai.sandbox;

import static io.lingpai.sandbox.SampleApps.NEWS;
import static io.lingpai.sandbox.SampleApps.NEWS_SECRET;
import static io.lingpai.sandbox.SampleApps.SHOP;
import static io.lingpai.sandbox.SampleApps.SHOP_SECRET;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lingpai.sandbox.wechat.BehindTheScenes.Line;
import io.lingpai.sandbox.wechat.WeChatRules;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WeChatTokenTest {
  private final HandSetClock clock = new HandSetClock(Instant.parse("2026-11-21T04:00:00Z"));
  private Sandbox sandbox;
  private Caller caller;

  @BeforeEach
  void start() {
    sandbox = Sandbox.start(SandboxOptions.defaults().clock(clock).apps(SampleApps.wechat()));
    caller = new Caller(sandbox);
  }

  @AfterEach
  void stop() {
    sandbox.close();
  }

  private String fetch() {
    return caller.token(SHOP, SHOP_SECRET).path("access_token").asText();
  }

  private String read(boolean force) {
    return caller.stableToken(SHOP, SHOP_SECRET, force).path("access_token").asText();
  }

  private void after(int seconds) {
    clock.step(Duration.ofSeconds(seconds));
  }

  @Test
  void a_token_says_its_life_and_no_errcode() {
    JsonNode told = caller.token(SHOP, SHOP_SECRET);

    assertThat(told.path("expires_in").asInt()).isEqualTo(7200);
    assertThat(told.path("access_token").asText()).startsWith("39_SBXTOKEN").hasSize(157);
    assertThat(told.has("errcode")).isFalse();
  }

  @Test
  void the_former_token_works_for_five_minutes_and_not_longer() {
    String first = fetch();
    after(100);
    String second = fetch();

    after(299);
    assertThat(caller.use(first)).isZero();
    after(1);
    assertThat(caller.use(first)).isEqualTo(40001);
    assertThat(caller.use(second)).isZero();
  }

  @Test
  void the_overlap_does_not_prolong_a_life() {
    String first = fetch();
    after(7100);
    fetch();

    after(99);
    assertThat(caller.use(first)).isZero();
    after(1);
    assertThat(caller.use(first)).isEqualTo(42001);
  }

  @Test
  void a_token_left_alone_expires() {
    String token = fetch();
    after(7199);
    assertThat(caller.use(token)).isZero();
    after(1);
    assertThat(caller.use(token)).isEqualTo(42001);
  }

  @Test
  void the_value_before_last_keeps_its_own_overlap() {
    String first = fetch();
    after(100);
    fetch();
    after(100);
    fetch();

    assertThat(caller.use(first)).isZero();
    after(200);
    assertThat(caller.use(first)).isEqualTo(40001);
  }

  @Test
  void the_value_before_last_dies_at_once_where_the_rules_say_so() {
    sandbox.wechat().rules(WeChatRules.usual().olderTokensDyingAtOnce());
    String first = fetch();
    String second = fetch();
    assertThat(caller.use(first)).isZero();
    fetch();

    assertThat(caller.use(first)).isEqualTo(40001);
    assertThat(caller.use(second)).isZero();
  }

  @Test
  void a_stable_token_comes_back_with_what_is_left_of_its_life() {
    String first = read(false);
    after(6800);
    JsonNode again = caller.stableToken(SHOP, SHOP_SECRET, false);

    assertThat(again.path("access_token").asText()).isEqualTo(first);
    assertThat(again.path("expires_in").asInt()).isEqualTo(400);
  }

  @Test
  void a_stable_token_changes_when_five_minutes_are_left() {
    String first = read(false);
    after(6899);
    assertThat(read(false)).isEqualTo(first);
    after(1);
    JsonNode next = caller.stableToken(SHOP, SHOP_SECRET, false);

    assertThat(next.path("access_token").asText()).isNotEqualTo(first);
    assertThat(next.path("expires_in").asInt()).isEqualTo(7200);
    after(299);
    assertThat(caller.use(first)).isZero();
    after(1);
    assertThat(caller.use(first)).isEqualTo(42001);
  }

  @Test
  void two_forces_thirty_seconds_apart_end_a_leaked_token() {
    String leaked = read(false);
    String second = read(true);
    assertThat(caller.use(leaked)).isZero();

    after(29);
    assertThat(read(true)).isEqualTo(second);
    after(1);
    String third = read(true);

    assertThat(third).isNotEqualTo(second);
    assertThat(caller.use(leaked)).isEqualTo(40001);
    assertThat(caller.use(second)).isZero();
  }

  @Test
  void a_day_has_twenty_forces() {
    for (int i = 0; i < 20; i++) {
      read(true);
      after(30);
    }
    assertThat(caller.stableToken(SHOP, SHOP_SECRET, true).path("errcode").asInt())
        .isEqualTo(45009);

    sandbox.wechat().rules(WeChatRules.usual().forcesOverQuotaUnchanged());
    assertThat(read(true)).isEqualTo(sandbox.wechat().behind(SHOP).currentToken(Line.STABLE).get());

    clock.step(Duration.ofHours(24));
    sandbox.wechat().rules(WeChatRules.usual());
    assertThat(read(true)).isNotEmpty();
  }

  @Test
  void the_two_endpoints_leave_each_other_alone() {
    String stable = read(false);
    String classic = fetch();
    fetch();
    after(301);

    assertThat(caller.use(stable)).isZero();
    assertThat(caller.use(classic)).isEqualTo(40001);
    assertThat(read(false)).isEqualTo(stable);
  }

  @Test
  void a_shorter_life_shortens_every_interval() {
    JsonNode first = caller.token(NEWS, NEWS_SECRET);
    assertThat(first.path("expires_in").asInt()).isEqualTo(600);
    caller.token(NEWS, NEWS_SECRET);

    after(24);
    assertThat(caller.use(first.path("access_token").asText())).isZero();
    after(1);
    assertThat(caller.use(first.path("access_token").asText())).isEqualTo(40001);
  }

  @Test
  void a_killed_token_is_dead_and_replaced_unless_it_is_handed_out_still() {
    String stable = read(false);
    sandbox.wechat().behind(SHOP).killToken();
    assertThat(caller.use(stable)).isEqualTo(40001);
    String next = read(false);
    assertThat(next).isNotEqualTo(stable);

    sandbox.wechat().behind(SHOP).killTokenAndHandItOutStill();
    assertThat(read(false)).isEqualTo(next);
    assertThat(caller.use(next)).isEqualTo(40001);
    assertThat(caller.use(read(true))).isZero();
  }

  @Test
  void a_foreign_fetch_ends_ours_after_the_overlap() {
    String ours = fetch();
    String theirs = sandbox.wechat().behind(SHOP).foreignFetch(Line.CLASSIC);

    assertThat(caller.use(theirs)).isZero();
    assertThat(caller.use(ours)).isZero();
    after(300);
    assertThat(caller.use(ours)).isEqualTo(40001);
    assertThat(sandbox.wechat().behind(SHOP).tokensIssued(Line.CLASSIC)).isEqualTo(2);
  }

  @Test
  void tokens_never_issued_or_not_tokens_at_all_are_told_apart() {
    assertThat(caller.use("39_SBXTOKENneverissued")).isEqualTo(40001);
    assertThat(caller.use("garbage!")).isEqualTo(40014);
    assertThat(caller.get("/cgi-bin/get_api_domain_ip").path("errcode").asInt()).isEqualTo(41001);
  }
}
