package io.lingpai.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lingpai.credential.Credential;
import io.lingpai.credential.CredentialKey;
import io.lingpai.credential.Trouble;
import io.lingpai.credential.Trouble.Nature;
import io.lingpai.store.Claim;
import io.lingpai.store.CredentialStore;
import io.lingpai.store.CredentialStore.Holders;
import io.lingpai.store.CredentialStore.Lease;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every store of credentials must do about leases and writes; its change feed is held to
 * {@link ChangeFeedContract}.
 *
 * <p>A store that has a clock of its own is given leases that end at once where time must pass.
 */
public abstract class CredentialStoreContract {

  protected static final Duration LEASE = Duration.ofSeconds(30);
  protected static final Holders HOLDERS = () -> UUID.randomUUID().toString();

  protected CredentialStore store;

  /** An empty store. */
  protected abstract CredentialStore emptyStore();

  /** Waits, or lets a hand-set clock pass, until a moment of the store's clock is over. */
  protected abstract void untilAfter(Instant moment);

  @BeforeEach
  void begin_with_an_empty_store() {
    store = emptyStore();
  }

  @Test
  void an_expired_holder_cannot_release_or_write_over_its_successor() {
    Credential token = due("shop", "access_token");
    Claim paused = claimOne(Duration.ofMillis(1));
    untilAfter(paused.leaseUntil());
    Claim successor = claimOne(LEASE);

    assertThat(store.write(paused, Examples.issued(token, "old", 7), Lease.KEEP, List.of()))
        .isFalse();
    assertThat(store.write(paused, Examples.issued(token, "old", 7), Lease.RELEASE, List.of()))
        .isFalse();

    assertThat(store.find(token.key())).contains(token);
    assertThat(store.claim(token.key(), HOLDERS, LEASE)).as("still leased").isEmpty();
    assertThat(store.write(successor, Examples.issued(token, "new", 1), Lease.RELEASE, List.of()))
        .isTrue();
  }

  @Test
  void an_older_fence_does_not_win_even_if_the_newer_lease_has_ended() {
    Credential token = due("shop", "access_token");
    Claim older = claimOne(Duration.ofMillis(1));
    untilAfter(older.leaseUntil());
    Claim newer = claimOne(Duration.ofMillis(1));
    untilAfter(newer.leaseUntil());

    assertThat(store.write(older, Examples.issued(token, "old", 1), Lease.RELEASE, List.of()))
        .isFalse();
    assertThat(store.write(newer, Examples.issued(token, "new", 1), Lease.RELEASE, List.of()))
        .as("late, but nobody came between")
        .isTrue();
  }

  @Test
  void fences_grow() {
    Credential token = due("shop", "access_token");
    long last = 0;
    for (int i = 0; i < 5; i++) {
      Claim claim = store.claim(token.key(), HOLDERS, LEASE).orElseThrow();
      assertThat(claim.fence()).isGreaterThan(last);
      last = claim.fence();
      assertThat(store.write(claim, token, Lease.RELEASE, List.of())).isTrue();
    }
  }

  @Test
  void the_holder_must_match_too() {
    Credential token = due("shop", "access_token");
    Claim claim = claimOne(LEASE);
    Claim repeatedFence =
        new Claim(
            claim.credential(), claim.fence(), "another", claim.claimedAt(), claim.leaseUntil());

    assertThat(store.write(repeatedFence, Examples.issued(token, "x", 1), Lease.KEEP, List.of()))
        .isFalse();
    assertThat(store.find(token.key())).contains(token);
  }

  /** As with a holder that draws its names badly. */
  @Test
  void the_fence_must_match_whoever_holds_it() {
    Credential token = due("shop", "access_token");
    Claim older = store.claim(token.key(), () -> "same", Duration.ofMillis(1)).orElseThrow();
    untilAfter(older.leaseUntil());
    Claim newer = store.claim(token.key(), () -> "same", LEASE).orElseThrow();

    assertThat(store.write(older, Examples.issued(token, "old", 1), Lease.KEEP, List.of()))
        .isFalse();
    assertThat(store.write(newer, Examples.issued(token, "new", 1), Lease.KEEP, List.of()))
        .isTrue();
  }

