package io.lingpai.sandbox.wechat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;

/**
 * The tokens one endpoint issued for one app, oldest first, the last being the current one. The
 * classic and the stable endpoint have a line each and never touch one another's.
 *
 * <pre>
 *   issued ─────────────────────────────▶ expiresAt          current: usable until it expires
 *   issued ───── superseded ──▶ +overlap                     former: usable during the overlap,
 *                                                            never longer than its own life
 * </pre>
 */
final class TokenLine {
  /** Former tokens kept in the line; those beyond have long expired or are superseded for good. */
  private static final int KEPT = 1_000;

  enum Standing {
    USABLE,
    EXPIRED,
    SUPERSEDED
  }

  static final class Issued {
    final String value;
    final Instant issuedAt;
    final Instant expiresAt;
    private Instant usableUntil;

    Issued(String value, Instant issuedAt, Instant expiresAt) {
      this.value = value;
      this.issuedAt = issuedAt;
      this.expiresAt = expiresAt;
      this.usableUntil = expiresAt;
    }

    Instant usableUntil() {
      return usableUntil;
    }

    Standing standing(Instant now) {
      if (now.isBefore(usableUntil)) {
        return Standing.USABLE;
      }
      return now.isBefore(expiresAt) ? Standing.SUPERSEDED : Standing.EXPIRED;
    }

    private void endBy(Instant end) {
      if (end.isBefore(usableUntil)) {
        usableUntil = end;
      }
    }
  }

  private final Deque<Issued> tokens = new ArrayDeque<>();
  private boolean handsOutTheDead;
  private long count;

  /**
   * Makes {@code value} the current token.
   *
   * @param overlap how long the one before goes on working
   * @param olderDieAtOnce whether those before the one before end now or keep what was left of
   *     their own overlap
   */
  Issued issue(String value, Instant now, Duration life, Duration overlap, boolean olderDieAtOnce) {
    Iterator<Issued> newestFirst = tokens.descendingIterator();
    if (newestFirst.hasNext()) {
      newestFirst.next().endBy(now.plus(overlap));
    }
    while (olderDieAtOnce && newestFirst.hasNext()) {
      newestFirst.next().endBy(now);
    }
    Issued issued = new Issued(value, now, now.plus(life));
    tokens.addLast(issued);
    if (tokens.size() > KEPT) {
      tokens.removeFirst();
    }
    handsOutTheDead = false;
    count++;
    return issued;
  }

  /** The token that a reader would be given, if it is alive or insisted on though dead. */
  Optional<Issued> current(Instant now) {
    Issued last = tokens.peekLast();
    boolean given =
        last != null
            && (last.standing(now) == Standing.USABLE
                || (handsOutTheDead && now.isBefore(last.expiresAt)));
    return given ? Optional.of(last) : Optional.empty();
  }

  Optional<Issued> newest() {
    return Optional.ofNullable(tokens.peekLast());
  }

  /** The one before the newest, usable or not. */
  Optional<Issued> previous() {
    Iterator<Issued> newestFirst = tokens.descendingIterator();
    if (newestFirst.hasNext()) {
      newestFirst.next();
    }
    return newestFirst.hasNext() ? Optional.of(newestFirst.next()) : Optional.empty();
  }

  /** Ends the newest token now; the stable endpoint may go on handing it out. */
  void killNewest(Instant now, boolean goesOnHandingItOut) {
    newest().ifPresent(issued -> issued.endBy(now));
    handsOutTheDead = goesOnHandingItOut;
  }

  void killAll(Instant now) {
    tokens.forEach(issued -> issued.endBy(now));
  }

  long count() {
    return count;
  }
}
