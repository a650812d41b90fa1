package io.lingpai.server.http;

/**
 * A request that is passed on to somebody else, and what is thought of the answer. Unless it says
 * otherwise a method is called on the event loop and must not block.
 */
public interface Errand {

  /** The first attempt. */
  Outgoing first();

  /** Whether the beginning of a JSON answer is looked at before any of it goes out. */
  boolean watched();

  /**
   * Judges an answer; of two attempts' answers the later one is what the caller is given.
   *
   * @param beginning its first four thousand bytes, if there are as many; empty if it does not look
   *     like JSON
   * @return whether it says that the token was dead, and so that nothing was done
   */
  boolean saysDead(int status, String beginning);

  /** What follows on an attempt whose token was called dead. Called twice at most; may block. */
  Next next(Outgoing refused) throws InterruptedException;

  /** Whether to send it twice does no harm, should its answer be lost. */
  boolean repeatable();

  /** Whether the whole answer goes through {@link #rewritten} first. */
  boolean rewrites();

  /** What the caller is given in place of this answer. May block. */
  byte[] rewritten(int status, byte[] body);

  /** What the caller is told if no answer comes. */
  Answer.Whole failed(Failure how);

  /** It is over; told once, whatever came of it. */
  void ended(Ending ending);

  /** What follows when a vendor calls a token dead. */
  sealed interface Next {

    /** Another attempt is made. */
    record Again(Outgoing outgoing) implements Next {}

    /** There is nothing better to try: the caller is given the answer as it came. */
    record AsItCame() implements Next {}

    /** It is dead, and no other can be had now: the caller is told that instead. */
    record Instead(Answer.Whole answer) implements Next {}
  }

  /** Why there is no answer. */
  enum Failure {
    /** The request never left. */
    NOT_SENT,
    /** It may have been carried out, and its answer is lost. */
    ANSWER_LOST,
    /** The answer cannot be shown: it is too large to be rewritten, or cannot be read. */
    NOT_SHOWABLE
  }

  /**
   * What came of it.
   *
   * @param status as the caller saw it; 0 if the caller was gone before
   * @param up bytes of the caller's body
   * @param down bytes of the answer's body
   * @param attempts how often it was sent
   * @param whole whether the caller was given all of it
   */
  record Ending(int status, long up, long down, int attempts, boolean whole) {}
}
