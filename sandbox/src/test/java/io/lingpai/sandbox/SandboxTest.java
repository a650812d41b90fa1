package io.lingpai.sandbox;

import static io.lingpai.sandbox.SampleApps.NEWS;
import static io.lingpai.sandbox.SampleApps.NEWS_SECRET;
import static io.lingpai.sandbox.SampleApps.SHOP;
import static io.lingpai.sandbox.SampleApps.SHOP_SECRET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SandboxTest {
  @Test
  void speed_shortens_lives_and_intervals_but_not_a_life_that_was_set() {
    HandSetClock clock = new HandSetClock(Instant.parse("2026-11-21T04:00:00Z"));
    SandboxOptions options =
        SandboxOptions.defaults().clock(clock).speed(12).apps(SampleApps.wechat());
    try (Sandbox sandbox = Sandbox.start(options)) {
      Caller caller = new Caller(sandbox);
      String first = caller.stableToken(SHOP, SHOP_SECRET, false).path("access_token").asText();

      clock.step(Duration.ofSeconds(574));
      assertThat(caller.stableToken(SHOP, SHOP_SECRET, false).path("expires_in").asInt())
          .isEqualTo(26);
      clock.step(Duration.ofSeconds(1));
      assertThat(caller.stableToken(SHOP, SHOP_SECRET, false).path("expires_in").asInt())
          .isEqualTo(600);
      clock.step(Duration.ofSeconds(25));
      assertThat(caller.use(first)).isEqualTo(42001);
      assertThat(caller.token(NEWS, NEWS_SECRET).path("expires_in").asInt()).isEqualTo(600);
    }
  }

  @Test
  void one_seed_draws_the_same_values() {
    assertThat(firstToken(7)).isEqualTo(firstToken(7)).isNotEqualTo(firstToken(8));
  }

  private static String firstToken(long seed) {
    SandboxOptions options = SandboxOptions.defaults().seed(seed).apps(SampleApps.wechat());
    try (Sandbox sandbox = Sandbox.start(options)) {
      return new Caller(sandbox).token(SHOP, SHOP_SECRET).path("access_token").asText();
    }
  }

  @Test
  void the_program_says_where_it_is_and_what_is_in_it() {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
    try (Sandbox sandbox = SandboxProgram.run("127.0.0.1:0", 1, out)) {
      assertThat(said.toString(StandardCharsets.UTF_8))
          .contains(sandbox.baseUrl(), SHOP, SHOP_SECRET, "mini");
    }
  }

  @Test
  void an_address_that_is_taken_or_none_is_named() {
    try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults())) {
      assertThatThrownBy(
              () -> Sandbox.start(SandboxOptions.defaults().listen("127.0.0.1", sandbox.port())))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("cannot listen on 127.0.0.1:" + sandbox.port());
    }
    assertThatThrownBy(() -> SandboxProgram.run("8801", 1, System.out))
        .hasMessage("listen: 8801 (expected: host:port)");
    assertThatThrownBy(() -> SandboxOptions.defaults().speed(0)).hasMessageContaining("speed");
  }
}
