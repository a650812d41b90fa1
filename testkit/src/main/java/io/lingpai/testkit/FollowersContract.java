package io.lingpai.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.lingpai.callback.Effect;
import io.lingpai.callback.Inbox;
import io.lingpai.callback.Letter;
import io.lingpai.callback.Message;
import io.lingpai.follower.FollowEvent;
import io.lingpai.follower.Follower;
import io.lingpai.follower.FollowerImport;
import io.lingpai.follower.FollowerImports;
import io.lingpai.follower.FollowerStore;
import io.lingpai.follower.Told;
import io.lingpai.outbox.Job;
import io.lingpai.outbox.Lane;
import io.lingpai.outbox.NewJob;
import io.lingpai.outbox.Outbox;
import io.lingpai.secret.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of followers must do, events and imports included. */
public abstract class FollowersContract {

  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
  private static final Duration LONG = Duration.ofMinutes(1);

  private Stores stores;
  private FollowerStore followers;
  private FollowerImports imports;
  private int messages;

  /** Parts of one store. */
  public record Stores(
      Inbox inbox, Outbox outbox, FollowerStore followers, FollowerImports imports) {}

  protected abstract Stores emptyStore();

  @BeforeEach
  void begin_with_an_empty_store() {
    stores = emptyStore();
    followers = stores.followers();
    imports = stores.imports();
  }

  @Test
  void a_follow_is_kept_with_its_message_and_leaves_something_to_ask() {
    receive("k1", follows("o1", NOON, "till-3"));

    Follower follower = follower("o1");
    assertThat(follower.subscribed()).isTrue();
    assertThat(follower.subscribedAt()).isEqualTo(NOON);
    assertThat(follower.unsubscribedAt()).isNull();
    assertThat(follower.code()).isEqualTo("till-3");
    assertThat(follower.disputed()).isFalse();
    assertThat(waiting()).hasSize(1);
  }

  @Test
  void a_message_that_came_before_changes_nothing() {
    receive("k1", follows("o1", NOON, null));
    long revision = follower("o1").revision();

    receive("k1", leaves("o1", NOON.plusSeconds(9)));

    assertThat(follower("o1").subscribed()).isTrue();
    assertThat(follower("o1").revision()).isEqualTo(revision);
    assertThat(waiting()).hasSize(1);
  }

  @Test
  void an_older_event_never_undoes_a_newer() {
    receive("k1", leaves("o1", NOON.plusSeconds(9)));
    receive("k2", follows("o1", NOON, null));

    Follower follower = follower("o1");
    assertThat(follower.subscribed()).isFalse();
    assertThat(follower.subscribedAt()).isEqualTo(NOON);
    assertThat(follower.unsubscribedAt()).isEqualTo(NOON.plusSeconds(9));
  }

  @Test
  void events_of_one_second_are_disputed_until_the_vendor_is_asked() {
    receive("k1", follows("o1", NOON, null));
    receive("k2", leaves("o1", NOON));
    assertThat(follower("o1").disputed()).isTrue();

    assertThat(followers.learn("shop", told("o1", "u1"), follower("o1").revision()))
        .isEqualTo(Follower.Outcome.BELIEVED);

    assertThat(follower("o1").disputed()).isFalse();
    assertThat(follower("o1").subscribed()).isTrue();
    assertThat(waiting()).hasSize(2);
  }

  @Test
  void what_the_vendor_says_is_kept_sealed_and_forgotten_with_the_departure() {
    receive("k1", follows("o1", NOON, null));
    followers.learn("shop", told("o1", "u1"), 1);
    assertThat(followers.document("shop", "o1")).contains(Secret.of("{\"openid\":\"o1\"}"));

    receive("k2", leaves("o1", NOON.plusSeconds(9)));

    assertThat(followers.document("shop", "o1")).isEmpty();
    Follower left = follower("o1");
    assertThat(left.unionid()).isEqualTo("u1");
    assertThat(left.scene()).isNull();
    // Nothing is left to ask.
    assertThat(waiting()).hasSize(1);
  }

  @Test
  void an_answer_that_was_overtaken_changes_nothing() {
    receive("k1", follows("o1", NOON, null));
    receive("k2", leaves("o1", NOON.plusSeconds(9)));

    assertThat(followers.learn("shop", told("o1", "u1"), 1)).isEqualTo(Follower.Outcome.OVERTAKEN);

    assertThat(follower("o1").subscribed()).isFalse();
    assertThat(follower("o1").unionid()).isNull();
  }

