package io.lingpai.session;

import io.lingpai.session.Session.Holder;
import java.time.Instant;
import java.util.Optional;

/**
 * Keeps sessions. Blocking; safe for many threads; throws {@link
 * io.lingpai.problem.StoreUnavailable} when the store cannot be reached.
 */
public interface SessionStore {

  void add(Session session);

  /** The session of this id, ended and expired ones included. */
  Optional<Session> find(String id);

  /** Moves the end of a session that has not ended; never to an earlier time. */
  void prolong(String id, Instant until);

  /** Ends one session. False if there is none, or it had ended. */
  boolean end(String id, Instant at);

  /** Ends all sessions of a person in an app that are open at that time; how many there were. */
  int endAll(String app, Holder holder, Instant at);

  /**
   * Forgets sessions that were over before an instant, some at a time.
   *
   * @return how many were forgotten; ask again until there are none
   */
  int forgetOverBefore(Instant end);
}
