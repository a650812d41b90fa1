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

/** What the vendor pushes: the newest wins, and silence is noticed. */
class PushesTest {

  private final Stage stage = new Stage();
  private final CredentialKey token = new CredentialKey("platform", "component_access_token");
  private final CredentialKey ticket = stage.has("platform", ticketKind(), true, null, token);

  PushesTest() {
    stage.has("platform", tokenKind(), true, ticket);
  }

  @Test
  void the_newest_wins_in_whatever_order_they_come() {
    push("t2", 120);
    push("t1", 60);
    push("t2", 120);
    assertThat(value()).isEqualTo("t2");

    push("t3", 180);
    assertThat(value()).isEqualTo("t3");
    assertThat(stage.stored(ticket).version()).isEqualTo(2);
    assertThat(stage.store.pushes(ticket)).hasSize(3);
  }

  @Test
  void a_vendor_whose_clock_was_far_ahead_once_is_heard_again() {
    stage.keeper.arrivals().pushed(ticket, Secret.of("t1"), stage.now.plus(Duration.ofDays(300)));
    stage.pass(Duration.ofMinutes(20));
    stage.keeper.arrivals().pushed(ticket, Secret.of("t2"), stage.now);

    assertThat(value()).isEqualTo("t2");
  }

  @Test
  void its_arrival_wakes_what_waits_for_it() {
    stage.platform.answers(new Issuance.Awaited());
    stage.keeper.adopt("platform");
    stage.pass(Duration.ofSeconds(5));
    assertThat(trouble(token).nature()).isEqualTo(Trouble.Nature.BLOCKED_BY_PARENT);
    assertThat(trouble(ticket).nature()).isEqualTo(Trouble.Nature.NOT_READY);

    stage.platform.answers(new Issuance.Issued(Secret.of("c1"), Duration.ofHours(2)));
    push("t1", 0);
    stage.pass(Duration.ofSeconds(2));

    Value value = Objects.requireNonNull(stage.stored(token).current());
    assertThat(value.secret().reveal()).isEqualTo("c1");
    assertThat(stage.stored(token).trouble()).isNull();
    assertThat(stage.stored(ticket).trouble()).isNull();
    assertThat(Duration.between(value.askedAt(), value.renewAt()))
        .isBetween(Duration.ofSeconds(5280), Duration.ofMinutes(90));
  }

  @Test
  void silence_of_25_minutes_is_told_and_the_vendor_asked_every_ten() {
    keptWithTicket();
    stage.pass(Duration.ofMinutes(24));
    assertThat(stage.platform.asked).isEmpty();

    for (int i = 0; i < 3; i++) {
      stage.platform.answers(new Issuance.Awaited());
    }
    stage.pass(Duration.ofMinutes(23));

    assertThat(stage.platform.asked).hasSize(3);
    assertThat(stage.happened.stream().filter(Happening.PushesSilent.class::isInstance)).hasSize(3);
    assertThat(stage.stored(ticket).alive(stage.now)).as("still used").isNotNull();
  }

  @Test
  void a_push_that_comes_while_the_vendor_is_asked_for_it_does_not_wait() {
    keptWithTicket();
    stage.platform.answers(
        request -> {
          push("t2", Duration.between(Samples.START, stage.now).toSeconds());
          return new Issuance.Refused(VendorError.of("-1", "late"), Duration.ofMinutes(1));
        });
    stage.pass(Duration.ofMinutes(26));

    assertThat(value()).isEqualTo("t2");
    assertThat(stage.stored(ticket).trouble()).isNull();
  }

  @Test
  void a_ticket_the_vendor_calls_dead_is_asked_for_at_once() {
    keptWithTicket();
    stage.pass(Duration.ofMinutes(1));
    stage.platform.answers(new Issuance.Awaited());

    stage.keeper.report(ticket, Secret.of("t1"), Grounds.REFUSAL);

    assertThat(stage.stored(ticket).alive(stage.now)).isNull();
    assertThat(stage.happened).noneMatch(Happening.ForeignFetch.class::isInstance);
    push("t2", 600);
    assertThat(value()).isEqualTo("t2");
  }

