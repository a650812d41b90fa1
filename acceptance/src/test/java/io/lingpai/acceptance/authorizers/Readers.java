package io.lingpai.acceptance.authorizers;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Business services that read tokens of accounts drawn at random, all the time, and look at once
 * whether the vendor takes what they got; and again when the time is over for which they were told
 * that they need not ask.
 */
final class Readers implements AutoCloseable {

  private static final Duration BETWEEN_READS = Duration.ofMillis(20);

  private final Fleet fleet;
  private final List<Thread> threads = new ArrayList<>();
  private final DelayQueue<Kept> kept = new DelayQueue<>();
  private final AtomicLong reads = new AtomicLong();
  private final AtomicLong keptToTheEnd = new AtomicLong();
  private final ConcurrentLinkedQueue<String> gaps = new ConcurrentLinkedQueue<>();
  private volatile boolean over;

  Readers(Fleet fleet, int count) {
    this.fleet = fleet;
    for (int i = 0; i < count; i++) {
      Random random = new Random(i);
      threads.add(Thread.ofVirtual().name("reader-" + i).start(() -> read(random)));
    }
    threads.add(Thread.ofVirtual().name("keeper-of-promises").start(this::holdToPromises));
  }

  private void read(Random random) {
    while (!over) {
      String account = fleet.accounts.get(random.nextInt(fleet.accounts.size()));
      // A promise is counted from before the question left: so long the road may be.
      long asked = System.nanoTime();
      Kept one = new Kept(account, fleet.read(account), asked);
      reads.incrementAndGet();
      if (fleet.works(one.read)) {
        kept.add(one);
      } else if (one.read.status() != 200) {
        gaps.add(account + " answered " + one.read.status() + " " + one.read.json().path("detail"));
      } else if (!one.isLate()) {
        gaps.add(one.broken());
      }
      LockSupport.parkNanos(BETWEEN_READS.toNanos());
    }
  }

  private void holdToPromises() {
    while (!over) {
      try {
        Kept one = kept.poll(100, TimeUnit.MILLISECONDS);
        // Looked at late, it proves nothing: the vendor may have ended it since.
        if (one == null || one.isLate()) {
          continue;
        }
        boolean works = fleet.works(one.read);
        if (!works && !one.isLate()) {
          gaps.add(one.broken());
        }
        keptToTheEnd.incrementAndGet();
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  long reads() {
    return reads.get();
  }

  /** How many values were looked at once more when their promise ended. */
  long promises() {
    return keptToTheEnd.get();
  }

  List<String> gaps() {
    return List.copyOf(gaps);
  }

  @Override
  public void close() {
    over = true;
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private record Kept(String account, Fleet.Read read, long asked) implements Delayed {

    private static final Duration IN_TIME = Duration.ofMillis(100);

    private long until() {
      return asked + read.freshFor().toNanos();
    }

    String broken() {
      return account + " was promised for " + read.freshFor() + " and is dead";
    }

    /** It comes out shortly before its promise ends. */
    @Override
    public long getDelay(TimeUnit unit) {
      return unit.convert(until() - IN_TIME.toNanos() - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    boolean isLate() {
      return System.nanoTime() - until() > 0;
    }

    @Override
    public int compareTo(Delayed other) {
      return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
    }
  }
}
