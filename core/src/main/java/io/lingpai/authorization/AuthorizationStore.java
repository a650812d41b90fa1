package io.lingpai.authorization;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Where authorizations under way are kept. Blocking; safe for many threads; throws {@link
 * io.lingpai.problem.StoreUnavailable} when the store cannot be reached. What a method has returned
 * from is durable.
 */
public interface AuthorizationStore {

  void begin(Attempt attempt);

  Optional<Attempt> find(String stateHash);

  /** The browser has come back, which it may do once. False if it did so before. */
  boolean comeBack(String stateHash);

  /** Takes the exchange of a code, unless somebody has it or it has come to an end. */
  Exchange claim(String codeHash, String platform, String holder, Duration leaseFor);

  /** Ends an exchange, whoever has it: there is no second answer. */
  void settle(String codeHash, Exchange end);

  /** Gives an exchange back that was certainly not carried out. */
  void giveBack(String codeHash, String holder);

  /**
   * Begins a recovery, unless one is under way or ended shortly ago.
   *
   * @param silentFor one that has not moved for this long is dead
   * @param notAgainFor one that was done less than this ago is enough
   * @return the one that is begun, under way, or enough
   */
  Recovery beginRecovery(
      String id, String platform, Duration silentFor, Duration notAgainFor, Instant now);

  void note(Recovery progress);

  Optional<Recovery> recovery(String platform, String id);

  /** Whether one of this platform's has ever come to its end. */
  boolean hasRecovered(String platform);

  /** Forgets attempts, exchanges and recoveries from before an instant. */
  void forgetBefore(Instant end);
}
