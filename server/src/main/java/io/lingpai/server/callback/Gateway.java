package io.lingpai.server.callback;

import io.lingpai.app.App;
import io.lingpai.callback.Correspondence;
import io.lingpai.callback.Effect;
import io.lingpai.callback.Inbox;
import io.lingpai.callback.Meaning;
import io.lingpai.callback.Message;
import io.lingpai.callback.Opening.Opened;
import io.lingpai.callback.Responder;
import io.lingpai.outbox.Job;
import io.lingpai.outbox.NewJob;
import io.lingpai.problem.StoreUnavailable;
import io.lingpai.server.callback.Correspondents.Address;
import io.lingpai.server.callback.Tidings.Outcome;
import io.lingpai.server.outbox.Worker;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Takes an authentic message in:
 *
 * <ol>
 *   <li>what it says by itself, and to whom it is to be passed on, is worked out;
 *   <li>all of that is stored with the message in one transaction, unless it was stored before;
 *   <li>the first target that takes it is asked at once, and may reply while the vendor waits; a
 *       vendor who asks again joins that wait;
 *   <li>the vendor is answered, in time in any case. What was not delivered by then the outbox
 *       delivers.
 * </ol>
 */
final class Gateway {

  private static final int AT_ONCE_PER_TARGET = 64;

  private final Inbox inbox;
  private final Correspondents correspondents;
  private final List<Meaning> meanings;
  private final List<Responder> responders;
  private final Deliveries deliveries;
  private final TargetHealth health;
  private final Replies replies;
  private final Worker worker;
  private final Tidings tidings;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final ExecutorService storing =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("inbox-", 0).factory());

  Gateway(
      Inbox inbox,
      Correspondents correspondents,
      List<Meaning> meanings,
      List<Responder> responders,
      Deliveries deliveries,
      TargetHealth health,
      Replies replies,
      Worker worker,
      Tidings tidings,
      InstantSource clock,
      RandomGenerator random) {
    this.inbox = inbox;
    this.correspondents = correspondents;
    this.meanings = List.copyOf(meanings);
    this.responders = List.copyOf(responders);
    this.deliveries = deliveries;
    this.health = health;
    this.replies = replies;
    this.worker = worker;
    this.tidings = tidings;
    this.clock = clock;
    this.random = random;
  }

  /** How long there is, and whether a reply is worth waiting for. */
  private record Wait(long end, boolean forReply) {
    static Wait of(Correspondence ours, long began) {
      return new Wait(began + ours.answeredWithin().toNanos(), ours.takesReplies());
    }

    Duration left() {
      return Duration.ofNanos(Math.max(1_000_000, end - System.nanoTime()));
    }
  }

  /** The first delivery of a message, which may bring a reply, and the others. */
  private record Plan(
      @Nullable NewJob first, List<NewJob> all, List<Effect> effects, Optional<String> answer) {}

  /**
   * Keeps a message and answers it.
   *
   * @param keys the app whose keys authenticated it
   * @param began {@link System#nanoTime()} when it arrived
   * @return what to answer, as the vendor wants it
   * @throws StoreUnavailable if it may not have been kept
   */
  String take(Address address, App keys, Opened opened, long began) {
    Correspondence ours = correspondents.of(keys);
    Wait wait = Wait.of(ours, began);
    App app = address.app() == null ? keys : address.app();
    Message message =
        new Message(
            Ids.next(clock.instant(), random),
            app.name(),
            address.account(),
            opened.type(),
            opened.user(),
            opened.dedupeKey(),
            clock.instant(),
            opened.letter());
    Plan plan = plan(app, keys, message, opened);
    if (plan.first() != null && wait.forReply()) {
      replies.expect(message.id());
    }
    Inbox.Receipt receipt = keep(message, plan.effects(), wait);
    if (!receipt.first()) {
      replies.forget(message.id());
      tidings.arrived(app.name(), Outcome.DUPLICATE);
      // The reply of an own responder is worked out again: it depends on nothing but the message.
      Optional<String> reply =
          plan.answer().isPresent() || !wait.forReply()
              ? plan.answer()
              : replies.await(receipt.id(), wait.left());
      return written(ours, opened, reply);
    }
    tidings.arrived(app.name(), Outcome.ACCEPTED);
    tidings.kept(message);
    return written(ours, opened, reply(message, plan, receipt, wait));
  }

  private Optional<String> reply(Message message, Plan plan, Inbox.Receipt receipt, Wait wait) {
    NewJob first = plan.first();
    if (first == null) {
      if (!plan.effects().isEmpty()) {
        worker.wake();
      }
      return plan.answer();
    }
    NewJob.Lease lease = first.claim();
    boolean begun = lease != null && receipt.claimed().contains(first.id());
    if (begun && lease != null) {
      worker.begin(begun(first), lease);
    }
    if (!begun || plan.all().size() > 1 || plan.effects().size() > plan.all().size()) {
      worker.wake();
    }
    boolean comesSoon = begun || (first.order() != null && worker.doing(first.order()));
    return comesSoon && wait.forReply()
        ? replies.await(message.id(), wait.left())
        : Optional.empty();
  }

  private Plan plan(App app, App keys, Message message, Opened opened) {
    List<Effect> effects = new ArrayList<>();
    meanings.forEach(meaning -> effects.addAll(meaning.of(keys, message, opened)));
    for (Responder responder : responders) {
      Optional<String> answer = responder.answer(keys, message, opened);
      if (answer.isPresent()) {
        return new Plan(null, List.of(), effects, answer);
      }
    }
    List<NewJob> jobs = opened.confidential() ? List.of() : jobs(app, keys, message);
    jobs.forEach(job -> effects.add(new Effect.Enqueued(job)));
    return new Plan(jobs.isEmpty() ? null : jobs.getFirst(), jobs, effects, Optional.empty());
  }

  /** An authorizer without targets of its own has its platform's. */
  private List<NewJob> jobs(App app, App keys, Message message) {
    List<Target> own = Target.of(app);
    App owner = own.isEmpty() ? keys : app;
    List<NewJob> jobs = new ArrayList<>();
    for (Target target : own.isEmpty() ? Target.of(keys) : own) {
      if (target.takes(message.type())) {
        boolean first = jobs.isEmpty();
        boolean now =
            first
                && !health.down(target.group())
                && worker.busyWith(target.group()) < AT_ONCE_PER_TARGET;
        jobs.add(deliveries.job(message, owner, target, first, now ? worker.lease() : null));
      }
    }
    return jobs;
  }

  /** The store may take longer than the vendor waits; then the vendor must come again. */
  private Inbox.Receipt keep(Message message, List<Effect> effects, Wait wait) {
    Future<Inbox.Receipt> kept = storing.submit(() -> inbox.receive(message, effects));
    try {
      return kept.get(wait.left().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new StoreUnavailable("the store did not answer in the vendor's time", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailable("interrupted while storing", e);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException own -> throw own;
        case Error error -> throw error;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }

  private String written(Correspondence ours, Opened opened, Optional<String> reply) {
    return reply
        .filter(text -> !text.isEmpty())
        .flatMap(text -> ours.reply(opened.letter(), text, clock.instant(), random))
        .orElseGet(() -> ours.acknowledgement(opened, clock.instant(), random));
  }

  private Job begun(NewJob job) {
    return new Job(
        job.id(),
        job.kind(),
        job.lane(),
        job.app(),
        job.group(),
        job.order(),
        job.message(),
        job.about(),
        job.payload(),
        Job.State.WAITING,
        1,
        clock.instant(),
        clock.instant(),
        null,
        null);
  }
}
