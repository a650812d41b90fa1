package io.lingpai.server.proxy;

import io.lingpai.credential.Credential;
import io.lingpai.credential.CredentialKey;
import io.lingpai.credential.Value;
import io.lingpai.keeper.Keeper;
import io.lingpai.keeper.Report;
import io.lingpai.secret.Secret;
import io.lingpai.server.api.CredentialCalls;
import java.time.Instant;
import java.util.Optional;

/**
 * What to send instead of a token that the vendor called dead.
 *
 * <ol>
 *   <li>It was renewed while the call was under way: the new one.
 *   <li>It is so new that the vendor itself may not know it everywhere: the one before, while that
 *       lives. This is no suspicion.
 *   <li>Otherwise it is proven dead: renewed, once for everybody who says so, and the new one.
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
    Report report = CredentialCalls.await(keeper.report(key, refused, true));
    return other(report.credential(), refused);
  }

  private Optional<Secret> other(
      @org.jspecify.annotations.Nullable Credential credential, Secret refused) {
    Instant now = keeper.timeline().now();
    Value current = credential == null ? null : credential.alive(now);
    return current == null || current.secret().equals(refused)
        ? Optional.empty()
        : Optional.of(current.secret());
  }
}
