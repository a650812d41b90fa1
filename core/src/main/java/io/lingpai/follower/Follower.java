package io.lingpai.follower;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who follows an account, or did.
 *
 * <p>Events come twice, late and out of order, and their times are whole seconds, so:
 *
 * <ol>
 *   <li>what happened last, by the vendor's clock, decides; whatever is older changes no state;
 *   <li>two events of one second that contradict each other are disputed: the later comer stands
 *       until the vendor is asked;
 *   <li>what the vendor says when asked is believed, unless something arrived while it was asked,
 *       or it contradicts what arrived a moment ago: its own answers may lag behind its events;
 *   <li>a unionid once known stays known though an answer lacks it;
 *   <li>once the person follows no longer, only openid, unionid and times are kept.
 * </ol>
 *
 * <p>Pure: stores read, let this decide, and write.
 *
 * @param subscribedAt when the person last followed, as far as it is known
 * @param unsubscribedAt when the person last ceased to, as far as it is known; where nobody told,
 *     when it was noticed
 * @param asOf when that happened which made the state, by the vendor's clock
 * @param disputed see 2
 * @param scene how the person came, in the vendor's word
 * @param code what was on the QR code that led to the account
 * @param changedAt when an event last changed the state, by the store's clock
 * @param revision counts all changes
 */
public record Follower(
    String app,
    String openid,
    @Nullable String unionid,
    boolean subscribed,
    @Nullable Instant subscribedAt,
    @Nullable Instant unsubscribedAt,
    Instant asOf,
    boolean disputed,
    @Nullable String scene,
    @Nullable String code,
    Instant changedAt,
    long revision) {

  /** How long the vendor's answers may lag behind its events. */
  public static final Duration LAG = Duration.ofMinutes(1);

  /** What came of telling. */
  public enum Outcome {
    BELIEVED,
    /** Something else arrived since the vendor was asked: ask again. */
    OVERTAKEN,
    /** It contradicts an event of a moment ago: ask again later. */
    NOT_YET
  }

  /** Before anything is known. */
  private static Follower nobody(String app, String openid) {
    return new Follower(
        app, openid, null, false, null, null, Instant.EPOCH, false, null, null, Instant.EPOCH, 0);
  }

  /**
   * After an event.
   *
   * @param before null for somebody not seen yet
   * @param now by the store's clock
   */
  public static Follower after(@Nullable Follower before, FollowEvent event, Instant now) {
    Follower known = before == null ? nobody(event.app(), event.openid()) : before;
    if (before != null && event.at().isBefore(known.asOf)) {
      return known.withOlder(event);
    }
    boolean sameSecond = before != null && event.at().equals(known.asOf);
    boolean contradicts = event.subscribed() != known.subscribed;
    if (sameSecond && !contradicts) {
      return known.timed(event);
    }
    return new Follower(
        known.app,
        known.openid,
        known.unionid,
        event.subscribed(),
        event.subscribed() ? event.at() : known.subscribedAt,
        event.subscribed() ? known.unsubscribedAt : event.at(),
        event.at(),
        sameSecond,
        null,
        event.subscribed() ? event.code() : null,
        now,
        known.revision + 1);
  }

  /** Nothing older undoes anything, but it may tell a time that was not known. */
  private Follower withOlder(FollowEvent event) {
    return event.subscribed()
        ? with(unionid, later(subscribedAt, event.at()), unsubscribedAt, scene, code)
        : with(unionid, subscribedAt, later(unsubscribedAt, event.at()), scene, code);
  }

  /** The event that made the state, again, or after the vendor had told. */
  private Follower timed(FollowEvent event) {
    return event.subscribed()
        ? with(
            unionid, event.at(), unsubscribedAt, scene, event.code() == null ? code : event.code())
        : with(unionid, subscribedAt, event.at(), null, null);
  }

  private static Instant later(@Nullable Instant known, Instant other) {
    return known == null || other.isAfter(known) ? other : known;
  }

  private Follower with(
      @Nullable String union,
      @Nullable Instant since,
      @Nullable Instant until,
      @Nullable String how,
      @Nullable String by) {
    return new Follower(
        app,
        openid,
        union,
        subscribed,
        since,
        until,
        asOf,
        disputed,
        how,
        by,
        changedAt,
        revision + 1);
  }

  /**
   * Whether to believe what the vendor told.
   *
   * @param before null for somebody not seen yet
   * @param seen the revision there was when the vendor was asked; 0 for nobody
   */
  public static Outcome judge(@Nullable Follower before, Told told, long seen, Instant now) {
    if (before == null) {
      return seen == 0 ? Outcome.BELIEVED : Outcome.OVERTAKEN;
    }
    if (before.revision != seen) {
      return Outcome.OVERTAKEN;
    }
    boolean fresh = now.isBefore(before.changedAt.plus(LAG));
    return fresh && !before.disputed && before.contradicts(told)
        ? Outcome.NOT_YET
        : Outcome.BELIEVED;
  }

  /** A person who followed again after the event is no contradiction: that event is yet to come. */
  private boolean contradicts(Told told) {
    Instant since = told.subscribedAt();
    boolean again = told.subscribed() && since != null && since.isAfter(asOf);
    return told.subscribed() != subscribed && !again;
  }

  /** After being told what is to be believed. */
  public static Follower after(@Nullable Follower before, String app, Told told, Instant now) {
    Follower known = before == null ? nobody(app, told.openid()) : before;
    String unionid = told.unionid() == null ? known.unionid : told.unionid();
    if (!told.subscribed()) {
      // Nobody tells when: when it was noticed must do, until the event comes. For the same reason
      // what happened last stays what it was, or that event would seem to be an older one.
      boolean noticed = known.subscribed && !known.disputed;
      return new Follower(
          known.app,
          known.openid,
          unionid,
          false,
          known.subscribedAt,
          noticed ? now : known.unsubscribedAt,
          known.asOf,
          false,
          null,
          null,
          known.changedAt,
          known.revision + 1);
    }
    Instant since = told.subscribedAt() == null ? known.subscribedAt : told.subscribedAt();
    return new Follower(
        known.app,
        known.openid,
        unionid,
        true,
        since,
        known.unsubscribedAt,
        since == null ? known.asOf : later(known.asOf, since),
        false,
        told.scene() == null ? known.scene : told.scene(),
        told.code() == null ? known.code : told.code(),
        known.changedAt,
        known.revision + 1);
  }

  /** Whether the vendor should be asked: something is missing or in doubt. */
  public boolean wantsAsking() {
    return disputed || unionid == null || (subscribed && scene == null);
  }
}
