package io.lingpai.server.directory;

import io.lingpai.app.App;
import io.lingpai.credential.Trouble;
import io.lingpai.credential.VendorError;
import io.lingpai.directory.Department;
import io.lingpai.directory.DirectoryStore;
import io.lingpai.directory.Sync;
import io.lingpai.directory.Workplace;
import io.lingpai.keeper.Loan;
import io.lingpai.keeper.Waiting;
import io.lingpai.outbox.Job;
import io.lingpai.outbox.JobHandler;
import io.lingpai.outbox.Lane;
import io.lingpai.outbox.NewJob;
import io.lingpai.outbox.Outbox;
import io.lingpai.platform.Finding;
import io.lingpai.secret.Secret;
import io.lingpai.server.access.KeyText;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Synchronizes directories, as a job that any node may do a slice of:
 *
 * <ol>
 *   <li>the root, then the children of every department seen, until all are seen;
 *   <li>the people of every department, a page at a time;
 *   <li>whoever and whatever was not seen is marked as gone.
 * </ol>
 *
 * <p>How far it is stands in the rows, see {@link DirectoryStore}; so a slice may end anywhere, and
 * a node that dies loses a page at most. A synchronization that could not read everything fails
 * without marking anybody.
 */
public final class DirectorySyncs implements JobHandler {

  static final String KIND = "directory-sync";

  /** With the longest call at its end, a slice is over before the job's lease is. */
  private static final Duration SLICE = Duration.ofSeconds(10);

  /** DingTalk lets an app make twenty calls of one API in a second. */
  private static final Duration BETWEEN_CALLS = Duration.ofMillis(52);

  private static final Duration AFTER_TROUBLE = Duration.ofSeconds(5);
  private static final Duration GIVEN_UP_AFTER = Duration.ofHours(24);
  private static final int DEPARTMENTS_AT_ONCE = 50;

  private final Companies companies;
  private final DirectoryStore directory;
  private final Outbox outbox;
  private final Waiting waiting;
  private final InstantSource clock;
  private final LongSupplier nanos;
  private final RandomGenerator random;

  /**
   * @param random unpredictable
   */
  public DirectorySyncs(
      Companies companies,
      DirectoryStore directory,
      Outbox outbox,
      Waiting waiting,
      InstantSource clock,
      LongSupplier nanos,
      RandomGenerator random) {
    this.companies = companies;
    this.directory = directory;
    this.outbox = outbox;
    this.waiting = waiting;
    this.clock = clock;
    this.nanos = nanos;
    this.random = random;
  }

