package io.lingpai.server.follower;

import io.lingpai.app.App;
import io.lingpai.credential.VendorError;
import io.lingpai.follower.Follower;
import io.lingpai.follower.FollowerStore;
import io.lingpai.follower.Told;
import io.lingpai.outbox.Backoff;
import io.lingpai.outbox.Job;
import io.lingpai.outbox.JobHandler;
import io.lingpai.platform.Finding;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Asks the vendor about somebody who followed, or of whom two events contradict each other: the
 * rest of what an event does not say.
 */
final class FollowerQuestions implements JobHandler {

  /** Events of one second are all told by then. */
  private static final Duration SECOND_IS_OVER = Duration.ofSeconds(3);

  private static final Duration OVERTAKEN = Duration.ofSeconds(1);
  private static final Duration UNTIL_THE_DAY_ENDS = Duration.ofMinutes(30);
  private static final int ATTEMPTS = 60;
  private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(2), Duration.ofMinutes(30));

  private final String kind;
  private final String openidField;
  private final FollowerApps apps;
  private final FollowerStore followers;
  private final InstantSource clock;
  private final RandomGenerator random;

  /**
   * @param kind of the jobs
   * @param openidField of what they are about
   */
  FollowerQuestions(
      String kind,
      String openidField,
      FollowerApps apps,
      FollowerStore followers,
      InstantSource clock,
      RandomGenerator random) {
    this.kind = kind;
    this.openidField = openidField;
    this.apps = apps;
    this.followers = followers;
    this.clock = clock;
    this.random = random;
  }

  @Override
  public String kind() {
    return kind;
  }

  @Override
  public Outcome work(Job job) {
    App app = apps.find(job.app()).filter(App::active).filter(apps::isAccount).orElse(null);
    String openid = job.about().get(openidField);
    if (app == null || openid == null) {
      return new Outcome.Done();
    }
    Optional<Follower> known = followers.find(app.name(), openid);
    if (known.isPresent() && !known.get().wantsAsking()) {
      return new Outcome.Done();
    }
    Duration early = known.map(this::early).orElse(Duration.ZERO);
    if (early.isPositive()) {
      return new Outcome.Again(early, "events of one second contradict each other");
    }
    Finding<Told> finding =
        apps.ask(app, (source, token) -> source.ask(token, openid, FollowerApps.ANSWER_WITHIN));
    return switch (finding) {
      case Finding.Found<Told>(Told told) ->
          learn(app, told, known.map(Follower::revision).orElse(0L), job);
      // Of a person who is not the account's, or an account that may not ask, nothing is learnt.
      case Finding.NotThisOne<Told> _ -> new Outcome.Done();
      case Finding.AppRefused<Told>(VendorError why) -> later(job, why);
      case Finding.TokenDead<Told>(VendorError why) -> later(job, why);
      case Finding.Unavailable<Told>(VendorError why, boolean _) -> later(job, why);
      case Finding.TooMany<Told>(VendorError why, Duration wait) ->
          new Outcome.Again(wait.isZero() ? UNTIL_THE_DAY_ENDS : wait, why.said());
    };
  }

  private Duration early(Follower known) {
    Instant earliest = known.changedAt().plus(SECOND_IS_OVER);
    return known.disputed() ? Duration.between(clock.instant(), earliest) : Duration.ZERO;
  }

  private Outcome learn(App app, Told told, long seen, Job job) {
    return switch (followers.learn(app.name(), told, seen)) {
      case BELIEVED -> new Outcome.Done();
      case OVERTAKEN -> new Outcome.Again(OVERTAKEN, "an event came meanwhile");
      case NOT_YET ->
          job.attempts() > ATTEMPTS
              ? new Outcome.Done()
              : new Outcome.Again(Follower.LAG, "the vendor's answer lags behind its event");
    };
  }

  private Outcome later(Job job, VendorError why) {
    return job.attempts() > ATTEMPTS
        ? new Outcome.Parked(why.said())
        : new Outcome.Again(BACKOFF.after(job.attempts(), random.nextDouble()), why.said());
  }
}
