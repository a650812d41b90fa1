package io.lingpai.server.proxy;

import io.lingpai.credential.Credential;
import io.lingpai.credential.CredentialKey;
import io.lingpai.credential.Value;
import io.lingpai.keeper.Grounds;
import io.lingpai.keeper.Keeper;
import io.lingpai.keeper.Report;
import io.lingpai.secret.Secret;
import io.lingpai.server.api.CredentialCalls;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What to send instead of a token that the vendor called dead.
 *
 * <ol>
 *   <li>It was renewed while the call was under way: the new one.
 *   <li>It is so new that the vendor itself may not know it everywhere: the one before, while that
 *       lives. This is no suspicion.
 *   <li>Otherwise it is dead, or so young that the vendor is asked: renewed, once for everybody who
 *       says so, and the new one. So it is if the one before was refused, too.
 *   <li>If that brings nothing else, nothing: the vendor is believed.
 * </ol>
 */
final class Healing {

  private final Keeper keeper;

  Healing(Keeper keeper) {
    this.keeper = keeper;
  }

  /** Blocks while a renewal is under way. */
  Optional<Secret> insteadOf(CredentialKey key, Secret refused) throws InterruptedException {
    Optional<Secret> meanwhile = other(keeper.peek(key).orElse(null), refused);
    if (meanwhile.isPresent()) {
      return meanwhile;
    }
    Optional<Value> before = keeper.beforeLag(key, refused);
    if (before.isPresent()) {
      return before.map(Value::secret);
    }
    return renewed(key, refused, Grounds.REFUSAL);
  }

  /** The same when what was sent instead of a token was refused, too. */
  Optional<Secret> insteadOfBoth(CredentialKey key, Secret first, Secret instead)
      throws InterruptedException {
    Credential copy = keeper.peek(key).orElse(null);
    Value previous = copy == null ? null : copy.previous();
    if (previous == null || !previous.secret().equals(instead)) {
      // A new value was refused at once: the vendor is believed, and nothing goes round in circles.
      return Optional.empty();
    }
    Optional<Secret> meanwhile = other(copy, first);
    return meanwhile.isPresent() ? meanwhile : renewed(key, first, Grounds.BOTH_REFUSED);
  }

  private Optional<Secret> renewed(CredentialKey key, Secret refused, Grounds grounds)
      throws InterruptedException {
    Report report = CredentialCalls.await(keeper.report(key, refused, grounds));
    return other(report.credential(), refused);
  }

  private Optional<Secret> other(@Nullable Credential credential, Secret refused) {
    Instant now = keeper.timeline().now();
    Value current = credential == null ? null : credential.alive(now);
    return current == null || current.secret().equals(refused)
        ? Optional.empty()
        : Optional.of(current.secret());
  }
}
