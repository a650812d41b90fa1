package io.lingpai.keeper;

import io.lingpai.credential.Credential;
import io.lingpai.credential.CredentialKey;
import io.lingpai.credential.Value;
import io.lingpai.problem.StoreUnavailable;
import io.lingpai.secret.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Calls a vendor with a credential, for those of us who need more of a vendor than credentials.
 *
 * <ol>
 *   <li>the current value is lent; one that is absent is obtained first;
 *   <li>if the vendor calls it dead, that is reported to the keeper, once;
 *   <li>and the call is made once more: with the new value, or, so soon after a renewal that the
 *       vendor itself may lag, with the one before it; and should that be refused, too, a last time
 *       with a newer one.
 * </ol>
 *
 * <p>Blocks; safe for many threads.
 */
public final class Lending {

  private final Keeper keeper;
  private final Waiting waiting;

  public Lending(Keeper keeper, Waiting waiting) {
    this.keeper = keeper;
    this.waiting = waiting;
  }

  /**
   * Makes a call.
   *
   * @param waitAtMost for a value, before the call and again after a dead one; not for the call
   * @param call must be harmless to repeat once it has been refused for a dead value
   * @param saysDead whether an answer proves that the value is dead
   * @throws StoreUnavailable if a value is needed and the store cannot be reached
   */
  public <T> Loan<T> call(
      CredentialKey key,
      Duration waitAtMost,
      Function<Secret, T> call,
      Predicate<? super T> saysDead) {
    Credential credential = usable(key, waitAtMost);
    Value value = credential == null ? null : credential.alive(keeper.timeline().now());
    if (credential == null || value == null) {
      return new Loan.Missing<>(credential == null ? null : credential.trouble());
    }
    T answer = call.apply(value.secret());
    if (!saysDead.test(answer)) {
      return new Loan.Answered<>(answer);
    }
    Secret other = afterDeath(key, value.secret(), Grounds.REFUSAL, waitAtMost);
    if (other == null) {
      return new Loan.Answered<>(answer);
    }
    T second = call.apply(other);
    if (!saysDead.test(second) || !isBefore(key, other)) {
      return new Loan.Answered<>(second);
    }
    Secret third = afterDeath(key, value.secret(), Grounds.BOTH_REFUSED, waitAtMost);
    boolean tried = third == null || third.equals(other);
    return new Loan.Answered<>(tried ? second : call.apply(third));
  }

  private boolean isBefore(CredentialKey key, Secret value) {
    Value previous = keeper.peek(key).map(Credential::previous).orElse(null);
    return previous != null && previous.secret().equals(value);
  }

  private @Nullable Credential usable(CredentialKey key, Duration waitAtMost) {
    var reading = keeper.read(key, Duration.ZERO);
    if (reading.isPresent()) {
      return reading.get().credential();
    }
    return waited(keeper.obtain(key), waitAtMost);
  }

  private @Nullable Secret afterDeath(
      CredentialKey key, Secret dead, Grounds grounds, Duration waitAtMost) {
    Report report = waited(keeper.report(key, dead, grounds), waitAtMost);
    if (report == null) {
      return null;
    }
    Credential now = report.credential();
    Instant time = keeper.timeline().now();
    Value alive = now.alive(time);
    if (alive != null && !alive.secret().equals(dead)) {
      return alive.secret();
    }
    Value before = now.previousAlive(time);
    return alive != null && before != null ? before.secret() : null;
  }

  private <T> @Nullable T waited(CompletableFuture<T> future, Duration atMost) {
    if (!waiting.await(future, atMost)) {
      return null;
    }
    return switch (future.state()) {
      case SUCCESS -> future.resultNow();
      case FAILED -> throw thrown(future.exceptionNow());
      case RUNNING, CANCELLED -> null;
    };
  }

  private static RuntimeException thrown(Throwable failure) {
    return failure instanceof RuntimeException known
        ? known
        : new IllegalStateException("the keeper failed", failure);
  }
}
