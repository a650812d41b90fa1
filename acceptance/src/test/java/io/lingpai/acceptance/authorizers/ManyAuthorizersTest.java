package io.lingpai.acceptance.authorizers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rows D3 to D7: the accounts of a platform are kept warm, and come back when all that was known of
 * them is lost. At length: {@code -Dauthorizers.count=10000 -Dauthorizers.minutes=10}, with lives
 * of five minutes.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ManyAuthorizersTest {

  private static final int COUNT = Integer.getInteger("authorizers.count", 200);
  private static final int MINUTES = Integer.getInteger("authorizers.minutes", 0);
  private static final Duration LIFE =
      Duration.ofSeconds(Integer.getInteger("authorizers.life", MINUTES == 0 ? 12 : 300));
  private static final int AT_ONCE = 32;
  private static final Duration PATIENCE = Duration.ofSeconds(60 + COUNT / 10);

  private Fleet fleet;

  @BeforeAll
  void begin(@TempDir Path folder) throws Exception {
    fleet = new Fleet(folder, COUNT, LIFE);
  }

  @AfterAll
  void end() {
    fleet.close();
  }

  @Test
  void no_reader_meets_a_dead_or_absent_token_while_all_are_renewed() throws Exception {
    everyoneIsServed();
    long issued = fleet.tokensIssued();
    long calls = fleet.sandbox.calls().total();
    Duration processor = fleet.processorTime();
    long began = System.nanoTime();

    Readers readers = new Readers(fleet, MINUTES == 0 ? 4 : 8);
    try {
      await("a renewal of every one", this::everyoneIsRenewed);
      await("the end", () -> System.nanoTime() - began > Duration.ofMinutes(MINUTES).toNanos());
    } finally {
      readers.close();
    }

    System.out.printf(
        "figures: %d authorizers, lives of %d s, %d s: %d reads, %d promises held to their end,"
            + " %d gaps, %d renewals, %d vendor calls, %.1f s of processor%n",
        COUNT,
        LIFE.toSeconds(),
        Duration.ofNanos(System.nanoTime() - began).toSeconds(),
        readers.reads(),
        readers.promises(),
        readers.gaps().size(),
        fleet.tokensIssued() - issued,
        fleet.sandbox.calls().total() - calls,
        fleet.processorTime().minus(processor).toMillis() / 1e3);
    assertThat(readers.gaps()).isEmpty();
    assertThat(readers.promises()).isPositive();
  }

  @Test
  void after_the_store_is_lost_everyone_serves_again_without_anybody() throws Exception {
    everyoneIsServed();
    long began = System.nanoTime();

    fleet.losesItsStore();
    everyoneIsServed();

    System.out.printf(
        "figures: a lost store: %d authorizers serve again after %.1f s, the start included;"
            + " %.1f s of processor%n",
        COUNT, (System.nanoTime() - began) / 1e9, fleet.processorTime().toMillis() / 1e3);
  }

  private boolean everyoneIsRenewed() {
    return fleet.accounts.stream().allMatch(account -> fleet.wechat.tokensIssuedTo(account) > 1);
  }

  /** Asks for each account's token until it has one that works. */
  private void everyoneIsServed() throws Exception {
    Queue<String> left = new ConcurrentLinkedQueue<>(fleet.accounts);
    List<Future<?>> all = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < AT_ONCE; i++) {
        all.add(threads.submit(() -> serve(left)));
      }
    }
    for (Future<?> one : all) {
      one.get();
    }
  }

  private void serve(Queue<String> left) {
    for (String account = left.poll(); account != null; account = left.poll()) {
      String asked = account;
      await("the token of " + asked, () -> fleet.works(fleet.read(asked)));
    }
  }

  private void await(String what, java.util.function.BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.plus(Duration.ofMinutes(MINUTES)).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError(
            "waited in vain for " + what + "; the server said\n" + fleet.said());
      }
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
  }
}
