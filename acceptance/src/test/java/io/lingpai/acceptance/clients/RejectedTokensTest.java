package io.lingpai.acceptance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.lingpai.acceptance.stage.Caller;
import io.lingpai.sandbox.wechat.BehindTheScenes;
import io.lingpai.sandbox.wechat.BehindTheScenes.Line;
import io.lingpai.sandbox.wechat.WeChatApp;
import io.lingpai.sandbox.wechat.WeChatRules;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import me.chanjar.weixin.mp.api.WxMpService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Invariant: a suspicion costs at most one check and one renewal, however many voice it. */
class RejectedTokensTest {

  private static final int REPORTERS = 1000;

  private static final Map<String, WeChatApp> APPS = new HashMap<>();
  private static Stage stage;
  private static String key;

  @BeforeAll
  static void let_all_tokens_be_held(@TempDir Path data) throws Exception {
    stage = new Stage(data);
    stage.sandbox.wechat().rules(WeChatRules.usual().olderTokensDyingAtOnce());
    key = stage.caller.key("read:*", "renew:*");
    for (String mode : new String[] {"classic", "stable"}) {
      for (String fate :
          new String[] {"alive", "killed", "insisted", "fetched", "forced", "wx50", "wx200"}) {
        String name = fate + "-" + mode;
        APPS.put(name, stage.with(name, Stage.official(), mode));
        assertThat(stage.caller.read(key, name).status()).isEqualTo(200);
      }
    }
  }

  @AfterAll
  static void close() {
    stage.close();
  }

  @ParameterizedTest
  @CsvSource({"classic", "stable"})
  void a_living_token_is_checked_once_and_kept(String mode) throws Exception {
    String name = "alive-" + mode;

    Crowd.Outcome<Caller.Answer> outcome = reported(name, 0, 1);

    assertThat(outcome.answers()).noneMatch(answer -> answer.json().path("renewed").asBoolean());
    assertThat(values(outcome)).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"classic", "stable"})
  void a_dead_token_is_checked_once_and_replaced_once(String mode) throws Exception {
    String name = "killed-" + mode;
    behind(name).killToken();

    Crowd.Outcome<Caller.Answer> outcome = reported(name, 1, 1);

    assertThat(values(outcome)).hasSize(1).allMatch(behind(name)::accepts);
  }

  @ParameterizedTest
  @CsvSource({"classic, CLASSIC", "stable, STABLE"})
  void a_token_that_others_fetched_to_death_is_replaced_once(String mode, Line line)
      throws Exception {
    String name = "fetched-" + mode;
    behind(name).foreignFetch(line);
    behind(name).foreignFetch(line);

    Crowd.Outcome<Caller.Answer> outcome = reported(name, mode.equals("stable") ? 0 : 1, 1);

    // In stable mode the vendor hands out what the other program got: nothing new is made.
    assertThat(values(outcome)).hasSize(1).allMatch(behind(name)::accepts);
  }

  @Test
  void a_vendor_that_insists_on_a_dead_token_is_forced_once() throws Exception {
    behind("insisted-stable").killTokenAndHandItOutStill();

    Crowd.Outcome<Caller.Answer> outcome = reported("insisted-stable", 1, 1);

    assertThat(values(outcome)).hasSize(1).allMatch(behind("insisted-stable")::accepts);
  }

  @ParameterizedTest
  @CsvSource({"50, classic", "50, stable", "200, classic", "200, stable"})
  void wxjavas_threads_are_healed_of_a_dead_token_by_one_renewal(int threads, String mode)
      throws Exception {
    String name = "wx" + threads + "-" + mode;
    WeChatApp app = APPS.get(name);
    String user = stage.sandbox.wechat().users(app.appid()).openids().getFirst();
    WxMpService wx = official(name, mode.equals("stable"));
    wx.getAccessToken();
    long before = issued(app);
    behind(name).killToken();

    Crowd.Outcome<String> outcome =
        Crowd.of(threads, () -> wx.get(stage.sandbox.baseUrl() + Stage.BUSINESS, "openid=" + user));

    Figures.print(
        threads + " threads of WxJava with a dead " + mode + " token",
        "tokens made",
        issued(app) - before,
        "checks",
        stage.checks(app),
        "failures",
        outcome.failures().size());
    assertThat(outcome.failures()).as(outcome.why()).isEmpty();
    assertThat(issued(app) - before).isEqualTo(1);
    assertThat(stage.checks(app)).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"classic", "stable"})
  void a_forced_refresh_is_a_suspicion_and_a_first_read_is_none(String mode) throws Exception {
    String name = "forced-" + mode;
    boolean stable = mode.equals("stable");
    WxMpService one = official(name, stable);
    WxMpService other = official(name, stable);
    String living = one.getAccessToken();
    String read = other.getAccessToken();
    long checksOfReads = stage.checks(APPS.get(name));

    behind(name).killToken();
    // Classic: to the byte what the first read was. WxJava asks anew because its user knows better.
    String forced = one.getAccessToken(true);
    String forcedAgain = one.getAccessToken(true);

    Figures.print(
        "a dead " + mode + " token, forced twice by WxJava",
        "checks for first reads",
        checksOfReads,
        "checks",
        stage.checks(APPS.get(name)),
        "tokens made",
        issued(APPS.get(name)) - 1);
    assertThat(read).isEqualTo(living);
    assertThat(checksOfReads).isZero();
    assertThat(forced).isNotEqualTo(living).matches(behind(name)::accepts);
    assertThat(forcedAgain).isEqualTo(forced);
    assertThat(stage.checks(APPS.get(name))).isEqualTo(1);
    assertThat(issued(APPS.get(name))).isEqualTo(2);
  }

  private static WxMpService official(String name, boolean stable) throws Exception {
    return WxJava.official(
        stage.caller.base(), APPS.get(name).appid(), stage.caller.key("read:" + name), stable);
  }

  private static Crowd.Outcome<Caller.Answer> reported(String name, long made, long checked)
      throws Exception {
    WeChatApp app = APPS.get(name);
    String rejected = stage.caller.read(key, name).value();
    long before = issued(app);
    Crowd.Outcome<Caller.Answer> outcome =
        Crowd.of(REPORTERS, () -> stage.caller.report(key, name, rejected));
    Figures.print(
        REPORTERS + " reports, " + name,
        "checks",
        stage.checks(app),
        "tokens made",
        issued(app) - before,
        "failures",
        outcome.failures().size(),
        "statuses",
        Figures.statuses(outcome));
    assertThat(outcome.failures()).as(outcome.why()).isEmpty();
    assertThat(outcome.answers()).allMatch(answer -> answer.status() == 200);
    assertThat(stage.checks(app)).isEqualTo(checked);
    assertThat(issued(app) - before).isEqualTo(made);
    return outcome;
  }

  private static long issued(WeChatApp app) {
    BehindTheScenes scenes = stage.sandbox.wechat().behind(app.appid());
    return scenes.tokensIssued(Line.CLASSIC) + scenes.tokensIssued(Line.STABLE);
  }

  private static Set<String> values(Crowd.Outcome<Caller.Answer> outcome) {
    return outcome.answers().stream().map(Caller.Answer::value).collect(Collectors.toSet());
  }

  private static BehindTheScenes behind(String name) {
    return stage.sandbox.wechat().behind(APPS.get(name).appid());
  }
}
