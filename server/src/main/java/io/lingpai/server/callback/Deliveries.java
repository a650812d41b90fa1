package io.lingpai.server.callback;

import io.lingpai.app.App;
import io.lingpai.callback.Correspondence;
import io.lingpai.callback.Inbox;
import io.lingpai.callback.Message;
import io.lingpai.outbox.Backoff;
import io.lingpai.outbox.Job;
import io.lingpai.outbox.JobHandler;
import io.lingpai.outbox.Lane;
import io.lingpai.outbox.NewJob;
import io.lingpai.server.access.KeyText;
import io.lingpai.server.http.Outbound;
import io.lingpai.server.http.Outbound.Heard;
import io.lingpai.server.http.Outbound.NoAnswer;
import io.lingpai.server.registry.Registry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Passes messages on. One that is refused with a status of the target's own is tried for half an
 * hour; while the target is down nothing is given up but what is a day old.
 */
final class Deliveries implements JobHandler {

  static final String KIND = "delivery";

  /** After so long it is parked by whoever looks after the outbox. */
  static final Duration GIVEN_UP_AFTER = Duration.ofDays(1);

  private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30));
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(12);
  private static final int ANSWER_AT_MOST = 32 * 1024;
  private static final int ATTEMPTS_AT_MOST = 60;
  private static final int GONE = 410;
  private static final int UNHEARD_OF_AT_MOST = 5;
  private static final String UNHEARD_OF = "the target is no longer configured";

  private final Inbox inbox;
  private final Registry registry;
  private final Correspondents correspondents;
  private final Outbound outbound;
  private final Replies replies;
  private final TargetHealth health;
  private final InstantSource clock;
  private final RandomGenerator random;

  Deliveries(
      Inbox inbox,
      Registry registry,
      Correspondents correspondents,
      Outbound outbound,
      Replies replies,
      TargetHealth health,
      InstantSource clock,
      RandomGenerator random) {
    this.inbox = inbox;
    this.registry = registry;
    this.correspondents = correspondents;
    this.outbound = outbound;
    this.replies = replies;
    this.health = health;
    this.clock = clock;
    this.random = random;
  }

  /**
   * A delivery to be made.
   *
   * @param owner the app whose settings name the target
   * @param mayReply whether its answer goes to the vendor
   * @param claim if it is to be made at once
   */
  NewJob job(
      Message message, App owner, Target target, boolean mayReply, NewJob.@Nullable Lease claim) {
    return new NewJob(
        KeyText.newId(random),
        KIND,
        Lane.USUAL,
        message.app(),
        target.group(),
        target.order(message.app(), message.user()),
        message.id(),
        Map.of(
            "url",
            target.shown(),
            "target",
            target.key(),
            "owner",
            owner.name(),
            "type",
            message.type(),
            "replies",
            mayReply ? "yes" : "no"),
        Map.of(),
        Duration.ZERO,
        true,
        claim);
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Set<String> paused() {
    return health.paused(clock.instant());
  }

  @Override
  public Outcome work(Job job) {
    String id = String.valueOf(job.message());
    Optional<String> reply = Optional.empty();
    try {
      Optional<Message> message = inbox.find(id);
      Optional<App> owner = registry.app(job.about().getOrDefault("owner", ""));
      Optional<Target> target =
          owner.flatMap(app -> Target.find(app, job.about().getOrDefault("target", "")));
      if (message.isEmpty()) {
        return new Outcome.Parked("the message is no longer kept");
      }
      if (owner.isEmpty() || target.isEmpty()) {
        // This node may not have heard of it yet.
        return job.attempts() < UNHEARD_OF_AT_MOST
            ? new Outcome.Again(BACKOFF.after(job.attempts(), random.nextDouble()), UNHEARD_OF)
            : new Outcome.Parked(UNHEARD_OF);
      }
      App app = registry.app(message.get().app()).orElse(owner.get());
      Sent sent = send(message.get(), target.get(), correspondents.keysOf(app));
      reply = sent.reply();
      return outcome(job, sent);
    } finally {
      if ("yes".equals(job.about().get("replies"))) {
        replies.came(id, reply);
      }
    }
  }

  /** What became of an attempt; a problem is null if the target took it. */
  private record Sent(@Nullable String problem, int status, Optional<String> reply) {}

  private Sent send(Message message, Target target, App keys) {
    try {
      Heard heard =
          target.original() ? original(message, target, keys) : json(message, target, keys);
      if (heard.status() < 200 || heard.status() > 299) {
        return new Sent("the target answered " + heard.status(), heard.status(), Optional.empty());
      }
      String body = heard.body().strip();
      if (body.isEmpty() || body.equals("success")) {
        return new Sent(null, heard.status(), Optional.empty());
      }
      Optional<String> clear =
          target.original() ? correspondents.of(keys, target).openReply(body) : Optional.of(body);
      return new Sent(null, heard.status(), clear);
    } catch (NoAnswer e) {
      return new Sent("the target did not answer: " + e.getMessage(), 0, Optional.empty());
    }
  }

  private Heard json(Message message, Target target, App keys) throws NoAnswer {
    String body = correspondents.of(keys).asJson(message.letter());
    long now = clock.instant().getEpochSecond();
    return outbound.post(
        target.url(),
        Map.of(
            "content-type",
            "application/json; charset=utf-8",
            "user-agent",
            "lingpai",
            "lingpai-app",
            message.app(),
            "lingpai-account",
            message.account(),
            "webhook-id",
            message.id(),
            "webhook-timestamp",
            Long.toString(now),
            "webhook-signature",
            correspondents.signature(target, message.id(), now, body)),
        body,
        ANSWER_WITHIN,
        ANSWER_AT_MOST);
  }

  private Heard original(Message message, Target target, App keys) throws NoAnswer {
    Correspondence.Original original =
        correspondents.of(keys, target).asOriginal(message.letter(), clock.instant(), random);
    return outbound.post(
        Urls.with(target.url(), original.query()),
        Map.of("content-type", original.contentType(), "user-agent", "Mozilla/4.0"),
        original.body(),
        ANSWER_WITHIN,
        ANSWER_AT_MOST);
  }

  private Outcome outcome(Job job, Sent sent) {
    String problem = sent.problem();
    if (problem == null) {
      health.answered(job.group());
      return new Outcome.Done();
    }
    boolean unwell = sent.status() == 0 || sent.status() >= 500 || sent.status() == 429;
    if (unwell) {
      health.failed(job.group(), clock.instant());
    } else {
      health.answered(job.group());
    }
    if (sent.status() == GONE) {
      return new Outcome.Parked(problem);
    }
    if (job.attempts() >= ATTEMPTS_AT_MOST && !health.down(job.group())) {
      return new Outcome.Parked(problem + ", " + job.attempts() + " times");
    }
    return new Outcome.Again(BACKOFF.after(job.attempts(), random.nextDouble()), problem);
  }
}
