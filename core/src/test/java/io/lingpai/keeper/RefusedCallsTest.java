package io.lingpai.keeper;

import static org.assertj.core.api.Assertions.assertThat;

import io.lingpai.credential.CredentialKey;
import io.lingpai.credential.Kind;
import io.lingpai.credential.VendorError;
import io.lingpai.event.Happening;
import io.lingpai.platform.Issuance;
import io.lingpai.platform.Verdict;
import io.lingpai.secret.Secret;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** One call that the vendor refuses whatever it carries takes nothing from the others. */
class RefusedCallsTest {

  private final Stage stage = new Stage();

  @Test
  void a_value_that_the_vendor_takes_elsewhere_is_served_on() {
    CredentialKey key = holding(Samples.stable());

    stage.keeper.report(key, Secret.of("v1"), Grounds.REFUSAL);

    assertThat(stage.keeper.read(key, Duration.ofMinutes(5))).isPresent();
    assertThat(stage.platform.asked).hasSize(1);
    assertThat(stage.happened).noneMatch(Happening.ForeignFetch.class::isInstance);
  }

  @Test
  void a_value_that_the_vendor_gives_again_is_served_on_and_asked_for_once_a_minute() {
    CredentialKey key = holding(Samples.ticket());
    stage.platform.answers(issued("v1"));

    for (int i = 0; i < 5; i++) {
      stage.keeper.report(key, Secret.of("v1"), Grounds.REFUSAL);
      assertThat(stage.keeper.read(key, Duration.ofMinutes(5))).isPresent();
    }

    assertThat(stage.platform.asked).hasSize(2);
    assertThat(stage.happened).noneMatch(Happening.ForeignFetch.class::isInstance);
  }

  @Test
  void another_value_that_the_vendor_gives_instead_is_served() {
    CredentialKey key = holding(Samples.ticket());
    stage.platform.answers(issued("v2"));

    stage.keeper.report(key, Secret.of("v1"), Grounds.REFUSAL);

    assertThat(stage.stored(key).alive(stage.now).secret()).isEqualTo(Secret.of("v2"));

    stage.pass(Duration.ofSeconds(20));
    stage.platform.answers(issued("v3"));
    stage.keeper.report(key, Secret.of("v2"), Grounds.REFUSAL);
    assertThat(stage.stored(key).alive(stage.now).secret()).isEqualTo(Secret.of("v3"));
  }

  @Test
  void however_often_a_value_is_ended_by_others_in_a_day_it_is_replaced() {
    CredentialKey key = holding(Samples.stable());
    stage.platform.verdict = new Verdict.Dead(VendorError.of("40001", "invalid credential"));

    // The samples' kinds have ten checks a day.
    for (int i = 2; i < 30; i++) {
      stage.pass(Duration.ofMinutes(1));
      stage.platform.answers(issued("v" + i));
      stage.keeper.report(key, Secret.of("v" + (i - 1)), Grounds.REFUSAL);
      assertThat(stage.stored(key).alive(stage.now).secret()).isEqualTo(Secret.of("v" + i));
    }
  }

  private CredentialKey holding(Kind kind) {
    CredentialKey key = stage.has("shop", kind, true, null);
    stage.platform.answers(issued("v1"));
    stage.keeper.adopt("shop");
    stage.pass(Duration.ofMinutes(3));
    assertThat(stage.platform.asked).hasSize(1);
    return key;
  }

  private static Issuance issued(String value) {
    return new Issuance.Issued(Secret.of(value), Duration.ofHours(2));
  }
}
