package io.lingpai.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;

/** Time, chance and the order of events: everything follows from the seed. */
final class World {

  static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private final RandomGenerator random;
  private long nanos;
  private long sequence;
  private @Nullable Task current;

  World(long seed) {
    this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  Instant now() {
    return START.plusNanos(nanos);
  }

  long nanos() {
    return nanos;
  }

  RandomGenerator random() {
    return random;
  }

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  Duration between(Duration least, Duration most) {
    return least.plusNanos((long) (random.nextDouble() * most.minus(least).toNanos()));
  }

  void after(Duration delay, Runnable action) {
    events.add(new Event(nanos + Math.max(0, delay.toNanos()), sequence++, action));
  }

  /** Runs everything that happens until then. */
  void runUntil(Instant end) {
    long endNanos = Duration.between(START, end).toNanos();
    while (true) {
      Event next = events.peek();
      if (next == null || next.at() > endNanos) {
        nanos = endNanos;
        return;
      }
      events.poll();
      nanos = Math.max(nanos, next.at());
      next.action().run();
    }
  }

  /** Starts a task that belongs to a process. */
  void start(Machine process, Runnable body) {
    Task task = new Task(process, new Fiber(body));
    after(Duration.ZERO, () -> resume(task));
  }

  /** Called inside a task: lets time pass for it. */
  void sleep(Duration duration) {
    Task task = running();
    after(duration, () -> resume(task));
    Fiber.park();
  }

  /** Called inside a task: stops until {@code waker} is run. */
  void parkUntil(Consumer<Runnable> register) {
    Task task = running();
    boolean[] woken = {false};
    register.accept(
        () -> {
          if (!woken[0]) {
            woken[0] = true;
            after(Duration.ZERO, () -> resume(task));
          }
        });
    Fiber.park();
  }

  /** Tells the task that is running from every other. */
  Object task() {
    return running();
  }

  private Task running() {
    if (current == null) {
      throw new IllegalStateException("only a task can wait");
    }
    return current;
  }

  private void resume(Task task) {
    if (task.process().dead()) {
      return;
    }
    Duration frozen = task.process().frozenFor(now());
    if (!frozen.isZero()) {
      after(frozen, () -> resume(task));
      return;
    }
    Task before = current;
    current = task;
    try {
      task.fiber().resume();
    } finally {
      current = before;
    }
  }

  /** What a task belongs to: it dies with it, and stands still with it. */
  interface Machine {
    boolean dead();

    Duration frozenFor(Instant now);
  }

  private record Task(Machine process, Fiber fiber) {}

  private record Event(long at, long sequence, Runnable action) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      int byTime = Long.compare(at, other.at);
      return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
    }
  }
}
