package io.lingpai.server.outbox;

import io.lingpai.outbox.Job;
import io.lingpai.outbox.JobHandler;
import io.lingpai.outbox.Lane;
import io.lingpai.outbox.NewJob;
import io.lingpai.outbox.Outbox;
import io.lingpai.problem.StoreUnavailable;
import io.lingpai.server.access.KeyText;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works the outbox on this node:
 *
 * <ol>
 *   <li>claims what is due, lane by lane, as much as there is room for, and little of any one
 *       group;
 *   <li>does each job on a thread of its own;
 *   <li>tells the outbox what became of it, and looks again.
 * </ol>
 *
 * <p>A lease outlives every attempt. What a node was doing when it died is taken over when the
 * lease ends, so a job may be done twice, and its handler must bear that.
 */
public final class Worker implements AutoCloseable {

  /** Handlers must be done within less than this. */
  static final Duration LEASE = Duration.ofSeconds(25);

  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
  private static final Map<Lane, Integer> ROOM =
      Map.of(Lane.URGENT, 16, Lane.USUAL, 64, Lane.BACKGROUND, 8);
  private static final int OF_ONE_GROUP = 8;

  private final Outbox outbox;
  private final Map<String, JobHandler> handlers = new ConcurrentHashMap<>();
  private final RandomGenerator random;
  private final Map<Lane, Integer> busy = new ConcurrentHashMap<>();
  private final Map<String, Integer> groups = new ConcurrentHashMap<>();
  private final Set<String> orders = ConcurrentHashMap.newKeySet();
  private final Semaphore wakes = new Semaphore(0);
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("job-", 0).factory());
  private @Nullable Thread looking;
  private volatile boolean stopped;

  /** Does nothing until {@link #start} but what it is told to {@link #begin}. */
  public Worker(Outbox outbox, List<JobHandler> handlers, RandomGenerator random) {
    this.outbox = outbox;
    this.random = random;
    handlers.forEach(handler -> this.handlers.put(handler.kind(), handler));
  }

  /** Begins to look for what is due. */
  public synchronized void start() {
    looking = Thread.ofPlatform().name("outbox").daemon().start(this::look);
  }

  /** A claim for a job that whoever adds it will {@link #begin} at once. */
  public NewJob.Lease lease() {
    return new NewJob.Lease(KeyText.newSecret(random), LEASE);
  }

  /** Something was added: look now. */
  public void wake() {
    if (wakes.availablePermits() == 0) {
      wakes.release();
    }
  }

  /** How many jobs of a group are being done here. */
  public int busyWith(String group) {
    return groups.getOrDefault(group, 0);
  }

  /** Whether a job of this order is being done here. */
  public boolean doing(String order) {
    return orders.contains(order);
  }

  /**
   * Does a job that is claimed already. It takes no room from what waits: whoever begins it sees to
   * it that there are not too many, see {@link #busyWith}.
   */
  public void begin(Job job, NewJob.Lease lease) {
    begin(job, lease, () -> {});
  }

  private void begin(Job job, NewJob.Lease lease, Runnable afterwards) {
    groups.merge(job.group(), 1, Integer::sum);
    if (job.order() != null) {
      orders.add(job.order());
    }
    try {
      threads.execute(() -> work(job, lease.holder(), afterwards));
    } catch (RejectedExecutionException stopping) {
      over(job, afterwards);
      giveBack(job, lease.holder());
    }
  }

  private void beginInLane(Job job, NewJob.Lease lease) {
    busy.merge(job.lane(), 1, Integer::sum);
    begin(job, lease, () -> busy.merge(job.lane(), -1, Integer::sum));
  }

  private void look() {
    boolean lost = false;
    while (!stopped) {
      Duration pause = LOOK_EVERY;
      try {
        if (claim()) {
          pause = Duration.ZERO;
        }
        lost = false;
      } catch (StoreUnavailable e) {
        if (!lost) {
          LOG.warn("event=store_lost who=outbox reason=\"{}\"", e.getMessage());
        }
        lost = true;
        pause = AFTER_FAILURE;
      } catch (RuntimeException e) {
        LOG.error("event=outbox_failed", e);
        pause = AFTER_FAILURE;
      }
      if (paused(pause)) {
        return;
      }
    }
  }

  private boolean paused(Duration pause) {
    try {
      if (wakes.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        wakes.drainPermits();
      }
      return false;
    } catch (InterruptedException e) {
      return true;
    }
  }

  /** Whether there was anything. */
  private boolean claim() {
    boolean any = false;
    for (Lane lane : Lane.values()) {
      int room = ROOM.getOrDefault(lane, 1) - busy.getOrDefault(lane, 0);
      if (room > 0 && !stopped) {
        NewJob.Lease lease = lease();
        List<Job> jobs = outbox.claim(lane, unwanted(), room, OF_ONE_GROUP, lease);
        jobs.forEach(job -> beginInLane(job, lease));
        any |= !jobs.isEmpty();
      }
    }
    return any;
  }

  private Set<String> unwanted() {
    Set<String> unwanted = new HashSet<>();
    groups.forEach(
        (group, doing) -> {
          if (doing >= OF_ONE_GROUP) {
            unwanted.add(group);
          }
        });
    handlers.values().forEach(handler -> unwanted.addAll(handler.paused()));
    return unwanted;
  }

  private void work(Job job, String holder, Runnable afterwards) {
    try {
      settle(job, holder, outcome(job));
    } catch (StoreUnavailable e) {
      // The lease ends, and then it is done again by whoever comes first.
      LOG.warn(
          "event=job_unsettled job={} kind={} reason=\"{}\"", job.id(), job.kind(), e.getMessage());
    } catch (RuntimeException e) {
      LOG.error("event=job_unsettled job={} kind={}", job.id(), job.kind(), e);
    } finally {
      over(job, afterwards);
      wake();
    }
  }

  /** For another node, or for this one's next start. */
  private void giveBack(Job job, String holder) {
    try {
      outbox.giveBack(job.id(), holder, Duration.ZERO);
    } catch (StoreUnavailable e) {
      LOG.warn("event=job_unsettled job={} kind={} reason=stopping", job.id(), job.kind());
    }
  }

  private void over(Job job, Runnable afterwards) {
    afterwards.run();
    groups.computeIfPresent(job.group(), (group, doing) -> doing == 1 ? null : doing - 1);
    if (job.order() != null) {
      orders.remove(job.order());
    }
  }

  private JobHandler.Outcome outcome(Job job) {
    JobHandler handler = handlers.get(job.kind());
    if (handler == null) {
      // Another node may be of a newer release that knows.
      return new JobHandler.Outcome.Again(LEASE, "this node does not know the kind " + job.kind());
    }
    try {
      return handler.work(job);
    } catch (StoreUnavailable e) {
      throw e;
    } catch (Exception e) {
      LOG.error("event=job_failed job={} kind={}", job.id(), job.kind(), e);
      return new JobHandler.Outcome.Again(LEASE, "the server failed; its log has the details");
    }
  }

  private void settle(Job job, String holder, JobHandler.Outcome outcome) {
    boolean held =
        switch (outcome) {
          case JobHandler.Outcome.Done done -> outbox.done(job.id(), holder);
          case JobHandler.Outcome.Again again ->
              outbox.again(job.id(), holder, again.in(), again.problem());
          case JobHandler.Outcome.Parked parked -> {
            LOG.warn(
                "event=job_parked job={} kind={} app={} attempts={} reason=\"{}\"",
                job.id(),
                job.kind(),
                job.app(),
                job.attempts(),
                parked.problem());
            yield outbox.park(job.id(), holder, parked.problem());
          }
        };
    if (!held) {
      LOG.warn("event=job_taken_over job={} kind={}", job.id(), job.kind());
    }
  }

  /** Takes no more; what is being done has a moment to end. */
  @Override
  public synchronized void close() {
    stopped = true;
    wake();
    try {
      // First, so that nothing is claimed that there are no threads for.
      if (looking != null) {
        looking.join(Duration.ofSeconds(5));
      }
      threads.shutdown();
      if (!threads.awaitTermination(15, TimeUnit.SECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