  @Test
  void what_is_longest_due_is_claimed_first() {
    Instant now = store.now();
    store.create(Examples.dueAt("c", "access_token", now.minusSeconds(10)));
    store.create(Examples.dueAt("a", "access_token", now.minusSeconds(5)));
    store.create(Examples.dueAt("b", "access_token", now.minusSeconds(20)));
    store.create(Examples.dueAt("d", "access_token", now.plusSeconds(3600)));
    store.create(Examples.dueAt("e", "access_token", null));

    assertThat(store.claimDue(HOLDERS, 2, LEASE)).extracting(this::app).containsExactly("b", "c");
    assertThat(store.claimDue(HOLDERS, 9, LEASE)).extracting(this::app).containsExactly("a");
  }

  @Test
  void a_leased_credential_is_not_claimed_until_its_lease_ends() {
    Credential token = due("shop", "access_token");
    Claim claim = claimOne(LEASE);
    assertThat(claim.leaseUntil()).isEqualTo(claim.claimedAt().plus(LEASE));
    assertThat(store.claimDue(HOLDERS, 9, LEASE)).isEmpty();
    assertThat(store.claim(token.key(), HOLDERS, LEASE)).isEmpty();

    Credential other = due("other", "access_token");
    untilAfter(claimOne(Duration.ofMillis(1)).leaseUntil());

    assertThat(store.claim(other.key(), HOLDERS, LEASE)).isPresent();
    assertThat(store.claim(token.key(), HOLDERS, LEASE)).isEmpty();
  }

  @Test
  void every_claim_has_a_holder_of_its_own() {
    due("a", "access_token");
    due("b", "access_token");
    assertThat(store.claimDue(HOLDERS, 9, LEASE))
        .extracting(Claim::holder)
        .doesNotHaveDuplicates()
        .hasSize(2);
  }

  @Test
  void a_write_keeps_the_lease_or_gives_it_back() {
    Credential token = due("shop", "access_token");
    Claim claim = claimOne(LEASE);

    assertThat(store.write(claim, token, Lease.KEEP, List.of())).isTrue();
    assertThat(store.claim(token.key(), HOLDERS, LEASE)).isEmpty();

    assertThat(store.write(claim, token, Lease.RELEASE, List.of())).isTrue();
    assertThat(store.claim(token.key(), HOLDERS, LEASE)).isPresent();
  }

  @Test
  void a_claim_shows_the_credential_as_it_is_now() {
    Credential token = due("shop", "access_token");
    Claim first = claimOne(LEASE);
    Credential issued = Examples.issued(token, "value", 1).dueAt(token.dueAt());
    store.write(first, issued, Lease.RELEASE, List.of());

    assertThat(claimOne(LEASE).credential()).isEqualTo(issued);
  }

  @Test
  void a_write_repeated_under_the_same_claim_is_harmless() {
    Credential token = due("shop", "access_token");
    Claim claim = claimOne(LEASE);
    Credential issued = Examples.issued(token, "value", 1);

    assertThat(store.write(claim, issued, Lease.RELEASE, List.of())).isTrue();
    assertThat(store.write(claim, issued, Lease.RELEASE, List.of())).isTrue();

    assertThat(store.find(token.key())).contains(issued);
    assertThat(store.claim(token.key(), HOLDERS, LEASE)).isPresent();
  }

  @Test
  void a_write_wakes_only_what_waits_for_its_parent() {
    Credential token = due("shop", "access_token");
    Instant later = store.now().plusSeconds(3600);
    Credential blocked = troubled("jsapi_ticket", Nature.BLOCKED_BY_PARENT, later);
    Credential refused = troubled("wx_card_ticket", Nature.REFUSED, later);
    CredentialKey unknown = new CredentialKey("shop", "nothing");
    store.create(blocked);
    store.create(refused);
    Claim claim = store.claim(token.key(), HOLDERS, LEASE).orElseThrow();

    store.write(
        claim,
        Examples.issued(token, "value", 1),
        Lease.RELEASE,
        List.of(blocked.key(), refused.key(), unknown));

    assertThat(store.find(refused.key())).contains(refused);
    Credential woken = store.find(blocked.key()).orElseThrow();
    assertThat(woken.trouble()).isNull();
    assertThat(woken.dueAt()).isBeforeOrEqualTo(store.now());
  }

