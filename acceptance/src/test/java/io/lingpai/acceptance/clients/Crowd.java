package io.lingpai.acceptance.clients;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** Many who do the same at the same moment. */
final class Crowd {

  private Crowd() {}

  /** What each of them got. */
  record Outcome<T>(List<T> answers, List<Throwable> failures) {

    /** The first failure with all its causes, for the message of an assertion. */
    String why() {
      return failures.isEmpty() ? "nobody failed" : failures.getFirst().toString();
    }
  }

  static <T> Outcome<T> of(int people, Callable<T> deed) throws InterruptedException {
    return each(people, unused -> deed);
  }

  /** The same, where each does a deed of his own. */
  static <T> Outcome<T> each(int people, IntFunction<Callable<T>> deeds)
      throws InterruptedException {
    CountDownLatch ready = new CountDownLatch(people);
    CountDownLatch go = new CountDownLatch(1);
    List<Future<T>> promised = new ArrayList<>();
    List<T> answers = new ArrayList<>();
    List<Throwable> failures = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < people; i++) {
        Callable<T> deed = deeds.apply(i);
        promised.add(
            threads.submit(
                () -> {
                  ready.countDown();
                  go.await();
                  return deed.call();
                }));
      }
      ready.await();
      go.countDown();
      for (Future<T> one : promised) {
        try {
          answers.add(one.get());
        } catch (ExecutionException e) {
          failures.add(e.getCause());
        }
      }
    }
    return new Outcome<>(answers, failures);
  }
}
