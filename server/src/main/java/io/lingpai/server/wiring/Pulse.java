package io.lingpai.server.wiring;

import io.lingpai.problem.StoreUnavailable;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A thread that does one thing again and again, and is not stopped by anything it meets. */
final class Pulse implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Pulse.class);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread;

  /**
   * Starts it.
   *
   * @param beat does the thing, and says when to do it again
   */
  Pulse(String name, Supplier<Duration> beat) {
    this.thread = Thread.ofPlatform().name(name).daemon().start(() -> run(name, beat));
  }

  private void run(String name, Supplier<Duration> beat) {
    boolean lost = false;
    while (stop.getCount() > 0) {
      Duration pause;
      try {
        pause = beat.get();
        if (lost) {
          LOG.info("event=store_back who={}", name);
          lost = false;
        }
      } catch (StoreUnavailable e) {
        if (!lost) {
          LOG.warn("event=store_lost who={} reason=\"{}\"", name, e.getMessage());
          lost = true;
        }
        pause = AFTER_FAILURE;
      } catch (RuntimeException e) {
        LOG.error("event=pulse_failed who={}", name, e);
        pause = AFTER_FAILURE;
      }
      if (paused(pause)) {
        return;
      }
    }
  }

  private boolean paused(Duration pause) {
    try {
      return stop.await(pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      return true;
    }
  }

  @Override
  public void close() {
    stop.countDown();
    try {
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
