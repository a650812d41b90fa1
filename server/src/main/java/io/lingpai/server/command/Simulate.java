package io.lingpai.server.command;

import io.lingpai.simulation.ComponentSimulation;
import io.lingpai.simulation.Sabotage;
import io.lingpai.simulation.Simulation;
import io.lingpai.simulation.Violation;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lingpai simulate}: the fault simulation, at any length. */
@Command(
    name = "simulate",
    description = {
      "Plays nodes, store, vendor and faults in simulated time, from one seed after another.",
      "A broken invariant ends it with 1 and the seed that replays it."
    })
final class Simulate implements Callable<Integer> {

  /** A run with a platform's authorizers takes longer than one without. */
  private static final int AUTHORIZERS_EVERY = 4;

  private final Terminal terminal;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      defaultValue = "10000",
      description = "how many seeds (default: 10000)")
  private long seeds;

  @Option(
      names = "--first",
      paramLabel = "S",
      defaultValue = "1",
      description = "the first seed (default: 1)")
  private long first;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "replays this one seed and nothing else")
  private @Nullable Long seed;

  @Option(
      names = "--sabotage",
      paramLabel = "WHAT",
      defaultValue = "none",
      description =
          "takes a rule out of the system, to see that it is missed: no_reading_again,"
              + " no_fence_check, no_intent, no_adoption, no_partner,"
              + " empty_partner, no_end_of_promise")
  private Sabotage sabotage = Sabotage.NONE;

  @Option(names = "--trace", description = "tell the story step by step; for a single seed")
  private boolean trace;

  private final AtomicLong next = new AtomicLong();
  private final AtomicLong done = new AtomicLong();
  private final AtomicLong checks = new AtomicLong();
  private final AtomicLong simulatedMillis = new AtomicLong();
  private final ConcurrentSkipListMap<Long, Throwable> broken = new ConcurrentSkipListMap<>();

  Simulate(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (seed != null) {
      first = seed;
      seeds = 1;
    }
    if (seeds < 1) {
      throw new WronglyUsed("--seeds: " + seeds + " (expected: at least 1)");
    }
    if (trace) {
      System.setProperty("simulation.trace", "true");
    }
    long started = System.nanoTime();
    run(Runtime.getRuntime().availableProcessors());
    if (broken.isEmpty()) {
      double seconds = (System.nanoTime() - started) / 1e9;
      terminal
          .out()
          .printf(
              Locale.ROOT,
              "%d seeds, %d checks, %d days simulated in %.1f s: no invariant broken%n",
              done.get(),
              checks.get(),
              Duration.ofMillis(simulatedMillis.get()).toDays(),
              seconds);
      return 0;
    }
    tell(broken.firstKey(), broken.firstEntry().getValue());
    return Lingpai.REFUSED;
  }

  private void run(int threads) throws InterruptedException {
    CountDownLatch finished = new CountDownLatch(threads);
    for (int i = 0; i < threads; i++) {
      Thread.ofPlatform()
          .daemon()
          .name("simulation-" + i)
          .start(
              () -> {
                try {
                  play();
                } finally {
                  finished.countDown();
                }
              });
    }
    Progress progress = new Progress(terminal, "seeds", seeds);
    while (!finished.await(200, TimeUnit.MILLISECONDS)) {
      progress.at(done.get());
    }
    progress.at(done.get());
    progress.end();
  }

  private void play() {
    long mine = next.getAndIncrement();
    while (mine < seeds && broken.isEmpty()) {
      long played = first + mine;
      try {
        Simulation.Outcome outcome = Simulation.run(played, sabotage);
        if (played % AUTHORIZERS_EVERY == 0 || ofAuthorizers(sabotage)) {
          boolean rotates = played % (2 * AUTHORIZERS_EVERY) == 0 || ofAuthorizers(sabotage);
          checks.addAndGet(ComponentSimulation.run(played, sabotage, rotates).checks());
        }
        checks.addAndGet(outcome.checks());
        simulatedMillis.addAndGet(outcome.simulated().toMillis());
        done.incrementAndGet();
      } catch (RuntimeException | Error e) {
        broken.put(played, e);
      }
      mine = next.getAndIncrement();
    }
  }

  private static boolean ofAuthorizers(Sabotage sabotage) {
    return sabotage == Sabotage.NO_PARTNER || sabotage == Sabotage.EMPTY_PARTNER;
  }

  private void tell(long broke, Throwable why) {
    if (why instanceof IllegalAccessError) {
      throw new Refused(
          "this Java was started without --add-exports java.base/jdk.internal.vm=ALL-UNNAMED, which"
              + " the runnable jar brings along",
          why);
    }
    terminal.err().println("seed " + broke + ": " + why.getMessage());
    if (!(why instanceof Violation)) {
      why.printStackTrace(terminal.err());
    }
    String same =
        sabotage == Sabotage.NONE ? "" : " --sabotage " + sabotage.name().toLowerCase(Locale.ROOT);
    terminal.err().println("replay: lingpai simulate --seed " + broke + same);
  }
}
