package io.lingpai.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.lingpai.callback.Effect;
import io.lingpai.callback.Inbox;
import io.lingpai.callback.Letter;
import io.lingpai.callback.Message;
import io.lingpai.outbox.Job;
import io.lingpai.outbox.Lane;
import io.lingpai.outbox.NewJob;
import io.lingpai.outbox.Outbox;
import io.lingpai.secret.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every inbox and its outbox must do: invariant 10, stored before acknowledged, once. */
public abstract class InboxAndOutboxContract {

  private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");
  private static final Duration LONG = Duration.ofMinutes(1);

  private Inbox inbox;
  private Outbox outbox;

  /** An inbox and the outbox of the same store. */
  public record Boxes(Inbox inbox, Outbox outbox) {}

  protected abstract Boxes emptyStore();

  @BeforeEach
  void begin_with_an_empty_store() {
    Boxes boxes = emptyStore();
    inbox = boxes.inbox();
    outbox = boxes.outbox();
  }

  @Test
  void a_message_is_kept_as_it_came() {
    Message message = message("m1", "shop", "k1");

    Inbox.Receipt receipt = inbox.receive(message, List.of());

    assertThat(receipt.first()).isTrue();
    assertThat(inbox.find("m1")).contains(message);
    assertThat(inbox.find("m2")).isEmpty();
    assertThat(inbox.list("shop", "", 10)).containsExactly(message);
  }

  @Test
  void the_same_message_again_changes_nothing() {
    inbox.receive(message("m1", "shop", "k1"), List.of(enqueued(job("j1").made())));

    Inbox.Receipt again =
        inbox.receive(message("m2", "shop", "k1"), List.of(enqueued(job("j2").made())));

    assertThat(again.first()).isFalse();
    assertThat(again.id()).isEqualTo("m1");
    assertThat(outbox.find("j1")).isPresent();
    assertThat(outbox.find("j2")).isEmpty();
  }

  @Test
  void apps_do_not_share_their_messages() {
    inbox.receive(message("m1", "shop", "k1"), List.of());

    assertThat(inbox.receive(message("m2", "club", "k1"), List.of()).first()).isTrue();
  }

  @Test
  void of_many_at_once_one_is_the_first() {
    long first =
        IntStream.range(0, 16)
            .parallel()
            .mapToObj(
                i ->
                    inbox.receive(
                        message("m" + i, "shop", "k1"), List.of(enqueued(job("j" + i).made()))))
            .filter(Inbox.Receipt::first)
            .count();

    assertThat(first).isEqualTo(1);
    assertThat(outbox.list("test", Set.of(Job.State.WAITING), "", 100)).hasSize(1);
  }

  @Test
  void an_old_message_is_forgotten_unless_a_job_still_needs_it() {
    inbox.receive(message("m1", "shop", "k1"), List.of());
    inbox.receive(message("m2", "shop", "k2"), List.of(enqueued(job("j2").of("m2").made())));

    assertThat(inbox.forgetBefore(NOW)).isZero();
    assertThat(inbox.forgetBefore(NOW.plusSeconds(1))).isEqualTo(1);

    assertThat(inbox.find("m1")).isEmpty();
    assertThat(inbox.find("m2")).isPresent();
  }

  @Test
  void a_job_is_claimed_once_and_comes_with_its_payload() {
    outbox.add(List.of(job("j1").made()));

    List<Job> claimed = claim("a");

    assertThat(claimed).extracting(Job::id).containsExactly("j1");
    assertThat(claimed.getFirst().payload()).containsEntry("code", Secret.of("c-j1"));
    assertThat(claimed.getFirst().attempts()).isEqualTo(1);
    assertThat(claim("b")).isEmpty();
    assertThat(outbox.claim("j1", lease("b"))).isEmpty();
  }

  @Test
  void a_job_added_again_stays_one() {
    outbox.add(List.of(job("j1").made()));
    outbox.add(List.of(job("j1").made()));

    assertThat(claim("a")).hasSize(1);
  }

