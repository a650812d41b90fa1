package io.lingpai.server.api;

import io.lingpai.credential.Credential;
import io.lingpai.credential.CredentialKey;
import io.lingpai.credential.Value;
import io.lingpai.keeper.Keeper;
import io.lingpai.keeper.Report;
import io.lingpai.secret.Secret;
import io.lingpai.server.access.Caller;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

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

  private static final ZoneId VENDORS_DAY = ZoneId.of("Asia/Shanghai");
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

  /** Voices a suspicion. Empty if nothing was asked of anybody. Blocks while a check is made. */
  public Optional<Report> voice(Caller caller, CredentialKey key, Secret rejected)
      throws InterruptedException {
    Value current = keeper.peek(key).map(Credential::current).orElse(null);
    if (current == null || !current.secret().equals(rejected) || knownAlive(key, rejected)) {
      return Optional.empty();
    }
    CompletableFuture<Report> report = join(caller, key, current);
    return report == null ? Optional.empty() : Optional.of(CredentialCalls.await(report));
  }

  private @org.jspecify.annotations.Nullable CompletableFuture<Report> join(
      Caller caller, CredentialKey key, Value current) {
    Instant now = clock.instant();
    Checked mine =
        checked.compute(
            key,
            (unused, before) -> {
              boolean standing =
                  before != null
                      && before.version == current.version()
                      && now.isBefore(before.at.plus(ONE_CHECK_IN));
              if (standing || !spend(caller, now)) {
                return before;
              }
              return new Checked(
                  current.version(), now, keeper.report(key, current.secret(), false));
            });
    boolean ours = mine != null && mine.version == current.version();
    return ours && (mine.at.equals(now) || !mine.report.isDone()) ? mine.report : null;
  }

  private boolean spend(Caller caller, Instant now) {
    LocalDate today = LocalDate.ofInstant(now, VENDORS_DAY);
    Day day =
        days.compute(
            caller.keyId(),
            (id, before) ->
                before == null || !before.date.equals(today)
                    ? new Day(today, new AtomicInteger())
                    : before);
    return day.spent.getAndIncrement() < aDayPerKey;
  }

  private record Checked(long version, Instant at, CompletableFuture<Report> report) {}

  private record Taken(Secret value, Instant at) {}

  private record Day(LocalDate date, AtomicInteger spent) {}
}
