package io.lingpai.server.proxy;

import io.lingpai.credential.Credential;
import io.lingpai.credential.CredentialKey;
import io.lingpai.credential.Value;
import io.lingpai.keeper.Grounds;
import io.lingpai.keeper.Keeper;
import io.lingpai.keeper.Report;
import io.lingpai.secret.Secret;
import io.lingpai.server.api.CredentialCalls;
import io.lingpai.server.proxy.FalseAlarms.Place;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What to send instead of a token that the vendor called dead.
 *
 * <ol>
 *   <li>It was renewed while the call was under way: the new one.
 *   <li>It is so new that the vendor itself may not know it everywhere: the one before, while that
 *       lives. This is no suspicion.
 *   <li>Otherwise the vendor is asked whether it lives, once for everybody who says so. If it is
 *       dead, it is renewed: the new one. So it is if the one before was refused, too.
 *   <li>If it lives, nothing: the vendor is believed, and what it says of this call is not looked
 *       into again for a while ({@link FalseAlarms}).
 *   <li>If it is dead and no other can be had now, whoever calls with it is told what stands in the
 *       way, as whoever calls next is: a dead token is our trouble, and none of theirs.
 * </ol>
 */
final class Healing {

  private final Keeper keeper;
  private final Function<CredentialKey, Secret> obtained;
  private final FalseAlarms alarms = new FalseAlarms();

  /**
   * @param obtained a value that is usable now, waited for if need be; refuses where there is none
   */
  Healing(Keeper keeper, Function<CredentialKey, Secret> obtained) {
    this.keeper = keeper;
    this.obtained = obtained;
  }

  /**
   * Blocks while a renewal is under way.
   *
   * @throws io.lingpai.server.problem.Refusal if it is dead and there is no other to be had now
   */
  Optional<Secret> insteadOf(Place place, Secret refused) throws InterruptedException {
    CredentialKey key = place.key();
    Optional<Secret> meanwhile = other(keeper.peek(key).orElse(null), refused);
    if (meanwhile.isPresent()) {
      return meanwhile;
    }
    Optional<Value> before = keeper.beforeLag(key, refused);
    if (before.isPresent()) {
      return before.map(Value::secret);
    }
    return renewed(place, refused, Grounds.REFUSAL);
  }

  /** The same when what was sent instead of a token was refused, too. */
  Optional<Secret> insteadOfBoth(Place place, Secret first, Secret instead)
      throws InterruptedException {
    CredentialKey key = place.key();
    Credential copy = keeper.peek(key).orElse(null);
    Value previous = copy == null ? null : copy.previous();
    if (previous == null || !previous.secret().equals(instead)) {
      // A new value was refused at once: the vendor is believed, and nothing goes round in circles.
      alarms.raised(place, keeper.timeline().now());
      return Optional.empty();
    }
    Optional<Secret> meanwhile = other(copy, first);
    return meanwhile.isPresent() ? meanwhile : renewed(place, first, Grounds.BOTH_REFUSED);
  }

  private Optional<Secret> renewed(Place place, Secret refused, Grounds grounds)
      throws InterruptedException {
    if (knownDead(keeper.peek(place.key()).orElse(null))) {
      return Optional.of(obtained.apply(place.key()));
    }
    if (alarms.unheeded(place, keeper.timeline().now())) {
      return Optional.empty();
    }
    Report report = CredentialCalls.await(keeper.report(place.key(), refused, grounds));
    Optional<Secret> other = other(report.credential(), refused);
    if (other.isPresent()) {
      alarms.wasRight(place);
      return other;
    }
    if (knownDead(report.credential())) {
      return Optional.of(obtained.apply(place.key()));
    }
    alarms.raised(place, keeper.timeline().now());
    return Optional.empty();
  }

  private boolean knownDead(@Nullable Credential credential) {
    return credential != null && credential.alive(keeper.timeline().now()) == null;
  }

  private Optional<Secret> other(@Nullable Credential credential, Secret refused) {
    Instant now = keeper.timeline().now();
    Value current = credential == null ? null : credential.alive(now);
    return current == null || current.secret().equals(refused)
        ? Optional.empty()
        : Optional.of(current.secret());
  }
}
