package io.lingpai.keeper;

import static org.assertj.core.api.Assertions.assertThat;

import io.lingpai.credential.Credential;
import io.lingpai.credential.CredentialKey;
import io.lingpai.credential.Intent;
import io.lingpai.credential.Kind;
import io.lingpai.credential.Value;
import io.lingpai.event.Happening;
import io.lingpai.keeper.Takeover.Outcome;
import io.lingpai.platform.Issuance;
import io.lingpai.secret.Secret;
import io.lingpai.store.Claim;
import io.lingpai.store.CredentialStore.Lease;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What another program fetched becomes ours, and nothing of ours is lost to it. */
class TakeoverTest {

  private static final Duration REST = Duration.ofMinutes(50);

  private final Stage stage = new Stage();
  private final CredentialKey key = stage.has("shop", Samples.classic(), false, null);

  @Test
  void a_value_in_use_is_served_without_a_call_to_the_vendor() {
    assertThat(take("theirs")).isEqualTo(Outcome.TAKEN);
    stage.keeper.step();

    Reading reading = stage.keeper.read(key, Duration.ofMinutes(5)).orElseThrow();
    assertThat(reading.value().secret()).isEqualTo(Secret.of("theirs"));
    assertThat(reading.value().version()).isEqualTo(1);
    assertThat(stage.platform.asked).isEmpty();
    assertThat(stage.happened).hasAtLeastOneElementOfType(Happening.TakenOver.class);
  }

  @Test
  void its_renewal_and_its_promises_follow_from_what_is_left_of_its_life() {
    take("theirs");
    Value value = current();

    assertThat(value.expiresAt()).isEqualTo(stage.now.plus(REST));
    assertThat(value.renewAt())
        .isAfter(stage.now)
        .isBeforeOrEqualTo(stage.now.plus(REST).minus(Duration.ofMinutes(10)));
    assertThat(Promises.end(stage.stored(key), Samples.classic(), stage.now, stage.now))
        .isBefore(value.expiresAt());

    stage.platform.answers(new Issuance.Issued(Secret.of("ours"), Duration.ofHours(2)));
    stage.store.wanted(key, Credential.ALWAYS);
    stage.pass(REST.minus(Duration.ofMinutes(9)));
    assertThat(current().secret()).isEqualTo(Secret.of("ours"));
    assertThat(stage.platform.asked).hasSize(1);
  }

  @Test
  void it_never_takes_the_place_of_a_value_that_lives() {
    stage.platform.answers(new Issuance.Issued(Secret.of("ours"), Duration.ofHours(2)));
    stage.keeper.obtain(key);

    assertThat(take("theirs")).isEqualTo(Outcome.OURS_LIVES);
    assertThat(take("ours")).isEqualTo(Outcome.KNOWN);
    assertThat(current().secret()).isEqualTo(Secret.of("ours"));
    assertThat(current().version()).isEqualTo(1);
  }

  @Test
  void it_takes_the_place_of_one_that_has_ended() {
    stage.platform.answers(new Issuance.Issued(Secret.of("ours"), Duration.ofHours(2)));
    stage.keeper.obtain(key);
    stage.now = stage.now.plus(Duration.ofHours(3));

    assertThat(take("theirs")).isEqualTo(Outcome.TAKEN);
    assertThat(current().version()).isEqualTo(2);
  }

  @Test
  void what_the_vendor_has_called_dead_stays_dead() {
    take("theirs");
    Claim claim = claim();
    Credential dead = claim.credential().withCurrent(current().asDead());
    stage.store.write(claim, dead, Lease.RELEASE, List.of());

    assertThat(take("theirs")).isEqualTo(Outcome.DEAD);
    assertThat(current().provenDead()).isTrue();
  }

  @Test
  void a_dry_run_says_the_same_and_changes_nothing() {
    assertThat(stage.keeper.takeover().judge(key, Secret.of("theirs"))).isEqualTo(Outcome.TAKEN);
    assertThat(stage.store.find(key)).isEmpty();
  }

  @Test
  void nothing_is_promised_while_a_request_of_ours_may_have_ended_it() {
    stage.store.create(Credential.absent(key, null, Instant.EPOCH));
    Claim claim = claim();
    Intent intent = new Intent(stage.now.minusSeconds(600), claim.fence());
    stage.store.write(claim, claim.credential().withIntent(intent), Lease.RELEASE, List.of());

    assertThat(take("theirs")).isEqualTo(Outcome.TAKEN);
    assertThat(stage.stored(key).intent()).isEqualTo(intent);
    assertThat(
            Promises.freshFor(
                stage.stored(key), Samples.classic(), stage.now, stage.now, Duration.ofHours(1)))
        .isZero();
  }

  @Test
  void a_life_longer_than_the_kinds_is_not_believed() {
    Issuance.Issued found = new Issuance.Issued(Secret.of("theirs"), Duration.ofDays(9));
    stage.keeper.takeover().take(key, found);

    assertThat(current().expiresAt()).isEqualTo(stage.now.plus(Samples.classic().life()));
  }

  @Test
  void a_partner_comes_with_it_and_replaces_none_that_works() {
    Kind kind = Samples.classic();
    CredentialKey account =
        stage.has(
            "account",
            new Kind(
                "access_token",
                new Kind.Source.OwnPartner("component_access_token"),
                kind.repeat(),
                kind.life(),
                kind.overlap(),
                kind.dailyBudget(),
                kind.proof(),
                true),
            false,
            null);
    Takeover takeover = stage.keeper.takeover();
    assertThat(takeover.takePartner(account, Secret.of("refresh-1"))).isEqualTo(Outcome.TAKEN);
    assertThat(takeover.takePartner(account, Secret.of("refresh-1"))).isEqualTo(Outcome.KNOWN);
    assertThat(takeover.takePartner(account, Secret.of("refresh-0"))).isEqualTo(Outcome.OURS_LIVES);
    take(account, "theirs", "refresh-1");
    assertThat(partner(account)).isEqualTo(Secret.of("refresh-1"));

    assertThat(take(account, "others", "refresh-2")).isEqualTo(Outcome.OURS_LIVES);
    assertThat(partner(account)).isEqualTo(Secret.of("refresh-1"));
  }

  private Outcome take(String value) {
    return stage.keeper.takeover().take(key, new Issuance.Issued(Secret.of(value), REST));
  }

  private Outcome take(CredentialKey which, String value, String partner) {
    Issuance.Issued found = new Issuance.Issued(Secret.of(value), REST, Secret.of(partner));
    return stage.keeper.takeover().take(which, found);
  }

  private Claim claim() {
    return stage.store.claim(key, () -> "test", Duration.ofSeconds(30)).orElseThrow();
  }

  private Value current() {
    return Objects.requireNonNull(stage.stored(key).current());
  }

  private Secret partner(CredentialKey which) {
    return Objects.requireNonNull(stage.stored(which).partner()).secret();
  }
}
