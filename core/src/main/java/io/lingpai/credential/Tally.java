package io.lingpai.credential;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What a credential has cost on one {@link VendorsDay}.
 *
 * @param day the day counted
 * @param vendorCalls requests for a value, of whatever outcome
 * @param checks checks of suspicions that found nothing dead; a death costs a renewal instead
 * @param forced forced renewals of a stable token
 * @param lastForcedAt the last of them
 * @param lastCheckAt the last check or refetch on suspicion
 * @param aliveUntil a suspicion before this is answered from the last check
 * @param foreignFetches values that died early without our doing, ever
 */
public record Tally(
    LocalDate day,
    int vendorCalls,
    int checks,
    int forced,
    @Nullable Instant lastForcedAt,
    @Nullable Instant lastCheckAt,
    @Nullable Instant aliveUntil,
    long foreignFetches) {

  public static final Tally ZERO = new Tally(LocalDate.EPOCH, 0, 0, 0, null, null, null, 0);

  /** The same tally, begun anew if {@code now} is another day. */
  public Tally on(Instant now) {
    LocalDate today = VendorsDay.of(now);
    if (today.equals(day)) {
      return this;
    }
    return new Tally(today, 0, 0, 0, lastForcedAt, lastCheckAt, aliveUntil, foreignFetches);
  }

  public Tally plusVendorCall() {
    return new Tally(
        day,
        vendorCalls + 1,
        checks,
        forced,
        lastForcedAt,
        lastCheckAt,
        aliveUntil,
        foreignFetches);
  }

  public Tally plusForced(Instant now) {
    return new Tally(
        day, vendorCalls, checks, forced + 1, now, lastCheckAt, aliveUntil, foreignFetches);
  }

  public Tally plusCheck(Instant now) {
    return new Tally(
        day, vendorCalls, checks + 1, forced, lastForcedAt, now, aliveUntil, foreignFetches);
  }

  public Tally aliveUntil(Instant until) {
    return new Tally(
        day, vendorCalls, checks, forced, lastForcedAt, lastCheckAt, until, foreignFetches);
  }

  public Tally plusForeignFetch() {
    return new Tally(
        day,
        vendorCalls,
        checks,
        forced,
        lastForcedAt,
        lastCheckAt,
        aliveUntil,
        foreignFetches + 1);
  }
}