  @Test
  void an_answer_that_contradicts_a_fresh_event_is_not_believed_yet() {
    receive("k1", follows("o1", NOON, null));

    assertThat(followers.learn("shop", gone("o1"), 1)).isEqualTo(Follower.Outcome.NOT_YET);

    assertThat(follower("o1").subscribed()).isTrue();
  }

  @Test
  void one_person_is_found_in_all_accounts() {
    followers.learn("shop", told("o1", "u1"), 0);
    followers.learn("club", told("o9", "u1"), 0);
    followers.learn("club", told("o8", "u2"), 0);

    assertThat(followers.withUnionid("u1"))
        .extracting(Follower::app)
        .containsExactly("club", "shop");
    assertThat(followers.withUnionid("nobody")).isEmpty();
    assertThat(followers.census("club")).isEqualTo(new FollowerStore.Census(2, 2, 2));
    assertThat(followers.revisions("club", List.of("o8", "o1"))).isEqualTo(Map.of("o8", 1L));
  }

  @Test
  void of_many_events_at_once_none_is_lost() {
    IntStream.range(0, 16)
        .parallel()
        .forEach(
            i ->
                stores
                    .inbox()
                    .receive(
                        message("m" + i, "k" + i),
                        List.of(
                            followed(
                                i % 2 == 0
                                    ? follows("o1", NOON.plusSeconds(i), null)
                                    : leaves("o1", NOON.plusSeconds(i)),
                                "j" + i))));

    assertThat(follower("o1").revision()).isEqualTo(16);
    assertThat(follower("o1").subscribed()).isFalse();
    assertThat(follower("o1").subscribedAt()).isEqualTo(NOON.plusSeconds(14));
    assertThat(follower("o1").unsubscribedAt()).isEqualTo(NOON.plusSeconds(15));
  }

  @Test
  void an_app_has_one_import_at_a_time() {
    FollowerImport first = imports.begin("shop", "i1", "ops");

    assertThat(imports.begin("shop", "i2", "ops").id()).isEqualTo("i1");
    assertThat(imports.begin("club", "i3", "ops").id()).isEqualTo("i3");
    assertThat(first.state()).isEqualTo(FollowerImport.State.RUNNING);
    assertThat(first.total()).isNull();
    assertThat(imports.find("club", "i1")).isEmpty();
    assertThat(imports.find("shop", "i1")).contains(first);
  }

  @Test
  void an_import_is_worked_on_by_one() {
    imports.begin("shop", "i1", "ops");

    assertThat(imports.claim("a", LONG)).get().extracting(FollowerImport::id).isEqualTo("i1");
    assertThat(imports.claim("b", LONG)).isEmpty();
    assertThat(imports.advance("i1", "b", LONG, step(List.of(told("o1", "u1"))))).isFalse();
    assertThat(imports.finish("i1", "b", FollowerImport.State.DONE, Map.of())).isFalse();

    assertThat(followers.find("shop", "o1")).isEmpty();
  }

  @Test
  void an_import_goes_on_where_it_was_left() {
    imports.begin("shop", "i1", "ops");
    imports.claim("a", Duration.ZERO);
    imports.advance("i1", "a", Duration.ZERO, step(List.of(told("o1", "u1"), told("o2", "u2"))));

    FollowerImport taken = imports.claim("b", LONG).orElseThrow();

    assertThat(taken.done()).isEqualTo(2);
    assertThat(taken.total()).isEqualTo(5);
    assertThat(taken.cursor()).isEqualTo("o2");
    assertThat(imports.unseen("i1", "shop", List.of("o1", "o2", "o3", "o3"))).containsExactly("o3");
    assertThat(imports.advance("i1", "a", LONG, step(List.of(told("o3", "u3"))))).isFalse();
    // Whom it came to before does not count again.
    assertThat(imports.advance("i1", "b", LONG, step(List.of(told("o2", "u2"), told("o3", "u3")))))
        .isTrue();
    assertThat(imports.find("shop", "i1").orElseThrow().done()).isEqualTo(3);
    assertThat(follower("o3").unionid()).isEqualTo("u3");
  }

