package io.lingpai.keeper;

import io.lingpai.credential.Credential;
import io.lingpai.credential.Kind;
import io.lingpai.credential.Value;
import java.time.Duration;
import java.time.Instant;

/**
 * How long a caller may reuse a value without asking again and never meet a dead one through a
 * planned renewal.
 *
 * <p>With E the end of the value's life, R its planned renewal, o the overlap in which old and new
 * both work, and h the last time this node heard from the store:
 *
 * <ol>
 *   <li>before R: {@code min(E, R + 0.8 o)}, since no planned renewal comes before R;
 *   <li>while an intent is open: {@code min(E, intent + 0.8 o)}, since the request may have left;
 *   <li>after R: {@code min(E, h + 0.8 o)} if h is after R, since at h no request had left, and
 *       nothing if it is not: another node may have renewed meanwhile.
 * </ol>
 *
 * The fifth of the overlap that is left takes up the road of the value to whoever uses it.
 */
public final class Promises {

  private static final double SHARE_OF_OVERLAP = 0.8;

  private Promises() {}

  /** When the promise on the current value ends; not after {@code now} if nothing is promised. */
  public static Instant end(Credential credential, Kind kind, Instant now, Instant lastHeard) {
    Value value = credential.alive(now);
    if (value == null) {
      return now;
    }
    Duration share = Schedule.scaled(kind.overlapFor(value.life()), SHARE_OF_OVERLAP);
    Instant end = earlier(value.expiresAt(), planned(value, share, now, lastHeard));
    if (credential.intent() != null) {
      end = earlier(end, credential.intent().at().plus(share));
    }
    return end;
  }

  /** The promise as a duration from now, never negative and at most {@code atMost}. */
  public static Duration freshFor(
      Credential credential, Kind kind, Instant now, Instant lastHeard, Duration atMost) {
    Instant end = end(credential, kind, now, lastHeard);
    if (!end.isAfter(now)) {
      return Duration.ZERO;
    }
    return Schedule.shorter(atMost, Duration.between(now, end));
  }

  /** Until when nobody asks again after a request whose outcome is unknown. */
  static Instant unknownUntil(Credential credential, Kind kind) {
    Value value = credential.current();
    if (credential.intent() == null || value == null) {
      return Instant.MIN;
    }
    return credential
        .intent()
        .at()
        .plus(Schedule.scaled(kind.overlapFor(value.life()), SHARE_OF_OVERLAP));
  }

  private static Instant planned(Value value, Duration share, Instant now, Instant lastHeard) {
    if (now.isBefore(value.renewAt())) {
      return value.renewAt().plus(share);
    }
    return lastHeard.isBefore(value.renewAt()) ? now : lastHeard.plus(share);
  }

  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }
}