  @Test
  void an_earlier_push_serves_when_the_newest_is_refused() {
    keptWithTicket();
    push("t2", 60);
    push("t3", 120);
    stage.pass(Duration.ofMinutes(5));

    stage.keeper.report(ticket, Secret.of("t3"), Grounds.REFUSAL);
    assertThat(value()).isEqualTo("t2");
    push("t3", 120);
    assertThat(value()).as("the vendor repeats itself").isEqualTo("t2");

    stage.keeper.report(ticket, Secret.of("t2"), Grounds.REFUSAL);
    assertThat(value()).isEqualTo("t1");
    assertThat(stage.platform.asked).as("nobody is asked while there is one to try").isEmpty();

    stage.platform.answers(new Issuance.Awaited());
    stage.keeper.report(ticket, Secret.of("t1"), Grounds.REFUSAL);
    assertThat(stage.stored(ticket).alive(stage.now)).isNull();
    assertThat(stage.platform.asked).hasSize(1);

    push("t4", 600);
    assertThat(value()).isEqualTo("t4");
  }

  @Test
  void the_platforms_token_is_made_of_an_earlier_ticket_by_itself() {
    push("t1", 0);
    push("t2", 60);
    stage.platform.answers(new Issuance.ParentRejected(VendorError.of("61006", "invalid ticket")));
    stage.platform.answers(new Issuance.Issued(Secret.of("c1"), Duration.ofHours(2)));
    stage.pass(Duration.ofMinutes(1));

    stage.keeper.adopt("platform");
    stage.pass(Duration.ofSeconds(10));

    Value made = Objects.requireNonNull(stage.stored(token).current());
    assertThat(made.secret().reveal()).isEqualTo("c1");
    assertThat(value()).isEqualTo("t1");
  }

  @Test
  void what_outlived_its_life_is_no_way_back() {
    keptWithTicket();
    stage.platform.answers(new Issuance.Awaited());
    push("t2", 12 * 3600);
    stage.now = Samples.START.plusSeconds(12 * 3600 + 60);

    stage.keeper.report(ticket, Secret.of("t2"), Grounds.REFUSAL);

    assertThat(stage.stored(ticket).alive(stage.now)).isNull();
    assertThat(stage.platform.asked).hasSize(1);
  }

  /** A ticket, and a token that needs no renewal within the test. */
  private void keptWithTicket() {
    push("t1", 0);
    Instant end = stage.now.plus(Duration.ofDays(9));
    Value lasting = new Value(Secret.of("c"), 1, stage.now, stage.now, end, end, false, false);
    stage.store.create(Credential.absent(token, end, Instant.EPOCH).withCurrent(lasting));
  }

  private void push(String value, long atSecond) {
    Instant sentAt = Samples.START.plusSeconds(atSecond);
    stage.keeper.arrivals().pushed(ticket, Secret.of(value), sentAt);
  }

  private String value() {
    return Objects.requireNonNull(stage.stored(ticket).current()).secret().reveal();
  }

  private Trouble trouble(CredentialKey key) {
    return Objects.requireNonNull(stage.stored(key).trouble());
  }

  private static Kind ticketKind() {
    return new Kind(
        "component_verify_ticket",
        new Kind.Source.Pushed(Duration.ofMinutes(25)),
        Kind.Repeat.NEW_BESIDE_OLD,
        Duration.ofHours(12),
        Duration.ofMinutes(5),
        300,
        new Kind.Proof.ByRefetch(Duration.ofMinutes(10)),
        false);
  }

  private static Kind tokenKind() {
    return new Kind(
        "component_access_token",
        new Kind.Source.Parent("component_verify_ticket"),
        Kind.Repeat.ENDS_THE_OLD_AFTER_OVERLAP,
        Duration.ofHours(2),
        Duration.ofMinutes(90),
        Duration.ofMinutes(5),
        300,
        new Kind.Proof.ByRefetch(Duration.ofMinutes(10)),
        true);
  }
}