  @Test
  void an_import_notices_who_left() {
    followers.learn("shop", told("o1", "u1"), 0);
    followers.learn("shop", told("o2", "u2"), 0);
    imports.begin("shop", "i1", "ops");
    FollowerImport running = imports.claim("a", LONG).orElseThrow();
    // An event since then says more than a list.
    receive("k1", follows("o3", NOON, null));
    imports.advance("i1", "a", LONG, step(List.of(told("o1", "u1"))));

    assertThat(imports.unlisted(running, "", 10)).containsExactly("o2");
    imports.advance(
        "i1",
        "a",
        LONG,
        new FollowerImports.Step(
            List.of(gone("o2")),
            followers.revisions("shop", List.of("o2")),
            Set.of("o2"),
            null,
            "",
            true));

    assertThat(imports.unlisted(running, "", 10)).isEmpty();
    assertThat(follower("o2").subscribed()).isFalse();
    assertThat(follower("o2").unsubscribedAt()).isNotNull();
    assertThat(follower("o2").unionid()).isEqualTo("u2");
    assertThat(imports.find("shop", "i1").orElseThrow().gone()).isEqualTo(1);
  }

  @Test
  void an_event_since_the_question_goes_before_an_import() {
    receive("k1", follows("o1", NOON, null));
    imports.begin("shop", "i1", "ops");
    imports.claim("a", LONG);
    receive("k2", leaves("o1", NOON.plusSeconds(9)));

    imports.advance(
        "i1",
        "a",
        LONG,
        new FollowerImports.Step(
            List.of(told("o1", "u1")), Map.of("o1", 1L), Set.of("o1"), null, "", false));

    assertThat(follower("o1").subscribed()).isFalse();
    assertThat(imports.unseen("i1", "shop", List.of("o1"))).isEmpty();
  }

  @Test
  void an_import_that_rests_is_claimed_when_it_is_due() {
    imports.begin("shop", "i1", "ops");
    imports.claim("a", LONG);

    assertThat(imports.rest("i1", "a", LONG, Map.of("detail", "busy"))).isTrue();

    assertThat(imports.claim("b", LONG)).isEmpty();
    assertThat(imports.find("shop", "i1").orElseThrow().problem()).containsEntry("detail", "busy");
  }

  @Test
  void an_import_that_ended_makes_room_for_the_next_and_is_forgotten_after_it() {
    imports.begin("shop", "i1", "ops");
    imports.claim("a", LONG);
    assertThat(imports.finish("i1", "a", FollowerImport.State.FAILED, Map.of("detail", "no")))
        .isTrue();
    assertThat(imports.newest("shop").orElseThrow().state()).isEqualTo(FollowerImport.State.FAILED);
    Instant later = Instant.now().plusSeconds(3600);
    assertThat(imports.forgetBefore(later)).isZero();

    assertThat(imports.begin("shop", "i2", "ops").id()).isEqualTo("i2");

    assertThat(imports.forgetBefore(later)).isEqualTo(1);
    assertThat(imports.find("shop", "i1")).isEmpty();
  }

  private static FollowerImports.Step step(List<Told> told) {
    Set<String> settled = told.stream().map(Told::openid).collect(Collectors.toSet());
    return new FollowerImports.Step(told, Map.of(), settled, 5L, told.getLast().openid(), false);
  }

  private Follower follower(String openid) {
    return followers.find("shop", openid).orElseThrow();
  }

  private List<Job> waiting() {
    return stores.outbox().list("ask", Set.of(Job.State.WAITING), "", 100);
  }

  private void receive(String dedupeKey, FollowEvent event) {
    messages++;
    stores
        .inbox()
        .receive(message("m" + messages, dedupeKey), List.of(followed(event, "j" + messages)));
  }

  private static Effect followed(FollowEvent event, String job) {
    return new Effect.Followed(
        event, NewJob.of(job, "ask", Lane.USUAL, "shop", Map.of("openid", Secret.of("o1"))));
  }

  private static FollowEvent follows(String openid, Instant at, @Nullable String code) {
    return new FollowEvent("shop", openid, true, at, code);
  }

  private static FollowEvent leaves(String openid, Instant at) {
    return new FollowEvent("shop", openid, false, at, null);
  }

  private static Told told(String openid, String unionid) {
    return new Told(
        openid,
        true,
        NOON,
        unionid,
        "ADD_SCENE_SEARCH",
        null,
        Secret.of("{\"openid\":\"" + openid + "\"}"));
  }

  private static Told gone(String openid) {
    return new Told(openid, false, null, null, null, null, null);
  }

  private static Message message(String id, String dedupeKey) {
    return new Message(
        id,
        "shop",
        "wx1",
        "event.subscribe",
        "o1",
        dedupeKey,
        NOON,
        new Letter(Letter.Format.XML, "<xml/>", Map.of()));
  }
}
