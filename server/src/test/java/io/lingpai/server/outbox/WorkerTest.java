package io.lingpai.server.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.lingpai.outbox.Job;
import io.lingpai.outbox.JobHandler;
import io.lingpai.outbox.Lane;
import io.lingpai.outbox.Outbox;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class WorkerTest {

  private final ConcurrentLinkedQueue<String> said = new ConcurrentLinkedQueue<>();
  private final CountDownLatch claiming = new CountDownLatch(1);
  private final CountDownLatch stopping = new CountDownLatch(1);

  @Test
  void what_was_claimed_while_stopping_is_done() throws Exception {
    Worker worker = new Worker(outbox(), List.of(new Handler()), new Random(1));
    worker.start();
    claiming.await();
    Thread closing = Thread.ofVirtual().start(worker::close);
    // It waits for the one that looks, whose claim comes back only now.
    stopping.countDown();
    closing.join();
    assertThat(said).containsExactly("worked j1", "done j1");
  }

  @Test
  void what_is_begun_after_stopping_is_given_back() {
    Worker worker = new Worker(outbox(), List.of(new Handler()), new Random(1));
    worker.close();
    worker.begin(job("j2"), worker.lease());
    assertThat(said).containsExactly("given back j2");
    assertThat(worker.busyWith("g")).isZero();
    assertThat(worker.doing("o")).isFalse();
  }

  /** One job, handed out when the worker has been told to stop. */
  private Outbox outbox() {
    return (Outbox)
        Proxy.newProxyInstance(
            Outbox.class.getClassLoader(),
            new Class<?>[] {Outbox.class},
            (proxy, method, given) ->
                switch (method.getName()) {
                  case "claim" -> claim((Lane) given[0]);
                  case "done" -> said.add("done " + given[0]);
                  case "giveBack" -> said.add("given back " + given[0]);
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  private List<Job> claim(Lane lane) throws InterruptedException {
    if (lane != Lane.values()[0] || claiming.getCount() == 0) {
      return List.of();
    }
    claiming.countDown();
    stopping.await();
    return List.of(job("j1"));
  }

  private static Job job(String id) {
    return new Job(
        id,
        "sort",
        Lane.URGENT,
        "shop",
        "g",
        "o",
        null,
        Map.of(),
        Map.of(),
        Job.State.WAITING,
        1,
        Instant.EPOCH,
        Instant.EPOCH,
        null,
        null);
  }

  private final class Handler implements JobHandler {
    @Override
    public String kind() {
      return "sort";
    }

    @Override
    public Outcome work(Job job) {
      said.add("worked " + job.id());
      return new Outcome.Done();
    }
  }
}