  @Test
  void a_refused_write_wakes_nobody() {
    Credential token = due("shop", "access_token");
    Credential blocked =
        troubled("jsapi_ticket", Nature.BLOCKED_BY_PARENT, store.now().plusSeconds(3600));
    store.create(blocked);
    Claim claim = store.claim(token.key(), HOLDERS, LEASE).orElseThrow();
    Claim foreign = new Claim(token, claim.fence() + 1, "x", claim.claimedAt(), claim.leaseUntil());

    assertThat(store.write(foreign, token, Lease.RELEASE, List.of(blocked.key()))).isFalse();

    assertThat(store.find(blocked.key())).contains(blocked);
  }

  @Test
  void waking_makes_anything_due_and_forgets_its_trouble() {
    Credential refused = troubled("access_token", Nature.REFUSED, store.now().plusSeconds(3600));
    Credential dormant = Examples.dueAt("other", "access_token", null);
    store.create(refused);
    store.create(dormant);

    store.wake(List.of(refused.key(), dormant.key(), new CredentialKey("no", "such")));

    assertThat(store.find(refused.key()).orElseThrow().trouble()).isNull();
    assertThat(store.claimDue(HOLDERS, 9, LEASE))
        .extracting(this::app)
        .containsExactlyInAnyOrder("shop", "other");
  }

  @Test
  void what_was_woken_while_leased_is_due_when_the_lease_is_given_back() {
    Credential token = due("shop", "access_token");
    Claim claim = claimOne(LEASE);
    Instant later = store.now().plusSeconds(3600);
    Credential refused = troubled("access_token", Nature.REFUSED, later);

    store.wake(List.of(token.key()));
    store.write(claim, refused, Lease.RELEASE, List.of());
    store.write(claim, refused, Lease.RELEASE, List.of());

    Credential found = store.find(token.key()).orElseThrow();
    assertThat(found.dueAt()).isBeforeOrEqualTo(store.now());
    assertThat(found.trouble()).isNull();
    Claim next = claimOne(LEASE);
    store.write(next, refused, Lease.RELEASE, List.of());
    assertThat(store.find(token.key())).as("the mark is spent").contains(refused);
  }

  @Test
  void a_child_that_reports_its_parents_trouble_late_is_due_at_once() {
    Credential token = due("shop", "access_token");
    Instant later = store.now().plusSeconds(3600);
    Credential ticket = Examples.dueAt("shop", "jsapi_ticket", store.now().minusSeconds(1));
    store.create(ticket);
    Claim child = store.claim(ticket.key(), HOLDERS, LEASE).orElseThrow();
    Claim parent = store.claim(token.key(), HOLDERS, LEASE).orElseThrow();

    store.write(parent, Examples.issued(token, "v", 1), Lease.RELEASE, List.of(ticket.key()));
    store.write(
        child, troubled("jsapi_ticket", Nature.BLOCKED_BY_PARENT, later), Lease.RELEASE, List.of());

    assertThat(store.find(ticket.key()).orElseThrow().dueAt()).isBeforeOrEqualTo(store.now());
  }

  @Test
  void wanted_never_shortens() {
    Credential token = due("shop", "access_token");
    Instant far = store.now().plusSeconds(86_400);

    store.wanted(token.key(), far);
    store.wanted(token.key(), far.minusSeconds(60));
    store.wanted(new CredentialKey("no", "such"), far);

    assertThat(store.find(token.key()).orElseThrow().wantedUntil()).isEqualTo(far);
  }

  @Test
  void a_write_does_not_shorten_what_was_wanted_meanwhile() {
    Credential token = due("shop", "access_token");
    Claim claim = claimOne(LEASE);
    Instant far = store.now().plusSeconds(86_400);

    store.wanted(token.key(), far);
    store.write(claim, claim.credential().dueAt((Instant) null), Lease.RELEASE, List.of());

    Credential found = store.find(token.key()).orElseThrow();
    assertThat(found.wantedUntil()).isEqualTo(far);
    assertThat(found.dueAt()).as("not dormant, for it is wanted").isNotNull();
  }

