package io.lingpai.acceptance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.lingpai.acceptance.stage.Caller;
import io.lingpai.sandbox.fault.Fault;
import io.lingpai.sandbox.wechat.WeChatApp;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import me.chanjar.weixin.mp.api.WxMpService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Invariant: however many want a value that is not there, the vendor is asked once. */
class CrowdsTest {

  private static final Duration VENDOR_TAKES = Duration.ofMillis(300);

  private static Stage stage;

  @BeforeAll
  static void open(@TempDir Path data) throws Exception {
    stage = new Stage(data);
  }

  @AfterAll
  static void close() {
    stage.close();
  }

  @ParameterizedTest
  @CsvSource({"1000, classic", "1000, stable"})
  void a_cold_credential_is_fetched_once_for_everybody(int readers, String mode) throws Exception {
    String name = "cold-" + mode;
    WeChatApp app = stage.with(name, Stage.official(), mode);
    String key = stage.caller.key("read:" + name);
    stage.sandbox.next(Fault.isSlow(VENDOR_TAKES).forApp(app.appid()));

    Crowd.Outcome<Caller.Answer> outcome = Crowd.of(readers, () -> stage.caller.read(key, name));

    Figures.print(
        readers + " readers of a cold " + mode + " token",
        "vendor calls",
        stage.asked(app),
        "failures",
        outcome.failures().size(),
        "statuses",
        Figures.statuses(outcome));
    assertThat(outcome.failures()).as(outcome.why()).isEmpty();
    assertThat(values(outcome)).hasSize(1).allMatch(behind(app)::accepts);
    assertThat(outcome.answers()).allMatch(answer -> answer.status() == 200);
    assertThat(stage.asked(app)).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"50, false", "50, true", "200, false", "200, true"})
  void wxjavas_threads_cost_one_vendor_call_at_the_start_and_none_at_their_copys_end(
      int threads, boolean stable) throws Exception {
    String name = "wx-" + threads + (stable ? "-stable" : "-classic");
    WeChatApp app = stage.with(name, Stage.official(), stable ? "stable" : "classic");
    WxMpService wx =
        WxJava.official(stage.caller.base(), app.appid(), stage.caller.key("read:" + name), stable);
    stage.sandbox.next(Fault.isSlow(VENDOR_TAKES).forApp(app.appid()));

    Crowd.Outcome<String> start = Crowd.of(threads, wx::getAccessToken);
    long first = stage.asked(app);
    wx.getWxMpConfigStorage().expireAccessToken();
    Crowd.Outcome<String> end = Crowd.of(threads, wx::getAccessToken);

    Figures.print(
        threads + " threads of WxJava, " + (stable ? "stable" : "classic"),
        "vendor calls when cold",
        first,
        "when its copy ended",
        stage.asked(app) - first,
        "checks",
        stage.checks(app),
        "failures",
        start.failures().size() + end.failures().size());
    assertThat(start.failures()).as(start.why()).isEmpty();
    assertThat(end.failures()).as(end.why()).isEmpty();
    assertThat(Set.copyOf(start.answers())).hasSize(1).isEqualTo(Set.copyOf(end.answers()));
    assertThat(first).isEqualTo(1);
    assertThat(stage.asked(app)).isEqualTo(1);
    assertThat(stage.checks(app)).isLessThanOrEqualTo(1);
  }

  @Test
  void a_value_that_comes_so_late_that_it_is_over_is_asked_for_again() throws Exception {
    // Long enough for everybody to be answered before the second is renewed.
    Duration life = Duration.ofSeconds(6);
    WeChatApp app = stage.with("late", Stage.official().living(life), "classic");
    String key = stage.caller.key("read:late");
    stage.sandbox.next(Fault.isSlow(life.plusMillis(100)).forApp(app.appid()));

    Crowd.Outcome<Caller.Answer> outcome = Crowd.of(50, () -> stage.caller.read(key, "late"));

    Figures.print(
        "50 readers of a token that came too late",
        "vendor calls",
        stage.asked(app),
        "failures",
        outcome.failures().size(),
        "statuses",
        Figures.statuses(outcome));
    assertThat(outcome.failures()).as(outcome.why()).isEmpty();
    assertThat(outcome.answers()).allMatch(answer -> answer.status() == 200);
    assertThat(stage.asked(app)).isEqualTo(2);
  }

  private static Set<String> values(Crowd.Outcome<Caller.Answer> outcome) {
    return outcome.answers().stream().map(Caller.Answer::value).collect(Collectors.toSet());
  }

  private static io.lingpai.sandbox.wechat.BehindTheScenes behind(WeChatApp app) {
    return stage.sandbox.wechat().behind(app.appid());
  }
}
