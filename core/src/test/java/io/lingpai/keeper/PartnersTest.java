package io.lingpai.keeper;

import static org.assertj.core.api.Assertions.assertThat;

import io.lingpai.credential.Credential;
import io.lingpai.credential.CredentialKey;
import io.lingpai.credential.Kind;
import io.lingpai.credential.Trouble;
import io.lingpai.credential.Value;
import io.lingpai.credential.VendorError;
import io.lingpai.event.Happening;
import io.lingpai.platform.Issuance;
import io.lingpai.secret.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Invariant 3: what cannot be had again is stored before anything else happens with it. */
class PartnersTest {

  private static final Duration TWO_HOURS = Duration.ofHours(2);
  private static final VendorError SAYS_NO = VendorError.of("61023", "refresh_token is invalid");

  private final Stage stage = new Stage();
  private final CredentialKey parent = stage.has("platform", parentKind(), false, null);
  private final CredentialKey key = stage.has("authorizer", kind(), false, parent);

  PartnersTest() {
    Value lasting =
        new Value(
            Secret.of("component-token"),
            1,
            stage.now,
            stage.now,
            stage.now.plus(Duration.ofDays(400)),
            stage.now.plus(Duration.ofDays(399)),
            false,
            false);
    stage.store.create(Credential.absent(parent, null, Instant.EPOCH).withCurrent(lasting));
  }

  @Test
  void a_value_and_its_partner_are_stored_together() {
    stage.keeper.arrivals().named(key, Secret.of("r1"), stage.now);
    stage.platform.answers(issued("a1", "r2"));

    stage.keeper.obtain(key);

    assertThat(partner()).isEqualTo("r2");
    assertThat(value()).isEqualTo("a1");
    assertThat(stage.platform.asked.getFirst().partner()).isEqualTo(Secret.of("r1"));
    assertThat(stage.platform.asked.getFirst().parent()).isEqualTo(Secret.of("component-token"));
  }

  @Test
  void an_answer_without_a_partner_takes_none_away() {
    stage.keeper.arrivals().named(key, Secret.of("r1"), stage.now);
    stage.platform.answers(new Issuance.Issued(Secret.of("a1"), TWO_HOURS));

    stage.keeper.obtain(key);

    assertThat(partner()).isEqualTo("r1");
    assertThat(value()).isEqualTo("a1");
  }

  @Test
  void a_refused_partner_is_found_again_and_used_without_waiting() {
    stage.keeper.arrivals().named(key, Secret.of("r1"), stage.now);
    stage.platform.answers(new Issuance.PartnerRejected(SAYS_NO));
    stage.platform.answers(new Issuance.PartnerFound(Secret.of("r7")));
    stage.platform.answers(issued("a8", "r8"));

    stage.keeper.obtain(key);

    assertThat(value()).isEqualTo("a8");
    assertThat(partner()).isEqualTo("r8");
    assertThat(stage.stored(key).trouble()).isNull();
    assertThat(stage.platform.asked.get(1).partner()).as("asks for the partner").isNull();
    assertThat(stage.happened).anyMatch(Happening.PartnerRecovered.class::isInstance);
  }

  @Test
  void what_the_vendor_names_and_refuses_is_not_tried_in_a_loop() {
    stage.keeper.arrivals().named(key, Secret.of("r1"), stage.now);
    stage.platform.answers(new Issuance.PartnerRejected(SAYS_NO));
    stage.platform.answers(new Issuance.PartnerFound(Secret.of("r1")));

    stage.keeper.obtain(key);
    stage.pass(Duration.ofMinutes(9));

    assertThat(stage.platform.asked).hasSize(2);
    Trouble trouble = Objects.requireNonNull(stage.stored(key).trouble());
    assertThat(trouble.nature()).isEqualTo(Trouble.Nature.REFUSED);
    assertThat(trouble.error().code()).isEqualTo("61023");
  }

  @Test
  void an_answer_that_comes_after_the_lease_still_brings_its_partner_home() {
    stage.keeper.arrivals().named(key, Secret.of("r1"), stage.now);
    stage.platform.answers(
        request -> {
          // Another node takes the credential over while this one stands still, and gets nothing.
          stage.now = stage.now.plusSeconds(40);
          assertThat(stage.store.claim(key, () -> "other", Duration.ofSeconds(1))).isPresent();
          stage.now = stage.now.plusSeconds(2);
          return issued("a1", "r2");
        });

    stage.keeper.obtain(key);

    assertThat(value()).isEqualTo("a1");
    assertThat(partner()).isEqualTo("r2");
  }

  @Test
  void a_list_read_before_a_refresh_does_not_undo_it() {
    Instant readAt = stage.now;
    stage.keeper.arrivals().named(key, Secret.of("r1"), readAt);
    stage.pass(Duration.ofSeconds(30));
    stage.platform.answers(issued("a1", "r2"));
    stage.keeper.obtain(key);

    stage.keeper.arrivals().named(key, Secret.of("r1"), readAt);
    assertThat(partner()).isEqualTo("r2");

    stage.pass(Duration.ofSeconds(30));
    stage.keeper.arrivals().named(key, Secret.of("r3"), stage.now);
    assertThat(partner()).as("read later, so newer").isEqualTo("r3");
  }

  @Test
  void an_idle_partner_is_exercised_every_week() {
    stage.keeper.arrivals().named(key, Secret.of("r0"), stage.now);
    for (int i = 1; i <= 4; i++) {
      stage.platform.answers(issued("a" + i, "r" + i));
    }

    stage.pass(Duration.ofDays(30));

    assertThat(stage.platform.asked).hasSize(4);
    assertThat(partner()).isEqualTo("r4");
  }

  @Test
  void an_authorization_brings_both_at_once() {
    stage.keeper.arrivals().issued(key, issued("a1", "r1"), stage.now);

    assertThat(value()).isEqualTo("a1");
    assertThat(partner()).isEqualTo("r1");
    assertThat(stage.platform.asked).isEmpty();
    assertThat(stage.keeper.read(key, Duration.ofMinutes(5))).isPresent();
  }

  private String value() {
    return Objects.requireNonNull(stage.stored(key).current()).secret().reveal();
  }

  private String partner() {
    return Objects.requireNonNull(stage.stored(key).partner()).secret().reveal();
  }

  private static Issuance.Issued issued(String value, String partner) {
    return new Issuance.Issued(Secret.of(value), TWO_HOURS, Secret.of(partner));
  }

  private static Kind kind() {
    return Samples.from(new Kind.Source.OwnPartner("component_access_token"), "access_token");
  }

  private static Kind parentKind() {
    return Samples.from(new Kind.Source.AppSecret(), "component_access_token");
  }
}