  /** Begins one, or finds the one that runs. */
  Sync begin(App app) {
    Sync sync = directory.beginSync(app.name(), KeyText.newId(random), clock.instant());
    // Known already if it runs; missing if whoever began it died in between.
    outbox.add(List.of(NewJob.of(sync.id(), KIND, Lane.BACKGROUND, app.name(), Map.of())));
    return sync;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Outcome work(Job job) {
    Sync sync = directory.sync(job.app(), job.id()).orElse(null);
    if (sync == null || sync.state() != Sync.State.RUNNING) {
      return new Outcome.Done();
    }
    if (!companies.serves(job.app())) {
      return failed(sync, "the app is gone, or disabled");
    }
    App app = companies.known(job.app());
    Slice slice = new Slice(app, companies.workplace(app), sync);
    try {
      slice.run();
    } catch (Stopped e) {
      return stopped(sync, e);
    }
    if (slice.over()) {
      return new Outcome.Again(Duration.ZERO, "");
    }
    directory.finishSync(sync, Sync.State.DONE, null, clock.instant());
    return new Outcome.Done();
  }

  private Outcome stopped(Sync sync, Stopped why) {
    boolean tooLate = clock.instant().isAfter(sync.startedAt().plus(GIVEN_UP_AFTER));
    return why.askAgainIn == null || tooLate
        ? failed(sync, why.problem)
        : new Outcome.Again(why.askAgainIn, why.problem);
  }

  private Outcome failed(Sync sync, String problem) {
    directory.finishSync(sync, Sync.State.FAILED, problem, clock.instant());
    return new Outcome.Done();
  }

  /** It cannot go on: for a while, or at all. */
  private static final class Stopped extends Exception {
    private static final long serialVersionUID = 1L;

    private final String problem;
    private final transient @Nullable Duration askAgainIn;

    Stopped(String problem, @Nullable Duration askAgainIn) {
      super(problem);
      this.problem = problem;
      this.askAgainIn = askAgainIn;
    }
  }

  private final class Slice {
    private final App app;
    private final Workplace workplace;
    private final Sync sync;
    private final long end = nanos.getAsLong() + SLICE.toNanos();
    private long nextCall = nanos.getAsLong();

    Slice(App app, Workplace workplace, Sync sync) {
      this.app = app;
      this.workplace = workplace;
      this.sync = sync;
    }

    boolean over() {
      return nanos.getAsLong() - end >= 0;
    }

    void run() throws Stopped {
      if (sync.total() == 0) {
        directory.saw(sync, null, List.of(root()));
      }
      List<Long> unread = directory.unread(sync, DEPARTMENTS_AT_ONCE);
      while (!unread.isEmpty() && !over()) {
        for (long id : unread) {
          if (over()) {
            return;
          }
          directory.saw(sync, id, beneath(id));
        }
        unread = directory.unread(sync, DEPARTMENTS_AT_ONCE);
      }
      List<Long> unstaffed = directory.unstaffed(sync, DEPARTMENTS_AT_ONCE);
      while (!unstaffed.isEmpty() && !over()) {
        for (long id : unstaffed) {
          if (over()) {
            return;
          }
          staff(id);
        }
        unstaffed = directory.unstaffed(sync, DEPARTMENTS_AT_ONCE);
      }
      while (!over() && directory.markGone(sync, clock.instant())) {
        // Some at once, so that others' writes come between.
      }
    }

    private Department root() throws Stopped {
      return demand(
          token -> workplace.department(app, token, Department.ROOT, Companies.ANSWER_WITHIN),
          null);
    }

    private List<Department> beneath(long id) throws Stopped {
      return demand(token -> workplace.beneath(app, token, id, Companies.ANSWER_WITHIN), List.of());
    }

    private void staff(long department) throws Stopped {
      Workplace.Page empty = new Workplace.Page(List.of(), null);
      long from = 0;
      while (true) {
        long cursor = from;
        Workplace.Page page =
            demand(
                token -> workplace.people(app, token, department, cursor, Companies.ANSWER_WITHIN),
                empty);
        Long next = page.next();
        directory.sawPeople(
            sync, department, page.people(), next == null, () -> KeyText.newId(random));
        if (next == null) {
          return;
        }
        if (next <= from) {
          throw new Stopped(
              "the vendor's pages of department " + department + " stand still", null);
        }
        from = next;
      }
    }

    /**
     * An answer.
     *
     * @param hidden what stands for the answer about a department that has gone meanwhile, or is
     *     not for the app to see; {@code null} if there must be one
     */
    private <T> T demand(Function<Secret, Finding<T>> call, @Nullable T hidden) throws Stopped {
      pace();
      Loan<Finding<T>> loan = companies.ask(app, call);
      return switch (loan) {
        case Loan.Missing<Finding<T>>(Trouble why) -> throw missing(why);
        case Loan.Answered<Finding<T>>(Finding<T> answer) ->
            switch (answer) {
              case Finding.Found<T>(T what) -> what;
              case Finding.NotThisOne<T>(VendorError why) -> {
                if (hidden == null || !workplace.meansHidden(why.code())) {
                  throw new Stopped(why.said(), null);
                }
                yield hidden;
              }
              case Finding.AppRefused<T>(VendorError why) -> throw new Stopped(why.said(), null);
              case Finding.TooMany<T>(VendorError why, Duration wait) ->
                  throw new Stopped(
                      why.said(), wait.compareTo(AFTER_TROUBLE) < 0 ? AFTER_TROUBLE : wait);
              case Finding.TokenDead<T>(VendorError why) ->
                  throw new Stopped(why.said(), AFTER_TROUBLE);
              case Finding.Unavailable<T>(VendorError why, boolean maybeDone) ->
                  throw new Stopped(why.said(), AFTER_TROUBLE);
            };
      };
    }

    private Stopped missing(@Nullable Trouble trouble) {
      boolean refused = trouble != null && trouble.nature() == Trouble.Nature.REFUSED;
      String why = trouble == null ? "there is no token yet" : trouble.error().said();
      return new Stopped(why, refused ? null : AFTER_TROUBLE);
    }

    private void pace() {
      long early = nextCall - nanos.getAsLong();
      if (early > 0) {
        waiting.pause(Duration.ofNanos(early));
      }
      nextCall = Math.max(nextCall, nanos.getAsLong()) + BETWEEN_CALLS.toNanos();
    }
  }
}
