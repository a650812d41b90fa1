package io.lingpai.credential;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a sort of credential is like: data that a platform declares, from which every rule of
 * renewal follows. There is no renewal code per kind.
 *
 * @param name as the vendor and the contract spell it
 * @param source how it comes to be
 * @param repeat what asking again does to the value before
 * @param life how long it usually lives; used only before the vendor has said
 * @param keptFor renewed at the latest when this much of a usual life is over; in proportion for
 *     other lives
 * @param overlap how long the old value works beside the new one, for a life of two hours or more;
 *     shorter lives have a shorter overlap, see {@link #overlapFor}
 * @param dailyBudget most vendor calls a day that we make for it, for whatever reason
 * @param proof how a suspicion is settled
 * @param served whether callers may read it (a pushed ticket never is)
 * @param longestLife how long one value can live at most, however often its life is renewed; {@code
 *     null} where nothing bounds it
 */
public record Kind(
    String name,
    Source source,
    Repeat repeat,
    Duration life,
    Duration keptFor,
    Duration overlap,
    int dailyBudget,
    Proof proof,
    boolean served,
    @Nullable Duration longestLife) {

  /** Lives shorter than this have an overlap in proportion. */
  public static final Duration FULL_LIFE = Duration.ofHours(2);

  private static final int OVERLAPS_IN_A_LIFE = 24;

  public Kind {
    if (life.isNegative() || life.isZero()) {
      throw new IllegalArgumentException("life: " + life + " (expected: > 0)");
    }
    if (keptFor.isNegative() || keptFor.isZero() || keptFor.compareTo(life) > 0) {
      throw new IllegalArgumentException(
          "keptFor: " + keptFor + " (expected: > 0, <= " + life + ")");
    }
    if (longestLife != null && longestLife.compareTo(life) < 0) {
      throw new IllegalArgumentException(
          "longestLife: " + longestLife + " (expected: >= " + life + ")");
    }
    if (overlap.isNegative()) {
      throw new IllegalArgumentException("overlap: " + overlap + " (expected: >= 0)");
    }
  }

  /** A kind that is kept for all of its life, less the margin. */
  public Kind(
      String name,
      Source source,
      Repeat repeat,
      Duration life,
      Duration overlap,
      int dailyBudget,
      Proof proof,
      boolean served) {
    this(name, source, repeat, life, life, overlap, dailyBudget, proof, served);
  }

  /** A kind whose values may be renewed for ever. */
  public Kind(
      String name,
      Source source,
      Repeat repeat,
      Duration life,
      Duration keptFor,
      Duration overlap,
      int dailyBudget,
      Proof proof,
      boolean served) {
    this(name, source, repeat, life, keptFor, overlap, dailyBudget, proof, served, null);
  }

  /** The same kind, with a bound on the life of one value. */
  public Kind livingAtMost(Duration longest) {
    return new Kind(
        name, source, repeat, life, keptFor, overlap, dailyBudget, proof, served, longest);
  }

  /** How a credential comes to be. */
  public sealed interface Source {
    /** Asked for with the app's own secret. */
    record AppSecret() implements Source {}

    /** Asked for with another credential of the same app. */
    record Parent(String kind) implements Source {}

    /** Asked for with a credential of the platform app that the account authorized. */
    record ComponentParent(String kind) implements Source {}

    /**
     * Refreshed with a long-lived {@link Partner} of its own, and with a credential of the platform
     * app that the account authorized. Asked for without its partner, the vendor names the partner.
     *
     * @param kind the platform app's credential
     */
    record OwnPartner(String kind) implements Source {}

    /**
     * Sent by the vendor, who can at most be asked to begin again.
     *
     * @param quietFor that is done when nothing came for this long
     */
    record Pushed(Duration quietFor) implements Source {}
  }

  /** What asking again does. */
  public enum Repeat {
    /**
     * A new value; the one before works on for the overlap, the one before that is assumed dead.
     */
    ENDS_THE_OLD_AFTER_OVERLAP,
    /** The same value, perhaps with a new life. */
    SAME_VALUE,
    /** A new value; the one before lives out its life. */
    NEW_BESIDE_OLD,
    /** The same value until the overlap before its end, then a new one. */
    NEW_NEAR_THE_END
  }

  /** How to find out whether a value that someone calls dead is dead. */
  public sealed interface Proof {
    /** A cheap call with the value itself. At most {@code dailyCap} a day for each credential. */
    record ByCall(int dailyCap) implements Proof {}

    /** There is no such call: fetch again, but not more often than this. */
    record ByRefetch(Duration atMostEvery) implements Proof {}
  }

  /** The overlap that a value of this life has: the kind's own, or a 24th of a shorter life. */
  public Duration overlapFor(Duration lifeOfValue) {
    if (lifeOfValue.compareTo(FULL_LIFE) >= 0) {
      return overlap;
    }
    Duration share = lifeOfValue.dividedBy(OVERLAPS_IN_A_LIFE);
    return share.compareTo(overlap) < 0 ? share : overlap;
  }
}