  @Test
  void what_is_done_is_gone_unless_it_is_to_be_remembered() {
    outbox.add(List.of(job("j1").made(), job("j2").remembered().made()));
    claim("a");

    assertThat(outbox.done("j1", "other")).isFalse();
    assertThat(outbox.done("j1", "a")).isTrue();
    assertThat(outbox.done("j2", "a")).isTrue();

    assertThat(outbox.find("j1")).isEmpty();
    assertThat(outbox.find("j2")).get().extracting(Job::state).isEqualTo(Job.State.DONE);
    assertThat(outbox.done("j2", "a")).isFalse();
  }

  @Test
  void a_failed_job_comes_back_when_it_is_due_and_says_why() {
    outbox.add(List.of(job("j1").made()));
    claim("a");

    assertThat(outbox.again("j1", "a", LONG, "the target answered 500")).isTrue();

    assertThat(claim("b")).isEmpty();
    Job waiting = outbox.find("j1").orElseThrow();
    assertThat(waiting.lastProblem()).isEqualTo("the target answered 500");
    assertThat(waiting.attempts()).isEqualTo(1);
    Job claimed = outbox.claim("j1", lease("b")).orElseThrow();
    assertThat(claimed.attempts()).isEqualTo(2);
    assertThat(claimed.payload()).containsKey("code");
  }

  @Test
  void a_job_given_back_was_not_tried() {
    outbox.add(List.of(job("j1").made()));
    claim("a");

    outbox.giveBack("j1", "a", Duration.ZERO);

    assertThat(claim("b").getFirst().attempts()).isEqualTo(1);
  }

  @Test
  void a_parked_job_waits_for_a_person() {
    outbox.add(List.of(job("j1").made()));
    claim("a");

    assertThat(outbox.park("j1", "a", "gone")).isTrue();

    assertThat(claim("b")).isEmpty();
    assertThat(outbox.replay("j1")).isTrue();
    assertThat(outbox.replay("j1")).isFalse();
    assertThat(claim("b").getFirst().attempts()).isEqualTo(1);
  }

  @Test
  void a_lease_that_ended_is_another_nodes() {
    outbox.add(List.of(job("j1").made()));
    outbox.claim(Lane.USUAL, Set.of(), 10, 10, new NewJob.Lease("dead", Duration.ZERO));

    assertThat(claim("b")).hasSize(1);
    assertThat(outbox.done("j1", "dead")).isFalse();
  }

  @Test
  void jobs_of_one_order_are_done_one_after_another() {
    outbox.add(
        List.of(job("j1").in("u1").made(), job("j2").in("u1").made(), job("j3").in("u2").made()));

    assertThat(claim("a")).extracting(Job::id).containsExactlyInAnyOrder("j1", "j3");
    assertThat(outbox.claim("j2", lease("b"))).isEmpty();
    outbox.again("j1", "a", LONG, "down");
    assertThat(claim("a")).isEmpty();
    outbox.claim("j1", lease("c"));
    outbox.done("j1", "c");
    assertThat(claim("a")).extracting(Job::id).containsExactly("j2");
  }

  @Test
  void a_parked_job_holds_nobody_up() {
    outbox.add(List.of(job("j1").in("u1").made(), job("j2").in("u1").made()));
    claim("a");
    outbox.park("j1", "a", "gone");

    assertThat(claim("a")).extracting(Job::id).containsExactly("j2");
  }

  @Test
  void whoever_adds_a_job_may_begin_it_unless_its_order_waits() {
    Inbox.Receipt first =
        inbox.receive(
            message("m1", "shop", "k1"),
            List.of(enqueued(job("j1").in("u1").claimedBy("me").made())));
    Inbox.Receipt second =
        inbox.receive(
            message("m2", "shop", "k2"),
            List.of(enqueued(job("j2").in("u1").claimedBy("me").made())));

    assertThat(first.claimed()).containsExactly("j1");
    assertThat(second.claimed()).isEmpty();
    assertThat(claim("other")).isEmpty();
    assertThat(outbox.done("j1", "me")).isTrue();
    assertThat(claim("other")).extracting(Job::id).containsExactly("j2");
  }

