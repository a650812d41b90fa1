package io.lingpai.server.directory;

import io.lingpai.app.App;
import io.lingpai.credential.VendorError;
import io.lingpai.directory.Colleague;
import io.lingpai.directory.Department;
import io.lingpai.directory.DirectoryStore;
import io.lingpai.directory.Rumour;
import io.lingpai.directory.Workplace;
import io.lingpai.keeper.Loan;
import io.lingpai.keeper.Waiting;
import io.lingpai.outbox.Backoff;
import io.lingpai.outbox.Job;
import io.lingpai.outbox.JobHandler;
import io.lingpai.platform.Finding;
import io.lingpai.server.access.KeyText;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Looks into what a vendor's events tell of: asks how it is now, and writes that. So it does not
 * matter in which order events come, nor how often.
 */
public final class DirectoryChanges implements JobHandler {

  /** DingTalk lets an app make twenty calls of one API in a second. */
  private static final long BETWEEN_CALLS = Duration.ofMillis(52).toNanos();

  private static final Duration SOON = Duration.ofSeconds(5);
  private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(2), Duration.ofMinutes(30));
  private static final int ATTEMPTS = 60;

  private final Companies companies;
  private final DirectoryStore directory;
  private final Waiting waiting;
  private final InstantSource clock;
  private final LongSupplier nanos;
  private final RandomGenerator random;
  private final Map<String, AtomicLong> nextCalls = new ConcurrentHashMap<>();

  /**
   * @param random unpredictable
   */
  public DirectoryChanges(
      Companies companies,
      DirectoryStore directory,
      Waiting waiting,
      InstantSource clock,
      LongSupplier nanos,
      RandomGenerator random) {
    this.companies = companies;
    this.directory = directory;
    this.waiting = waiting;
    this.clock = clock;
    this.nanos = nanos;
    this.random = random;
  }

  @Override
  public String kind() {
    return Rumour.KIND;
  }

  /** The vendor cannot be asked, for a while or at all. */
  private static final class NotNow extends Exception {
    private static final long serialVersionUID = 1L;

    private final String why;
    private final transient @Nullable Duration wait;

    NotNow(String why, @Nullable Duration wait) {
      super(why);
      this.why = why;
      this.wait = wait;
    }
  }

  @Override
  public Outcome work(Job job) {
    if (!companies.serves(job.app())) {
      return new Outcome.Done();
    }
    App app = companies.known(job.app());
    String userid = job.about().get(Rumour.PERSON);
    String department = job.about().get(Rumour.DEPARTMENT);
    try {
      if (userid != null) {
        person(app, userid);
      }
      if (department != null) {
        department(app, Long.parseLong(department));
      }
      return new Outcome.Done();
    } catch (NotNow e) {
      return later(job, e);
    }
  }

  private void person(App app, String userid) throws NotNow {
    Workplace workplace = companies.workplace(app);
    pace(app);
    // What is asked later is later: it is noted as of before the question.
    Instant asked = clock.instant();
    Colleague person =
        answer(
            companies.ask(
                app, token -> workplace.person(app, token, userid, Companies.ANSWER_WITHIN)));
    if (person == null) {
      directory.departed(app.name(), userid, asked);
      return;
    }
    List<Department> fetched =
        Lineage.unknown(
            directory, app.name(), person.departments(), id -> asked(app, workplace, id));
    directory.learnt(app.name(), person, fetched, KeyText.newId(random), asked);
  }

  private void department(App app, long id) throws NotNow {
    Instant asked = clock.instant();
    Department department = asked(app, companies.workplace(app), id);
    if (department == null) {
      directory.closed(app.name(), id, asked);
    } else {
      directory.learnt(app.name(), department, asked);
    }
  }

  private @Nullable Department asked(App app, Workplace workplace, long id) throws NotNow {
    pace(app);
    return answer(
        companies.ask(app, token -> workplace.department(app, token, id, Companies.ANSWER_WITHIN)));
  }

  /** A hundred people may join at once. */
  private void pace(App app) {
    long now = nanos.getAsLong();
    AtomicLong next = nextCalls.computeIfAbsent(app.name(), unused -> new AtomicLong(now));
    long mine = next.getAndUpdate(at -> Math.max(at, now) + BETWEEN_CALLS);
    if (mine > now) {
      waiting.pause(Duration.ofNanos(mine - now));
    }
  }

  /** What the vendor answers; null if it says that there is no such one, or none for us to see. */
  private <T> @Nullable T answer(Loan<Finding<T>> loan) throws NotNow {
    return switch (loan) {
      case Loan.Missing<Finding<T>> _ -> throw new NotNow("there is no token", SOON);
      case Loan.Answered<Finding<T>>(Finding<T> finding) ->
          switch (finding) {
            case Finding.Found<T>(T what) -> what;
            case Finding.NotThisOne<T> _ -> null;
            case Finding.AppRefused<T>(VendorError why) -> throw new NotNow(why.said(), null);
            case Finding.TokenDead<T>(VendorError why) -> throw new NotNow(why.said(), SOON);
            case Finding.Unavailable<T>(VendorError why, boolean _) ->
                throw new NotNow(why.said(), null);
            case Finding.TooMany<T>(VendorError why, Duration wait) ->
                throw new NotNow(why.said(), wait.compareTo(SOON) < 0 ? SOON : wait);
          };
    };
  }

  private Outcome later(Job job, NotNow why) {
    if (job.attempts() > ATTEMPTS) {
      return new Outcome.Parked(why.why);
    }
    Duration wait =
        why.wait == null ? BACKOFF.after(job.attempts(), random.nextDouble()) : why.wait;
    return new Outcome.Again(wait, why.why);
  }
}
