package io.lingpai.server.api;

import io.lingpai.credential.Credential;
import io.lingpai.credential.CredentialKey;
import io.lingpai.credential.Value;
import io.lingpai.credential.VendorsDay;
import io.lingpai.keeper.Grounds;
import io.lingpai.keeper.Keeper;
import io.lingpai.keeper.Report;
import io.lingpai.secret.Secret;
import io.lingpai.server.access.Caller;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Callers that say a value is dead, and what that may cost.
 *
 * <ol>
 *   <li>A value that is not the current one costs nothing.
 *   <li>Who speaks while a check is under way joins it.
 *   <li>A call that the vendor took with this very value in the last minute was the check.
 *   <li>Otherwise a value is checked once a minute at most, and a key causes so many checks a day.
 *   <li>Beyond that nothing is asked, and the current value stands unchecked.
 * </ol>
 */
public final class Suspicions {

  private static final Duration ALIVE_FOR = Duration.ofMinutes(1);
  private static final Duration ONE_CHECK_IN = Duration.ofMinutes(1);

  private final Keeper keeper;
  private final int aDayPerKey;
  private final InstantSource clock;
  private final Map<CredentialKey, Checked> checked = new ConcurrentHashMap<>();
  private final Map<CredentialKey, Taken> taken = new ConcurrentHashMap<>();
  private final Map<String, Day> days = new ConcurrentHashMap<>();

  public Suspicions(Keeper keeper, int aDayPerKey, InstantSource clock) {
    this.keeper = keeper;
    this.aDayPerKey = aDayPerKey;
    this.clock = clock;
  }

  /** Hears that the vendor has just taken a value. Does not block. */
  public void alive(CredentialKey key, Secret value) {
    Instant now = clock.instant();
    Taken before = taken.get(key);
    boolean known =
        before != null && now.isBefore(before.at.plusSeconds(1)) && before.value.equals(value);
    if (!known) {
      taken.put(key, new Taken(value, now));
    }
  }

  private boolean knownAlive(CredentialKey key, Secret value) {
    Taken last = taken.get(key);
    return last != null
        && clock.instant().isBefore(last.at.plus(ALIVE_FOR))
        && last.value.equals(value);
  }

  /**
   * Voices a suspicion. Empty if nothing was asked of anybody. Blocks while a check is made.
   *
   * @param grounds a hint, or a caller's word
   */
  public Optional<Report> voice(Caller caller, CredentialKey key, Secret rejected, Grounds grounds)
      throws InterruptedException {
    Credential held = keeper.peek(key).orElse(null);
    Value current = held == null ? null : held.current();
    if (held == null
        || current == null
        || !current.secret().equals(rejected)
        || knownAlive(key, rejected)) {
      return Optional.empty();
    }
    CompletableFuture<Report> report = join(caller, held, current, grounds);
    return report == null ? Optional.empty() : Optional.of(CredentialCalls.await(report));
  }

  private @Nullable CompletableFuture<Report> join(
      Caller caller, Credential held, Value current, Grounds grounds) {
    Instant now = clock.instant();
    Checked mine =
        checked.compute(
            held.key(),
            (key, before) -> {
              boolean standing =
                  before != null
                      && before.version == current.version()
                      && before.stands(grounds, now);
              if (standing || !spend(caller, now)) {
                return before;
              }
              var report = keeper.report(key, current.secret(), grounds);
              int checks = held.tally().checks();
              Checked made = new Checked(current.version(), now, grounds, checks, report);
              if (report.isDone() && !made.asked()) {
                refund(caller);
              }
              return made;
            });
    boolean ours = mine != null && mine.version == current.version();
    return ours && (mine.at.equals(now) || !mine.report.isDone()) ? mine.report : null;
  }

  private boolean spend(Caller caller, Instant now) {
    LocalDate today = VendorsDay.of(now);
    Day day =
        days.compute(
            caller.keyId(),
            (id, before) ->
                before == null || !before.date.equals(today)
                    ? new Day(today, new AtomicInteger())
                    : before);
    return day.spent.getAndIncrement() < aDayPerKey;
  }

  /** What asked nothing costs nothing. */
  private void refund(Caller caller) {
    days.computeIfPresent(
        caller.keyId(),
        (id, day) -> {
          day.spent.decrementAndGet();
          return day;
        });
  }

  /** A suspicion that was voiced, and the checks there had been before it. */
  private record Checked(
      long version, Instant at, Grounds grounds, int checks, CompletableFuture<Report> report) {

    /** Whether it answers those who come after it, too. */
    boolean stands(Grounds later, Instant now) {
      boolean weaker = grounds == Grounds.HINT && later != Grounds.HINT;
      return !weaker && now.isBefore(at.plus(ONE_CHECK_IN)) && (!report.isDone() || asked());
    }

    /** Something was asked of the vendor; what was excused is heard again. */
    private boolean asked() {
      if (report.isCompletedExceptionally()) {
        return true;
      }
      Report came = report.join();
      return came.renewed()
          || came.refused() != null
          || came.credential().tally().checks() != checks;
    }
  }

  private record Taken(Secret value, Instant at) {}

  private record Day(LocalDate date, AtomicInteger spent) {}
}
