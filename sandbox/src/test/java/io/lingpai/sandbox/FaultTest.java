package io.lingpai.sandbox;

import static io.lingpai.sandbox.SampleApps.NEWS;
import static io.lingpai.sandbox.SampleApps.NEWS_SECRET;
import static io.lingpai.sandbox.SampleApps.SHOP;
import static io.lingpai.sandbox.SampleApps.SHOP_SECRET;
import static io.lingpai.sandbox.fault.Fault.answersGarbage;
import static io.lingpai.sandbox.fault.Fault.answersMinusOne;
import static io.lingpai.sandbox.fault.Fault.answersStatus;
import static io.lingpai.sandbox.fault.Fault.cutsTheBody;
import static io.lingpai.sandbox.fault.Fault.isDown;
import static io.lingpai.sandbox.fault.Fault.isSlow;
import static io.lingpai.sandbox.fault.Fault.losesTheAnswer;
import static io.lingpai.sandbox.fault.Fault.losesTheRequest;
import static io.lingpai.sandbox.fault.Fault.refuses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lingpai.sandbox.wechat.BehindTheScenes.Line;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultTest {
  private static final String TOKEN =
      "/cgi-bin/token?grant_type=client_credential&appid=" + SHOP + "&secret=" + SHOP_SECRET;

  private Sandbox sandbox;
  private Caller caller;

  @BeforeEach
  void start() {
    sandbox = Sandbox.start(SandboxOptions.defaults().apps(SampleApps.wechat()));
    caller = new Caller(sandbox);
  }

  @AfterEach
  void stop() {
    sandbox.close();
  }

  private long issued() {
    return sandbox.wechat().behind(SHOP).tokensIssued(Line.CLASSIC);
  }

  /**
   * Fetches by POST. The JDK's client repeats a GET by itself when its connection ends before the
   * first byte of an answer, and a lost answer would pass unseen.
   */
  private int stableCode() {
    return caller.stableToken(SHOP, SHOP_SECRET, false).path("errcode").asInt();
  }

  private long stableIssued() {
    return sandbox.wechat().behind(SHOP).tokensIssued(Line.STABLE);
  }

  private int code() {
    return caller.token(SHOP, SHOP_SECRET).path("errcode").asInt();
  }

  @Test
  void a_refusal_strikes_once_and_changes_nothing() {
    sandbox.next(refuses(40001));

    assertThat(code()).isEqualTo(40001);
    assertThat(issued()).isZero();
    assertThat(code()).isZero();
  }

  @Test
  void a_lost_answer_has_had_its_effect() {
    sandbox.next(losesTheAnswer());

    assertThatThrownBy(this::stableCode).isInstanceOf(UncheckedIOException.class);
    assertThat(stableIssued()).isEqualTo(1);
    assertThat(sandbox.calls().all())
        .singleElement()
        .extracting("fault")
        .isEqualTo("loses_the_answer");
  }

  @Test
  void a_lost_request_has_had_none() {
    sandbox.next(losesTheRequest());

    assertThatThrownBy(this::stableCode).isInstanceOf(UncheckedIOException.class);
    assertThat(stableIssued()).isZero();
  }

  @Test
  void a_cut_body_ends_in_the_middle() {
    sandbox.next(cutsTheBody());

    assertThatThrownBy(this::code).isInstanceOf(UncheckedIOException.class);
    assertThat(issued()).isEqualTo(1);
    assertThat(code()).isZero();
  }

  @Test
  void garbage_comes_with_status_200() {
    sandbox.next(answersGarbage());

    HttpResponse<String> answer = caller.answer(caller.request(TOKEN).GET());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).startsWith("<html>");
    assertThat(issued()).isZero();
  }

  @Test
  void a_status_comes_as_it_was_asked_for() {
    sandbox.next(answersStatus(502));
    assertThat(caller.answer(caller.request(TOKEN).GET()).statusCode()).isEqualTo(502);
  }

  @Test
  void a_slow_answer_comes_late_and_its_effect_at_once() {
    sandbox.next(isSlow(Duration.ofMillis(200)));

    long before = System.nanoTime();
    assertThat(code()).isZero();

    assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(199));
    assertThat(issued()).isEqualTo(1);
  }

  @Test
  void down_lasts_until_it_is_cleared() {
    sandbox.next(isDown());
    assertThatThrownBy(this::stableCode).isInstanceOf(UncheckedIOException.class);
    assertThatThrownBy(this::stableCode).isInstanceOf(UncheckedIOException.class);

    sandbox.faults().clear();
    assertThat(stableCode()).isZero();
  }

  @Test
  void a_fault_waits_for_its_path_and_its_app_and_strikes_as_often_as_it_says() {
    sandbox.next(answersMinusOne().on("/cgi-bin/token").forApp(NEWS).times(2));

    assertThat(code()).isZero();
    assertThat(caller.stableToken(NEWS, NEWS_SECRET, false).has("errcode")).isFalse();
    assertThat(caller.token(NEWS, NEWS_SECRET).path("errcode").asInt()).isEqualTo(-1);
    assertThat(caller.token(NEWS, NEWS_SECRET).path("errcode").asInt()).isEqualTo(-1);
    assertThat(caller.token(NEWS, NEWS_SECRET).has("errcode")).isFalse();
  }
}
