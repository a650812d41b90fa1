package io.lingpai.architecture.offender.keeper;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

public final class StartsThreads {
  private StartsThreads() {}

  public static Thread by_constructor() {
    return new Thread(() -> {});
  }

  public static Thread virtually() {
    return Thread.ofVirtual().unstarted(() -> {});
  }

  public static ExecutorService by_pool() {
    return Executors.newVirtualThreadPerTaskExecutor();
  }

  public static CompletableFuture<Void> on_the_common_pool() {
    return CompletableFuture.runAsync(() -> {});
  }

  public static CompletableFuture<Void> later_on_the_common_pool(CompletableFuture<Void> first) {
    return first.thenRunAsync(() -> {});
  }

  public static void by_sleeping() throws InterruptedException {
    Thread.sleep(1);
  }
}
