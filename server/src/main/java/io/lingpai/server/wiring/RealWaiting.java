package io.lingpai.server.wiring;

import io.lingpai.keeper.Waiting;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits as real threads do. */
final class RealWaiting implements Waiting {

  @Override
  public void pause(Duration forThisLong) {
    try {
      Thread.sleep(forThisLong);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean await(CompletableFuture<?> future, Duration atMost) {
    try {
      future.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (ExecutionException e) {
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