  @Test
  void lanes_and_groups_are_worked_apart() {
    outbox.add(
        List.of(
            job("j1").group("slow").made(),
            job("j2").group("slow").made(),
            job("j3").group("quick").made(),
            job("j4").lane(Lane.URGENT).made()));

    assertThat(outbox.claim(Lane.URGENT, Set.of(), 10, 10, lease("a")))
        .extracting(Job::id)
        .containsExactly("j4");
    assertThat(outbox.claim(Lane.USUAL, Set.of("slow", "other"), 10, 10, lease("a")))
        .extracting(Job::id)
        .containsExactly("j3");
    assertThat(outbox.claim(Lane.USUAL, Set.of(), 10, 1, lease("a")))
        .extracting(Job::id)
        .containsExactly("j1");
  }

  @Test
  void what_waited_too_long_is_parked_and_what_is_finished_forgotten() {
    outbox.add(List.of(job("j1").remembered().made(), job("j2").made()));
    outbox.claim("j2", lease("a"));

    assertThat(outbox.parkOlder("test", Instant.EPOCH, "too old")).isZero();
    assertThat(outbox.parkOlder("test", inAnHour(), "too old")).isEqualTo(1);

    assertThat(outbox.find("j1")).get().extracting(Job::lastProblem).isEqualTo("too old");
    assertThat(outbox.forgetBefore(Instant.EPOCH)).isZero();
    assertThat(outbox.forgetBefore(inAnHour())).isEqualTo(1);
    assertThat(outbox.find("j2")).isPresent();
  }

  @Test
  void lists_go_from_the_newest_back() {
    outbox.add(List.of(job("j1").made(), job("j2").made(), job("j3").made()));

    assertThat(outbox.list("test", Set.of(Job.State.WAITING), "", 2))
        .extracting(Job::id)
        .containsExactly("j3", "j2");
    assertThat(outbox.list("test", Set.of(Job.State.WAITING, Job.State.DONE), "j2", 2))
        .extracting(Job::id)
        .containsExactly("j1");
    assertThat(outbox.list("test", Set.of(Job.State.PARKED), "", 2)).isEmpty();
    assertThat(outbox.list("other", Set.of(Job.State.WAITING), "", 2)).isEmpty();
  }

  /** Stores go by their own clock, so this is later than whatever that says. */
  private static Instant inAnHour() {
    return Instant.parse("2100-01-01T00:00:00Z");
  }

  private List<Job> claim(String holder) {
    return outbox.claim(Lane.USUAL, Set.of(), 100, 100, lease(holder));
  }

  private static NewJob.Lease lease(String holder) {
    return new NewJob.Lease(holder, LONG);
  }

  private static Effect enqueued(NewJob job) {
    return new Effect.Enqueued(job);
  }

  private static Message message(String id, String app, String dedupe) {
    return new Message(
        id,
        app,
        "wx0000000000000001",
        "event.subscribe",
        "o令牌",
        dedupe,
        NOW,
        new Letter(
            Letter.Format.XML, "<xml>\u0001令牌 \"'</xml>", Map.of("nonce", "1", "openid", "o")));
  }

  private static Draft job(String id) {
    return new Draft(id);
  }

  private static final class Draft {
    private final String id;
    private final Map<String, String> about = new HashMap<>(Map.of("url", "https://a.cn/令"));
    private Lane lane = Lane.USUAL;
    private String group = "g";
    private @Nullable String order;
    private @Nullable String message;
    private boolean remembered;
    private NewJob.@Nullable Lease claim;

    Draft(String id) {
      this.id = id;
    }

    Draft lane(Lane which) {
      lane = which;
      return this;
    }

    Draft group(String which) {
      group = which;
      return this;
    }

    Draft in(String which) {
      order = which;
      return this;
    }

    Draft of(String which) {
      message = which;
      return this;
    }

    Draft remembered() {
      remembered = true;
      return this;
    }

    Draft claimedBy(String holder) {
      claim = lease(holder);
      return this;
    }

    NewJob made() {
      return new NewJob(
          id,
          "test",
          lane,
          "shop",
          group,
          order,
          message,
          about,
          Map.of("code", Secret.of("c-" + id)),
          Duration.ZERO,
          remembered,
          claim);
    }
  }
}