  @Test
  void a_dormant_credential_that_is_wanted_is_due_at_once() {
    Credential dormant = Examples.dueAt("shop", "access_token", null);
    store.create(dormant);

    store.wanted(dormant.key(), store.now().plusSeconds(86_400));

    assertThat(store.claimDue(HOLDERS, 9, LEASE)).extracting(this::app).containsExactly("shop");
  }

  @Test
  void creating_twice_changes_nothing() {
    Credential token = due("shop", "access_token");

    assertThat(store.create(Examples.full("shop", "access_token", store.now()))).isFalse();

    assertThat(store.find(token.key())).contains(token);
  }

  @Test
  void every_field_comes_back_as_it_was_written() {
    Credential bare = due("shop", "access_token");
    Credential full = Examples.full("full", "access_token", store.now());
    assertThat(store.create(full)).isTrue();
    assertThat(store.find(full.key())).contains(full);
    assertThat(store.find(bare.key())).contains(bare);

    Claim claim = store.claim(bare.key(), HOLDERS, LEASE).orElseThrow();
    Credential filled = Examples.full("shop", "access_token", store.now());
    store.write(claim, filled, Lease.KEEP, List.of());
    assertThat(store.find(bare.key())).contains(filled);
    Credential emptied = bare.wantedUntil(filled.wantedUntil());
    store.write(claim, emptied, Lease.RELEASE, List.of());
    assertThat(store.find(bare.key())).contains(emptied);
  }

  @Test
  void all_credentials_of_an_app_are_found_and_of_no_other() {
    Credential token = due("shop", "access_token");
    Credential ticket = due("shop", "jsapi_ticket");
    due("shop-2", "access_token");
    due("sho", "access_token");

    assertThat(store.ofApp("shop")).containsExactlyInAnyOrder(token, ticket);
    assertThat(store.ofApp("nobody")).isEmpty();
  }

  @Test
  void a_removed_app_takes_its_credentials_along_leased_or_not() {
    Credential token = due("shop", "access_token");
    due("shop", "jsapi_ticket");
    Claim claim = store.claim(token.key(), HOLDERS, LEASE).orElseThrow();

    store.removeApp("shop");

    assertThat(store.ofApp("shop")).isEmpty();
    assertThat(store.claimDue(HOLDERS, 9, LEASE)).isEmpty();
    assertThat(store.write(claim, token, Lease.RELEASE, List.of())).isFalse();
    Credential again = Examples.dueAt("shop", "access_token", store.now().minusSeconds(1));
    assertThat(store.create(again)).isTrue();
    assertThat(store.write(claim, token, Lease.RELEASE, List.of())).isFalse();
    assertThat(claimOne(LEASE).credential()).isEqualTo(again);
  }

  @Test
  void a_claim_on_one_credential_does_not_write_another() {
    due("shop", "access_token");
    Credential other = due("other", "access_token");
    Claim claim = store.claimDue(HOLDERS, 1, LEASE).getFirst();
    Credential wrong = claim.credential().key().equals(other.key()) ? due("x", "y") : other;

    assertThatThrownBy(() -> store.write(claim, wrong, Lease.KEEP, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private Credential due(String app, String kind) {
    Credential credential = Examples.dueAt(app, kind, store.now().minusSeconds(1));
    assertThat(store.create(credential)).isTrue();
    return credential;
  }

  private Credential troubled(String kind, Nature nature, Instant again) {
    Trouble trouble = Examples.trouble(nature, store.now(), again);
    return Examples.dueAt("shop", kind, again).withTrouble(trouble);
  }

  private Claim claimOne(Duration leaseFor) {
    List<Claim> claims = store.claimDue(HOLDERS, 1, leaseFor);
    assertThat(claims).hasSize(1);
    return claims.getFirst();
  }

  private String app(Claim claim) {
    return claim.credential().key().app();
  }
}
