package io.lingpai.acceptance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.lingpai.acceptance.stage.Caller;
import io.lingpai.sandbox.wechat.BehindTheScenes;
import io.lingpai.sandbox.wechat.BehindTheScenes.Line;
import io.lingpai.sandbox.wechat.WeChatApp;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import me.chanjar.weixin.mp.api.WxMpService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Invariant: a planned renewal makes nobody fail. Two hours last seconds here, and everything that
 * the vendor measures by them shrinks with them: fifteen seconds leave an overlap of 625 ms. A
 * stable token is renewed within what would be its last five minutes; they must last more than a
 * second here, since the vendor tells lives in whole ones.
 */
class PlannedRenewalsTest {

  private static final Duration CLASSIC_LIFE = Duration.ofSeconds(15);
  private static final Duration STABLE_LIFE = Duration.ofSeconds(27);
  private static final Duration SHORT_LIFE = Duration.ofSeconds(9);
  private static final int CLIENTS = 50;

  // 9 × 3 and 3 × 1 renewals: stable tokens are renewed at the very end, classic ones well before.
  private static final int CLASSIC_APPS = 9;
  private static final int STABLE_APPS = 3;
  private static final int CLASSIC_RENEWALS = 3;
  private static final int STABLE_RENEWALS = 1;

  private static Stage stage;

  @BeforeAll
  static void open(@TempDir Path data) throws Exception {
    stage = new Stage(data);
  }

  @AfterAll
  static void close() {
    stage.close();
  }

  @Test
  void fifty_clients_that_trust_fresh_for_meet_no_dead_token_in_thirty_renewals() throws Exception {
    List<Kept> apps = new ArrayList<>();
    for (int i = 0; i < CLASSIC_APPS + STABLE_APPS; i++) {
      apps.add(kept(i, i < CLASSIC_APPS));
    }
    BooleanSupplier over = () -> apps.stream().allMatch(Kept::done);
    String key = stage.caller.key("read:*");

    Crowd.Outcome<TrustingClient.Count> outcome;
    try (Caller vendor = new Caller(stage.sandbox.baseUrl())) {
      outcome =
          Crowd.each(
              CLIENTS,
              i -> {
                Kept app = apps.get(i % apps.size());
                return new TrustingClient(stage.caller, vendor, key, app.name, app.user, over);
              });
    }

    TrustingClient.Count count =
        outcome.answers().stream().reduce(TrustingClient.Count.NONE, TrustingClient.Count::plus);
    long renewals = apps.stream().mapToLong(Kept::renewals).sum();
    Figures.print(
        CLIENTS + " clients that trust fresh_for",
        "renewals",
        renewals,
        "vendor calls",
        count.calls(),
        "within a promise",
        count.promised(),
        "dead within a promise",
        count.broken(),
        "dead after it",
        count.late(),
        "reads",
        count.reads(),
        "failures",
        outcome.failures().size());
    assertThat(outcome.failures()).as(outcome.why()).isEmpty();
    assertThat(renewals).isGreaterThanOrEqualTo(30);
    assertThat(count.broken()).isZero();
    // A promise that is never given cannot be broken.
    assertThat(count.promised()).isGreaterThan(count.calls() / 2);
    assertThat(count.reads()).isLessThan(count.calls() / 2);
  }

  @ParameterizedTest
  @ValueSource(ints = {50, 200})
  void wxjavas_threads_cross_the_end_of_a_token_at_the_cost_of_one_vendor_call(int threads)
      throws Exception {
    String name = "crossed-by-" + threads;
    WeChatApp app = stage.with(name, Stage.official().living(SHORT_LIFE), "classic");
    BehindTheScenes scenes = stage.sandbox.wechat().behind(app.appid());
    String user = stage.sandbox.wechat().users(app.appid()).openids().getFirst();
    String key = stage.caller.key("read:" + name);
    WxMpService wx = WxJava.official(stage.caller.base(), app.appid(), key, false);
    String first = wx.getAccessToken();

    // Together, again and again, until the first token is dead. Not each on his own without end:
    // WxJava asks for so short a life behind one unfair lock that it gives up on after 3 s.
    long calls = 0;
    List<Throwable> failures = new ArrayList<>();
    do {
      Crowd.Outcome<String> round =
          Crowd.of(
              threads, () -> wx.get(stage.sandbox.baseUrl() + Stage.BUSINESS, "openid=" + user));
      calls += threads;
      failures.addAll(round.failures());
    } while (scenes.accepts(first));

    Figures.print(
        threads + " threads of WxJava across the end of a token",
        "their calls",
        calls,
        "failures",
        failures.size(),
        "vendor calls for the new token",
        stage.asked(app) - 1,
        "checks",
        stage.checks(app));
    assertThat(failures).isEmpty();
    assertThat(wx.getAccessToken()).isNotEqualTo(first).matches(scenes::accepts);
    assertThat(stage.asked(app)).isEqualTo(2);
    // For so short a life WxJava asks again on every call, and that is a suspicion once a minute.
    assertThat(stage.checks(app)).isLessThanOrEqualTo(1);
  }

  private static Kept kept(int number, boolean classic) throws Exception {
    String mode = classic ? "classic" : "stable";
    WeChatApp app =
        stage.with(
            mode + "-" + number,
            Stage.official().living(classic ? CLASSIC_LIFE : STABLE_LIFE),
            mode);
    return new Kept(
        mode + "-" + number,
        stage.sandbox.wechat().behind(app.appid()),
        stage.sandbox.wechat().users(app.appid()).openids().getFirst(),
        classic ? Line.CLASSIC : Line.STABLE,
        classic ? CLASSIC_RENEWALS : STABLE_RENEWALS);
  }

  /** One of the apps, and how far it has come. */
  private record Kept(String name, BehindTheScenes behind, String user, Line line, int wanted) {

    /** Those that are over: the value before has come to its end. */
    long renewals() {
      long begun = behind.tokensIssued(line) - 1;
      boolean underWay = behind.previousToken(line).filter(behind::accepts).isPresent();
      return underWay ? begun - 1 : begun;
    }

    boolean done() {
      return renewals() >= wanted;
    }
  }
}
